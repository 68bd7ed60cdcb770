"""Rows of handoffs and of what happens to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.handoffs import rules
from huddle.handoffs.rules import EventKind, HandoffStatus, Severity


class Handoff(Base):
    """One handoff. Its report is never changed after sending; `to_person_id` None means the next nurse here.

    `answer_by` is the moment until which it should be acknowledged, as it stood when it was sent. `corrections`
    counts the corrections made, `corrections_seen` those known to the person who is responsible.
    """

    __tablename__ = "handoff"
    __table_args__ = (
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_pair"),
        CheckConstraint("(acknowledged_at IS NULL) = (receiver_severity IS NULL)", name="judged_when_acknowledged"),
        CheckConstraint("(status = 'acknowledged') = (acknowledged_at IS NOT NULL)", name="status_is_true"),
        CheckConstraint("acknowledged_by <> sent_by", name="two_people"),
        CheckConstraint("to_person_id <> sent_by", name="not_to_oneself"),
        CheckConstraint("corrections_seen BETWEEN 0 AND corrections", name="seen_after_made"),
        Index("ix_handoff_unit_id_sent_at", "unit_id", "sent_at"),
        Index("ix_handoff_unit_id_status_answer_by", "unit_id", "status", "answer_by"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    patient_id1: Mapped[str] = mapped_column(String(40))
    patient_id2: Mapped[str] = mapped_column(String(40))
    bed: Mapped[str] = mapped_column(String(20), default="")
    severity: Mapped[Severity] = mapped_column(text_enum(Severity))
    situation: Mapped[str] = mapped_column(Text)
    background: Mapped[str] = mapped_column(Text)
    assessment: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[str] = mapped_column(Text)
    to_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    status: Mapped[HandoffStatus] = mapped_column(text_enum(HandoffStatus))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    receiver_severity: Mapped[Severity | None] = mapped_column(text_enum(Severity))
    receiver_priority: Mapped[str] = mapped_column(Text, default="")
    corrections: Mapped[int] = mapped_column(default=0)
    corrections_seen: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def patient(self) -> str:
        return rules.patient_text(self.patient_id1, self.patient_id2)

    @property
    def place(self) -> str:
        return rules.bed_text(self.bed)


class HandoffEvent(Base):
    """One thing that happened to a handoff; added, never changed. Only a correction has text."""

    __tablename__ = "handoff_event"
    __table_args__ = (
        CheckConstraint("kind = 'corrected' OR text = ''", name="only_corrections_speak"),
        Index("ix_handoff_event_handoff_id_kind_at", "handoff_id", "kind", "at"),
    )

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"))
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime]
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(Text, default="")
