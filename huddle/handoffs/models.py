"""Rows of handoffs and of what happens to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.handoffs import rules
from huddle.handoffs.rules import (
    ActionAnswer,
    Checks,
    EventKind,
    HandoffKind,
    HandoffStatus,
    Mode,
    ReadBack,
    Section,
    Severity,
)
from huddle.handoffs.rules.phone import TO_ROLE, LineRole, role_of, role_text


class HandoffTemplate(Base):
    """How a unit tells one kind of handoff. A row never changes; the newest number counts."""

    __tablename__ = "handoff_template"
    __table_args__ = (UniqueConstraint("unit_id", "kind", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[HandoffKind] = mapped_column(text_enum(HandoffKind))
    number: Mapped[int]
    shape: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class Handoff(Base):
    """One handoff. Its report is never changed after sending; `to_person_id` None means the next nurse there.

    `to_unit_id` is the other unit that the patient goes to; None for all that stay on `unit_id`, where it was written.

    `sent_at`, `answer_by` and `read_back` are None only in a draft, which nobody but its author reads. `answer_by` is
    the moment until which it should be acknowledged, as it stood when its clock began: at `asked_at`, when it was
    sent or sent again with what was missing. `on_behalf_of` is who was responsible for the patient when somebody else
    sent it, and stays so until it is acknowledged. `background_at` is when the words of the background were first
    written; they alone may be carried from an older handoff (`copied_from`). `planned`: the second page was filled in
    too, so it can be sent. `corrections` counts the words that were added after sending, `corrections_seen` those
    known to the person who is responsible; `questions` those of receivers, `questions_answered` those that the sender
    answered. `template_id` says whose words the report is told in (None: ours), `extra` holds what the unit asks
    beyond the short form, as `rules.Option` names it, and for which role an escalation is.
    """

    __tablename__ = "handoff"
    __table_args__ = (
        CheckConstraint("(status = 'draft') = (sent_at IS NULL)", name="sent_is_dated"),
        CheckConstraint("(sent_at IS NULL) = (answer_by IS NULL)", name="sent_has_clock"),
        CheckConstraint("(sent_at IS NULL) = (asked_at IS NULL)", name="sent_has_start"),
        CheckConstraint("(sent_at IS NULL) = (read_back IS NULL)", name="sent_has_read_back"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged_pair"),
        CheckConstraint("(acknowledged_at IS NULL) = (receiver_severity IS NULL)", name="judged_when_acknowledged"),
        CheckConstraint(
            "(status IN ('acknowledged', 'confirmed', 'closed')) = (acknowledged_at IS NOT NULL)",
            name="status_is_true",
        ),
        CheckConstraint("confirmed_at IS NULL OR acknowledged_at IS NOT NULL", name="confirmed_after"),
        CheckConstraint("acknowledged_by <> sent_by", name="two_people"),
        CheckConstraint("to_person_id <> sent_by", name="not_to_oneself"),
        CheckConstraint("on_behalf_of <> sent_by", name="behalf_of_another"),
        CheckConstraint("corrections_seen BETWEEN 0 AND corrections", name="seen_after_made"),
        CheckConstraint("questions_answered BETWEEN 0 AND questions", name="answered_after_asked"),
        CheckConstraint("(mode = 'written_only') = (written_reason <> '')", name="written_with_reason"),
        CheckConstraint("to_unit_id IS NULL OR kind = 'transfer'", name="transfers_leave"),
        CheckConstraint("to_unit_id <> unit_id", name="to_another_unit"),
        Index("ix_handoff_unit_id_sent_at", "unit_id", "sent_at"),
        Index("ix_handoff_unit_id_status_answer_by", "unit_id", "status", "answer_by"),
        Index("ix_handoff_to_unit_id_sent_at", "to_unit_id", "sent_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[HandoffKind] = mapped_column(text_enum(HandoffKind), default=HandoffKind.SHIFT)
    patient_id1: Mapped[str] = mapped_column(String(40))
    patient_id2: Mapped[str] = mapped_column(String(40))
    bed: Mapped[str] = mapped_column(String(20), default="")
    severity: Mapped[Severity] = mapped_column(text_enum(Severity))
    situation: Mapped[str] = mapped_column(Text)
    background: Mapped[str] = mapped_column(Text)
    assessment: Mapped[str] = mapped_column(Text)
    recommendation: Mapped[str] = mapped_column(Text)
    background_at: Mapped[datetime]
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("handoff_template.id"))
    extra: Mapped[dict[str, Any]] = mapped_column(default=dict)
    copied_from: Mapped[UUID | None] = mapped_column(ForeignKey("handoff.id"))
    checks: Mapped[Checks] = mapped_column(text_enum(Checks), default=Checks.CHECKED)
    checks_note: Mapped[str] = mapped_column(Text, default="")
    mode: Mapped[Mode] = mapped_column(text_enum(Mode), default=Mode.FACE_TO_FACE)
    written_reason: Mapped[str] = mapped_column(String(rules.LINE_LIMIT), default="")
    to_person_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    to_unit_id: Mapped[UUID | None] = mapped_column(ForeignKey("unit.id"))
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    on_behalf_of: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    started_at: Mapped[datetime]
    planned: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime] = mapped_column(nullable=True)
    asked_at: Mapped[datetime] = mapped_column(nullable=True)
    answer_by: Mapped[datetime] = mapped_column(nullable=True)
    read_back: Mapped[ReadBack] = mapped_column(text_enum(ReadBack), nullable=True)
    status: Mapped[HandoffStatus] = mapped_column(text_enum(HandoffStatus))
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    receiver_severity: Mapped[Severity | None] = mapped_column(text_enum(Severity))
    receiver_priority: Mapped[str] = mapped_column(Text, default="")
    to_confirm: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    corrections: Mapped[int] = mapped_column(default=0)
    corrections_seen: Mapped[int] = mapped_column(default=0)
    questions: Mapped[int] = mapped_column(default=0)
    questions_answered: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def patient(self) -> str:
        return rules.patient_text(self.patient_id1, self.patient_id2)

    @property
    def place(self) -> str:
        return rules.bed_text(self.bed)

    def bed_on(self, unit_id: UUID) -> str:
        """The bed, for people of the unit in which it stands; a patient who comes to another one has none yet."""
        return self.bed if unit_id == self.unit_id else ""

    @property
    def to_role(self) -> LineRole | None:
        """Whom without an account an escalation is for, beside whom nobody is named; it is erased with the words."""
        return role_of(self.extra.get(TO_ROLE))

    @property
    def whom_unnamed(self) -> str:
        """Whom it waits for when it names nobody."""
        return role_text(self.to_role) if self.to_role else "the next nurse"

    @property
    def responsible_until_taken(self) -> UUID:
        """Who has the patient as long as nobody has acknowledged."""
        return self.on_behalf_of or self.sent_by

    @property
    def receiving_unit_id(self) -> UUID:
        """The unit whose people can take the patient on, and are responsible from then on."""
        return self.to_unit_id or self.unit_id

    @property
    def home_id(self) -> UUID:
        """The unit whose patient it is now: a transfer is the origin's until it is acknowledged."""
        return self.unit_id if self.acknowledged_at is None else self.receiving_unit_id

    @property
    def unit_ids(self) -> tuple[UUID, ...]:
        """Every unit that is told when something happens to it: where it was written, and where it goes."""
        return tuple(dict.fromkeys((self.unit_id, self.receiving_unit_id)))


