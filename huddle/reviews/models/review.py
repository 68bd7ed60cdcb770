"""Rows of reviews, their answers, later notes and what happened to them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, select, text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, db, text_enum
from huddle.huddles.rules import NotHeldReason
from huddle.reviews.models.protection import ReviewReader
from huddle.reviews.rules import (
    PLACE_LIMIT,
    REFERENCE_LIMIT,
    TITLE_LIMIT,
    Confidentiality,
    Effect,
    Question,
    ReviewEventKind,
    ReviewFormat,
    ReviewSource,
    ReviewStatus,
    ReviewTrigger,
    Wellbeing,
)
from huddle.reviews.rules.story import BESIDE_LIMIT, NOTHING_NEEDED_LIMIT

_DEBRIEF_OF_SOURCE = text("format = 'hot_debrief' AND source_id IS NOT NULL")


class Review(Base):
    """One review, of any format.

    `event_on` is the unit's day on which it happened, `event_at` the moment where it is known. `source_id` is
    the row of ours that it came from. A debrief that was not held has its reason instead of answers.
    """

    __tablename__ = "review"
    __table_args__ = (
        CheckConstraint("(published_at IS NULL) = (published_by IS NULL)", name="published_pair"),
        CheckConstraint(
            "(status IN ('shared_back', 'actions_tracked', 'closed')) = (published_at IS NOT NULL)",
            name="published_is_dated",
        ),
        CheckConstraint("(status = 'not_held') = (not_held_reason IS NOT NULL)", name="not_held_says_why"),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_is_dated"),
        CheckConstraint("(source_kind IS NULL) = (source_id IS NULL)", name="source_pair"),
        CheckConstraint("(effect IS NULL) = (effect_at IS NULL)", name="effect_pair"),
        Index("ix_review_unit_id_status_published_at", "unit_id", "status", "published_at"),
        Index("ix_review_unit_id_created_at", "unit_id", "created_at"),
        Index("ix_review_source_id", "source_id"),
        Index(
            "uq_review_debrief_source",
            "source_id",
            unique=True,
            sqlite_where=_DEBRIEF_OF_SOURCE,
            postgresql_where=_DEBRIEF_OF_SOURCE,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    format: Mapped[ReviewFormat] = mapped_column(text_enum(ReviewFormat))
    trigger: Mapped[ReviewTrigger] = mapped_column(text_enum(ReviewTrigger))
    source_kind: Mapped[ReviewSource | None] = mapped_column(text_enum(ReviewSource))
    source_id: Mapped[UUID | None]
    confidentiality: Mapped[Confidentiality] = mapped_column(
        text_enum(Confidentiality), default=Confidentiality.LEARNING
    )
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    event_on: Mapped[date]
    event_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(PLACE_LIMIT), default="")
    incident_ref: Mapped[str] = mapped_column(String(REFERENCE_LIMIT), default="")
    formal_review_planned: Mapped[bool] = mapped_column(default=False)
    status: Mapped[ReviewStatus] = mapped_column(text_enum(ReviewStatus))
    facilitator_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    facilitator_external: Mapped[bool] = mapped_column(default=False)
    scribe_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    wellbeing: Mapped[Wellbeing | None] = mapped_column(text_enum(Wellbeing))
    support_shown_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    planned_for: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    not_held_reason: Mapped[NotHeldReason | None] = mapped_column(text_enum(NotHeldReason))
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    effect_due_on: Mapped[date | None]
    effect: Mapped[Effect | None] = mapped_column(text_enum(Effect))
    effect_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    nothing_needed: Mapped[str] = mapped_column(String(NOTHING_NEEDED_LIMIT), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def reader_ids(self) -> frozenset[UUID]:
        """Who was put on the list of a marked review, asked anew each time: who is taken off is off at once."""
        on_it = select(ReviewReader.user_id).where(ReviewReader.review_id == self.id, ReviewReader.removed_at.is_(None))
        return frozenset(db.session.execute(on_it.order_by(ReviewReader.user_id)).scalars())


class ReviewAnswer(Base):
    """The answer to one question: a row of its own, so that two people at two questions are not in conflict."""

    __tablename__ = "review_answer"
    __table_args__ = (CheckConstraint("(changed_at IS NULL) = (changed_by IS NULL)", name="changed_pair"),)

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    question: Mapped[Question] = mapped_column(text_enum(Question), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    aside: Mapped[str] = mapped_column(String(BESIDE_LIMIT), default="")
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
    """One thing that happened to a review; added, never changed. No text of anybody. A job of ours is nobody."""

    __tablename__ = "review_event"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[ReviewEventKind] = mapped_column(text_enum(ReviewEventKind))
    question: Mapped[Question | None] = mapped_column(text_enum(Question))
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
