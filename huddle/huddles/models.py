"""Rows of huddles and their templates, what was said in them, and watchers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from huddle.core.db import Base, text_enum
from huddle.huddles.rules import (
    ITEM_LIMIT,
    PLAN_LIMIT,
    STORED_LIMIT,
    TRIGGER_LIMIT,
    WORDS_LIMIT,
    HuddleKind,
    ItemKind,
    LookBackAnswer,
    NoteName,
    NotHeldReason,
    Plan,
    SubjectKind,
    WatcherReason,
    counted_here,
    read_needed,
    read_plan,
)

_ONE_EXTRA = text("closed_at IS NULL AND kind <> 'scheduled'")


class HuddleTemplate(Base):
    """What a unit talks about in one kind of huddle. A row never changes; the newest number counts.

    `steps` is a plan as `rules.stored` writes it; `names_on` lets the step "who is here" tick names beside roles.
    """

    __tablename__ = "huddle_template"
    __table_args__ = (UniqueConstraint("unit_id", "kind", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[HuddleKind] = mapped_column(text_enum(HuddleKind))
    number: Mapped[int]
    steps: Mapped[dict[str, Any]]
    names_on: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))

    @property
    def plan(self) -> Plan:
        return read_plan(self.kind, self.steps)

    @property
    def needed(self) -> tuple[str, ...]:
        """The roles that should be there."""
        return read_needed(self.steps)


class Huddle(Base):
    """One huddle, or one slot of which we know why there was none.

    A scheduled one is unique for its shift and the local day on which that shift began. `attendance` maps roles
    to counts, `asked` holds the steps in which somebody said "None, we asked" or "That is right". `counts` holds
    the other marks by `Tally`, under "last" who changed which one last, and "counted" once anybody tapped who is
    here. Without a template a huddle was held before there were any, and shows the steps that every unit had.
    """

    __tablename__ = "huddle"
    __table_args__ = (
        UniqueConstraint("unit_id", "shift_id", "shift_on"),
        CheckConstraint("(kind = 'scheduled') = (shift_id IS NOT NULL)", name="scheduled_has_shift"),
        CheckConstraint("(shift_id IS NULL) = (shift_on IS NULL)", name="shift_pair"),
        CheckConstraint("(opened_at IS NULL) = (opened_by IS NULL)", name="opened_pair"),
        CheckConstraint("(closed_at IS NULL) = (closed_by IS NULL)", name="closed_pair"),
        CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="opened_before_closed"),
        CheckConstraint("(opened_at IS NULL) = (not_held_reason IS NOT NULL)", name="held_or_reason"),
        CheckConstraint("(not_held_reason IS NULL) = (not_held_by IS NULL)", name="not_held_pair"),
        Index("ix_huddle_unit_id_scheduled_for", "unit_id", "scheduled_for"),
        Index(
            "uq_huddle_open_extra",
            "unit_id",
            "kind",
            unique=True,
            sqlite_where=_ONE_EXTRA,
            postgresql_where=_ONE_EXTRA,
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[HuddleKind] = mapped_column(text_enum(HuddleKind))
    name: Mapped[str] = mapped_column(String(30))
    shift_id: Mapped[UUID | None] = mapped_column(ForeignKey("shift.id"))
    shift_on: Mapped[date | None]
    scheduled_for: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    opened_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    attendance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    template_id: Mapped[UUID | None] = mapped_column(ForeignKey("huddle_template.id"))
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    not_held_reason: Mapped[NotHeldReason | None] = mapped_column(text_enum(NotHeldReason))
    not_held_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    next_leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_counted(self) -> bool:
        """Whether anybody counted who is here: see `counted_here`."""
        return counted_here(self.attendance, asked=self.asked, counts=self.counts) is not None


class HuddleLookBack(Base):
    """What one huddle said of one concern or action item. The last word said in it stands."""

    __tablename__ = "huddle_look_back"
    __table_args__ = (UniqueConstraint("huddle_id", "subject_kind", "subject_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    huddle_id: Mapped[UUID] = mapped_column(ForeignKey("huddle.id"))
    subject_kind: Mapped[SubjectKind] = mapped_column(text_enum(SubjectKind))
    subject_id: Mapped[UUID]
    answer: Mapped[LookBackAnswer] = mapped_column(text_enum(LookBackAnswer))
    words: Mapped[str] = mapped_column(String(WORDS_LIMIT), default="")
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]


class HuddleNote(Base):
    """One text of one huddle. Its version is its own, so that only the same text can be in conflict with it."""

    __tablename__ = "huddle_note"

    huddle_id: Mapped[UUID] = mapped_column(ForeignKey("huddle.id"), primary_key=True)
    name: Mapped[NoteName] = mapped_column(text_enum(NoteName), primary_key=True)
    text: Mapped[str] = mapped_column(String(STORED_LIMIT))
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class HuddleItem(Base):
    """One thing said in one huddle: an event, somebody new, something ahead, something broken. `facts` by kind."""

    __tablename__ = "huddle_item"
    __table_args__ = (
        CheckConstraint("(gone_at IS NULL) = (gone_by IS NULL)", name="gone_pair"),
        Index("ix_huddle_item_huddle_id_at", "huddle_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    huddle_id: Mapped[UUID] = mapped_column(ForeignKey("huddle.id"))
    kind: Mapped[ItemKind] = mapped_column(text_enum(ItemKind))
    text: Mapped[str] = mapped_column(String(ITEM_LIMIT))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
    gone_at: Mapped[datetime | None]
    gone_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))


class Watcher(Base):
    """A patient whom the unit watches more closely, carried from huddle to huddle until "no longer"."""

    __tablename__ = "watcher"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_pair"),
        Index("ix_watcher_unit_id_ended_at", "unit_id", "ended_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    patient_id1: Mapped[str] = mapped_column(String(40))
    patient_id2: Mapped[str] = mapped_column(String(40))
    bed: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[WatcherReason] = mapped_column(text_enum(WatcherReason))
    more_reasons: Mapped[str] = mapped_column(String(400), default="")
    plan: Mapped[str] = mapped_column(String(PLAN_LIMIT), default="")
    trigger: Mapped[str] = mapped_column(String(TRIGGER_LIMIT), default="")
    added_at: Mapped[datetime]
    added_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    from_handoff_id: Mapped[UUID | None] = mapped_column(ForeignKey("handoff.id"), index=True)
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def reasons(self) -> list[WatcherReason]:
        """All of them, the first one first."""
        return [self.reason, *(WatcherReason(value) for value in self.more_reasons.split())]


class HuddleWatcher(Base):
    """What one huddle said of one watcher: still, or no longer."""

    __tablename__ = "huddle_watcher"
    __table_args__ = (UniqueConstraint("huddle_id", "watcher_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    huddle_id: Mapped[UUID] = mapped_column(ForeignKey("huddle.id"))
    watcher_id: Mapped[UUID] = mapped_column(ForeignKey("watcher.id"), index=True)
    still: Mapped[bool]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    at: Mapped[datetime]