class HandoffAction(Base):
    """One thing to be done. `answer` is what the receiver said to it.

    What was open when the patient was handed on is told anew in the next handoff: `from_action_id` is where it came
    from, `first_asked_at` when it was first handed over, and `original_due_at` until when it should have been done
    then. What will not be done is dropped with a word.
    """

    __tablename__ = "handoff_action"
    __table_args__ = (
        UniqueConstraint("handoff_id", "number"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_pair"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_by IS NULL)", name="dropped_pair"),
        CheckConstraint("dropped_at IS NOT NULL OR dropped_reason = ''", name="dropped_is_explained"),
        CheckConstraint("done_at IS NULL OR dropped_at IS NULL", name="done_or_dropped"),
        CheckConstraint("(from_action_id IS NULL) = (first_asked_at IS NULL)", name="carried_since"),
        CheckConstraint("original_due_at IS NULL OR from_action_id IS NOT NULL", name="carried_first_due"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"))
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(rules.LINE_LIMIT))
    due_at: Mapped[datetime | None]
    from_action_id: Mapped[UUID | None] = mapped_column(ForeignKey("handoff_action.id"), index=True)
    first_asked_at: Mapped[datetime | None]
    original_due_at: Mapped[datetime | None]
    answer: Mapped[ActionAnswer | None] = mapped_column(text_enum(ActionAnswer))
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    dropped_reason: Mapped[str] = mapped_column(String(rules.LINE_LIMIT), default="")


class HandoffPromise(Base):
    """What the unit took on because of a handoff: an action item (for one thing to be done) or a concern.

    It holds ids only. The words of both were written anew and stay when the handoff is erased.
    """

    __tablename__ = "handoff_promise"
    __table_args__ = (
        UniqueConstraint("action_id"),
        UniqueConstraint("item_id"),
        UniqueConstraint("concern_id"),
        CheckConstraint("(item_id IS NULL) <> (concern_id IS NULL)", name="one_thing"),
        CheckConstraint("(item_id IS NULL) = (action_id IS NULL)", name="item_for_an_action"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"), index=True)
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("handoff_action.id"))
    item_id: Mapped[UUID | None] = mapped_column(ForeignKey("action_item.id"))
    concern_id: Mapped[UUID | None] = mapped_column(ForeignKey("concern.id"))
    made_at: Mapped[datetime]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class HandoffIfThen(Base):
    """What to look out for and what to do then. `watched`: the receiver said that they watch for it."""

    __tablename__ = "handoff_if_then"
    __table_args__ = (UniqueConstraint("handoff_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"))
    number: Mapped[int]
    sign: Mapped[str] = mapped_column(String(rules.LINE_LIMIT))
    response: Mapped[str] = mapped_column(String(rules.LINE_LIMIT))
    watched: Mapped[bool] = mapped_column(default=False)


class HandoffEvent(Base):
    """One thing that happened to a handoff; added, never changed. `section` is the part that a receiver missed.

    `actor_id` is None only of what a clock does: nobody made the shift end.
    """

    __tablename__ = "handoff_event"
    __table_args__ = (
        CheckConstraint(
            "text = '' OR kind IN ('asked', 'answered', 'returned', 'sent_again', 'escalated', 'corrected', "
            "'told_by_phone')",
            name="who_speaks",
        ),
        CheckConstraint("(kind = 'returned') = (section IS NOT NULL)", name="returned_for_a_section"),
        CheckConstraint("(kind = 'expired') = (actor_id IS NULL)", name="clocks_act_alone"),
        Index("ix_handoff_event_handoff_id_kind_at", "handoff_id", "kind", "at"),
    )

    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    handoff_id: Mapped[UUID] = mapped_column(ForeignKey("handoff.id"))
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    section: Mapped[Section | None] = mapped_column(text_enum(Section))
    text: Mapped[str] = mapped_column(Text, default="")
