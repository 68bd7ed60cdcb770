"""Rows about how learning spreads: lessons, who has seen a review, what can be found, and a year later."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.concerns.rules import Topic
from huddle.core.db import Base, text_enum
from huddle.reviews.rules.lessons import LESSON_TEXT_LIMIT, LESSON_TITLE_LIMIT
from huddle.reviews.rules.searching import FoundKind
from huddle.reviews.rules.years import StillSo


class Lesson(Base):
    """What other units can read, written anew. Nothing in it leads to a review; `unit_id` only where the unit is named.

    Days, not moments: the time of a release would lead to the review as well as its id.
    """

    __tablename__ = "lesson"
    __table_args__ = (Index("ix_lesson_released_on", "released_on"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    title: Mapped[str] = mapped_column(String(LESSON_TITLE_LIMIT))
    happens: Mapped[str] = mapped_column(String(LESSON_TEXT_LIMIT))
    helps: Mapped[str] = mapped_column(String(LESSON_TEXT_LIMIT))
    unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    released_on: Mapped[date]
    withdrawn_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReviewLesson(Base):
    """Which lesson came of which review: on the review's side, for those who may read the review."""

    __tablename__ = "review_lesson"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), primary_key=True)


class ReviewSeen(Base):
    """Somebody said that they have seen what a review taught, so it is no news for them any more."""

    __tablename__ = "review_seen"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True)


class ReviewYear(Base):
    """What a huddle said of a review when its day came round again; once for each year."""

    __tablename__ = "review_year"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    huddle_id: Mapped[UUID] = mapped_column(ForeignKey("huddle.id"))
    answer: Mapped[StillSo] = mapped_column(text_enum(StillSo))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class LessonYear(Base):
    """What a huddle of the unit that a lesson names said of it when its day came round again; once for each year."""

    __tablename__ = "lesson_year"

    lesson_id: Mapped[UUID] = mapped_column(ForeignKey("lesson.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    huddle_id: Mapped[UUID] = mapped_column(ForeignKey("huddle.id"))
    answer: Mapped[StillSo] = mapped_column(text_enum(StillSo))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class Findable(Base):
    """A published review or a released lesson as the search knows it: a bag of plain words (rules/searching.py).

    Only what is open to the whole unit, or to everybody. On SQLite the same words stand in `findable_words` (FTS5).
    """

    __tablename__ = "findable"
    __table_args__ = (UniqueConstraint("kind", "subject_id", name="uq_findable_kind_subject_id"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    kind: Mapped[FoundKind] = mapped_column(text_enum(FoundKind))
    subject_id: Mapped[UUID]
    words: Mapped[str] = mapped_column(Text)
