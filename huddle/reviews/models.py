"""Rows of reviews, their answers, later notes and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.reviews.rules import TITLE_LIMIT, Question, ReviewEventKind, ReviewStatus


class Review(Base):
    """One review. `event_on` is the unit's day on which it happened."""

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_pair"),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published_is_dated"),
        Index("ix_review_unit_id_status_published_at", "unit_id", "status", "published_at"),
        Index("ix_review_unit_id_created_at", "unit_id", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    event_on: Mapped[date]
    status: Mapped[ReviewStatus] = mapped_column(text_enum(ReviewStatus))
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class ReviewAnswer(Base):
    """The answer to one question: a row of its own, so that two people at two questions are not in conflict."""

    __tablename__ = "review_answer"
    __table_args__ = (CheckConstraint("(changed_at IS NULL) = (changed_by IS NULL)", name="changed_pair"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    question: Mapped[Question] = mapped_column(text_enum(Question), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    changed_at: Mapped[datetime | None]
    changed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    last_change_text = ""
    """Who wrote it when, set by a page that may have to show two texts; not stored."""


class ReviewNote(Base):
    """Something added after publishing."""

    __tablename__ = "review_note"
    __table_args__ = (Index("ix_review_note_review_id_at", "review_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class ReviewEvent(Base):
    """One thing that happened to a review; added, never changed. No text of anybody."""

    __tablename__ = "review_event"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[ReviewEventKind] = mapped_column(text_enum(ReviewEventKind))
    question: Mapped[Question | None] = mapped_column(text_enum(Question))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
