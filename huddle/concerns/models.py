"""Rows of concerns and of what happened to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.concerns.rules import ConcernStatus, EventKind, Harm, Outcome, Reason, ToldHow, Topic
from huddle.core.db import Base, text_enum


class Concern(Base):
    """One concern. `unnamed` hides who raised it from every list; the name is kept so that they can be told.

    `tier` is where it waits now (1 is the unit), `answered_tier` where the answer came from. `escalated_at` and
    `response_due` are those of the last escalation and stay when it has come back; the events have the others.
    """

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by IS NULL)", name="answered_pair"),
        CheckConstraint("(answered_at IS NULL) = (answered_tier IS NULL)", name="answered_somewhere"),
        CheckConstraint("(told_back_at IS NULL) = (told_how IS NULL)", name="told_pair"),
        CheckConstraint("told_back_at IS NULL OR answered_at IS NOT NULL", name="answered_before_told"),
        CheckConstraint("status <> 'closed' OR told_back_at IS NOT NULL", name="closed_is_told"),
        CheckConstraint("(picked_up_at IS NULL) = (owner_id IS NULL)", name="picked_up_pair"),
        CheckConstraint("status NOT IN ('fixing_here', 'escalated') OR owner_id IS NOT NULL", name="has_owner"),
        CheckConstraint("(status = 'escalated') = (tier > 1)", name="escalated_is_above"),
        CheckConstraint("(escalated_at IS NULL) = (escalated_by IS NULL)", name="escalated_pair"),
        CheckConstraint("(escalated_at IS NULL) = (escalation_reason IS NULL)", name="escalated_because"),
        CheckConstraint("(escalated_at IS NULL) = (response_due IS NULL)", name="escalated_until"),
        CheckConstraint("tier = 1 OR escalated_at IS NOT NULL", name="above_is_escalated"),
        CheckConstraint("status <> 'merged' OR merged_into_id IS NOT NULL", name="merged_into_one"),
        CheckConstraint("raiser_seen_at IS NULL OR answered_at IS NOT NULL", name="answered_before_seen"),
        Index("ix_concern_unit_id_status_raised_at", "unit_id", "status", "raised_at"),
        Index("ix_concern_unit_id_told_back_at", "unit_id", "told_back_at"),
        Index("ix_concern_tier_response_due", "tier", "response_due"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    topic: Mapped[Topic] = mapped_column(text_enum(Topic))
    unnamed: Mapped[bool]
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    raised_at: Mapped[datetime]
    status: Mapped[ConcernStatus] = mapped_column(text_enum(ConcernStatus))
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    picked_up_at: Mapped[datetime | None]
    harm: Mapped[Harm | None] = mapped_column(text_enum(Harm))
    immediate_fix: Mapped[str] = mapped_column(Text, default="")
    tier: Mapped[int] = mapped_column(default=1)
    escalation_reason: Mapped[Reason | None] = mapped_column(text_enum(Reason))
    escalated_at: Mapped[datetime | None]
    escalated_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    response_due: Mapped[datetime | None]
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    answered_tier: Mapped[int | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("concern.id"), index=True)
    told_back_at: Mapped[datetime | None]
    told_how: Mapped[ToldHow | None] = mapped_column(text_enum(ToldHow))
    raiser_seen_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_news(self) -> bool:
        """Whether there is an answer that whoever raised it has not read."""
        return self.answered_at is not None and self.raiser_seen_at is None


class ConcernEvent(Base):
    """One thing that happened to a concern; added, never changed. `number` is the concern's version after it.

    `tier` is where an escalation went, and for all else where it was done (1 is the unit). `due` is the clock that an
    escalation started, so that whether it was answered in time can be told for each of them.
    """

    __tablename__ = "concern_event"

    concern_id: Mapped[UUID] = mapped_column(ForeignKey("concern.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    tier: Mapped[int]
    due: Mapped[datetime | None]
    reason: Mapped[Reason | None] = mapped_column(text_enum(Reason))
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    note: Mapped[str] = mapped_column(Text, default="")
