"""Rows of action items and of what happened to them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.actions.rules import (
    BALANCE_LIMIT,
    COMMENT_LIMIT,
    DATED,
    FINISHED,
    KEPT,
    MEASURE_LIMIT,
    NOTE_LIMIT,
    SEEN_DONE,
    TEST_LIMIT,
    TITLE_LIMIT,
    TOLD_LIMIT,
    UNFINISHED,
    URL_LIMIT,
    ActionStatus,
    Blocker,
    ChangeType,
    Effect,
    EventKind,
    EvidenceKind,
    Lane,
    OwnerAnswer,
    SourceKind,
    Strength,
    move,
)
from huddle.actions.rules.figures import Grade
from huddle.core.db import Base, text_enum


def _listed(statuses: Iterable[ActionStatus]) -> str:
    return ", ".join(f"'{status}'" for status in sorted(statuses))


_FINISHED = _listed(FINISHED | {ActionStatus.NOT_EFFECTIVE})
_UNFINISHED = _listed(DATED)
_SEEN = _listed(SEEN_DONE | {ActionStatus.NOT_EFFECTIVE})
_FIXING = _listed({ActionStatus.OPEN, ActionStatus.DONE})
_IMPROVING = _listed(
    set(ActionStatus) - {ActionStatus.OPEN, ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.MERGED}
)

_COUNTED = (
    *("unit_id", "original_due_on", "lane", "strength", "status", "redated_count", "reopened_count", "done_at"),
    *("dropped_at", "verified_at", "first_verified_at", "told_back_at", "first_effect_30", "first_effect_90"),
)
"""All that the figures read of an item: two years of a unit are counted from the index alone."""


class ActionItem(Base):
    """One promise of one person. `original_due_on` never changes, however often `due_on` moves.

    What stands behind `lane` belongs to improvements and is empty for a quick fix. `condition` is the element of the
    work system that a review found and this changes; `escalated_tier` is the level that was asked for help (2 and
    above); `raiser_seen_at` and `writer_seen_at` are when whoever raised the source, and whoever wrote the item down,
    last said that they have seen what became of it. `first_...` is what figures count: when it was verified for the
    first time, and the first answers to whether it works; opening it again clears none of them. What an owner, a
    verifier or an effect check said last stands here, every step in the events.
    """

    __tablename__ = "action_item"
    __table_args__ = (
        CheckConstraint("(source_kind = 'manual') = (source_id IS NULL)", name="source_pair"),
        CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name="done_pair"),
        CheckConstraint(f"status NOT IN ({_FINISHED}) OR done_at IS NOT NULL", name="done_is_dated"),
        CheckConstraint(f"status NOT IN ({_UNFINISHED}) OR done_at IS NULL", name="open_is_not_done"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_by IS NULL)", name="dropped_pair"),
        CheckConstraint("(status = 'dropped') = (dropped_at IS NOT NULL)", name="dropped_is_dated"),
        CheckConstraint("status <> 'dropped' OR dropped_reason <> ''", name="dropped_is_explained"),
        CheckConstraint(f"status NOT IN ({_FIXING}) OR lane = 'quick_fix'", name="quick_fix_states"),
        CheckConstraint(f"status NOT IN ({_IMPROVING}) OR lane = 'improvement'", name="improvement_states"),
        CheckConstraint("(verified_at IS NULL) = (verified_by IS NULL)", name="verified_pair"),
        CheckConstraint(f"status NOT IN ({_SEEN}) OR verified_at IS NOT NULL", name="verified_is_dated"),
        CheckConstraint("verified_by <> owner_id AND verified_by <> done_by", name="verified_by_another"),
        CheckConstraint("(told_back_at IS NULL) = (told_back_by IS NULL)", name="told_pair"),
        CheckConstraint("status <> 'closed' OR told_back_at IS NOT NULL", name="closed_is_told"),
        CheckConstraint("(merged_at IS NULL) = (merged_by IS NULL)", name="merged_pair"),
        CheckConstraint("(status = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_one"),
        CheckConstraint("(effect_30 IS NULL) = (effect_30_at IS NULL)", name="effect_30_dated"),
        CheckConstraint("(effect_90 IS NULL) = (effect_90_at IS NULL)", name="effect_90_dated"),
        CheckConstraint("status <> 'escalated' OR escalated_tier > 1", name="escalated_above"),
        Index("ix_action_item_unit_id_status_due_on", "unit_id", "status", "due_on"),
        Index("ix_action_item_counted", *_COUNTED),
        Index("ix_action_item_source", "source_kind", "source_id"),
        *(Index(f"ix_action_item_unit_id_{at}", "unit_id", at) for at in ("done_at", "dropped_at", "told_back_at")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    due_on: Mapped[date]
    original_due_on: Mapped[date]
    source_kind: Mapped[SourceKind] = mapped_column(text_enum(SourceKind))
    source_id: Mapped[UUID | None]
    status: Mapped[ActionStatus] = mapped_column(text_enum(ActionStatus))
    created_at: Mapped[datetime]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    done_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    dropped_at: Mapped[datetime | None]
    dropped_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    dropped_reason: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    lane: Mapped[Lane] = mapped_column(text_enum(Lane), default=Lane.QUICK_FIX)
    change_type: Mapped[ChangeType | None] = mapped_column(text_enum(ChangeType))
    strength: Mapped[Strength | None] = mapped_column(text_enum(Strength))
    strength_reason: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    condition: Mapped[str | None] = mapped_column(String(40))
    beyond_unit: Mapped[bool] = mapped_column(default=False)
    sponsor_id: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"), index=True)
    small_test: Mapped[str] = mapped_column(String(TEST_LIMIT), default="")
    measure: Mapped[str] = mapped_column(String(MEASURE_LIMIT), default="")
    baseline: Mapped[float | None]
    target: Mapped[float | None]
    balancing_check: Mapped[str] = mapped_column(String(BALANCE_LIMIT), default="")
    owner_answer: Mapped[OwnerAnswer | None] = mapped_column(text_enum(OwnerAnswer))
    owner_answer_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    owner_answered_at: Mapped[datetime | None]
    blocker: Mapped[Blocker | None] = mapped_column(text_enum(Blocker))
    blocker_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    stuck_at: Mapped[datetime | None]
    escalated_at: Mapped[datetime | None]
    escalated_tier: Mapped[int | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    verified_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    effect_30: Mapped[Effect | None] = mapped_column(text_enum(Effect))
    effect_30_at: Mapped[datetime | None]
    effect_30_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    effect_30_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    effect_90: Mapped[Effect | None] = mapped_column(text_enum(Effect))
    effect_90_at: Mapped[datetime | None]
    effect_90_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    effect_90_note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    first_verified_at: Mapped[datetime | None]
    first_effect_30: Mapped[Effect | None] = mapped_column(text_enum(Effect))
    first_effect_90: Mapped[Effect | None] = mapped_column(text_enum(Effect))
    reopened_count: Mapped[int] = mapped_column(default=0)
    redated_count: Mapped[int] = mapped_column(default=0)
    told_back_at: Mapped[datetime | None]
    told_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    told_back_note: Mapped[str] = mapped_column(String(TOLD_LIMIT), default="")
    raiser_seen_at: Mapped[datetime | None]
    writer_seen_at: Mapped[datetime | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("action_item.id"), index=True)
    merged_at: Mapped[datetime | None]
    merged_by: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012

    @property
    def is_unfinished(self) -> bool:
        """Whether somebody still has to do something."""
        return self.status in UNFINISHED

    @property
    def is_dated(self) -> bool:
        """Whether it has a day by which it is to be done."""
        return self.status in DATED

    @property
    def is_finished(self) -> bool:
        """Whether its owner is through with it."""
        return self.status in FINISHED

    def end_trouble(self) -> None:
        """Nothing is in the way any more; what was stays in the history."""
        self.blocker, self.blocker_note, self.stuck_at = None, "", None
        self.escalated_at = self.escalated_tier = None

    def ask_owner(self) -> None:
        """As if nobody had answered yet: an improvement that is under way is proposed again, unless it waits."""
        self.owner_answer, self.owner_answer_note, self.owner_answered_at = None, "", None
        if self.lane is Lane.IMPROVEMENT and self.status not in KEPT:
            self.status = move(self.status, ActionStatus.PROPOSED)


class ActionEvent(Base):
    """One thing that happened to an item; added, never changed. `number` is the item's version after it."""

    __tablename__ = "action_event"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("action_item.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    from_day: Mapped[date | None]
    to_day: Mapped[date | None]
    from_person: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    to_person: Mapped[UUID | None] = mapped_column(ForeignKey("user.id"))
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")


class ActionHelper(Base):
    """Somebody who helps the owner; the promise stays the owner's alone."""

    __tablename__ = "action_helper"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("action_item.id"), primary_key=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), primary_key=True, index=True)


class ActionComment(Base):
    """What somebody wrote beside an item; added, never changed."""

    __tablename__ = "action_comment"
    __table_args__ = (Index("ix_action_comment_item_id_at", "item_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("action_item.id"))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    text: Mapped[str] = mapped_column(String(COMMENT_LIMIT))


class ActionEvidence(Base):
    """What shows that it was done: words, a link, or a picture whose hidden data were taken out before it came here."""

    __tablename__ = "action_evidence"
    __table_args__ = (
        CheckConstraint("(kind = 'picture') = (picture IS NOT NULL)", name="picture_is_there"),
        CheckConstraint("(picture IS NULL) = (media_type IS NULL)", name="picture_has_type"),
        CheckConstraint("(kind = 'link') = (url <> '')", name="link_is_there"),
        Index("ix_action_evidence_item_id_at", "item_id", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("action_item.id"))
    kind: Mapped[EvidenceKind] = mapped_column(text_enum(EvidenceKind))
    text: Mapped[str] = mapped_column(String(COMMENT_LIMIT), default="")
    url: Mapped[str] = mapped_column(String(URL_LIMIT), default="")
    picture: Mapped[bytes | None] = mapped_column(deferred=True)
    media_type: Mapped[str | None] = mapped_column(String(40))
    at: Mapped[datetime]
    by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))


class FollowThroughMonth(Base):
    """What became of the promises of one unit that were first due in one month, for one lane and strength.

    Counts only (`rules.figures.Counts`), made anew from the items themselves; no page changes them.
    """

    __tablename__ = "follow_through_month"

    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    lane: Mapped[Lane] = mapped_column(text_enum(Lane), primary_key=True)
    grade: Mapped[Grade] = mapped_column(text_enum(Grade), primary_key=True)
    counted_at: Mapped[datetime]
    due: Mapped[int]
    done: Mapped[int]
    done_on_time: Mapped[int]
    verified_on_time: Mapped[int]
    open: Mapped[int]
    waiting: Mapped[int]
    seen: Mapped[int]
    settled: Mapped[int]
    dropped: Mapped[int]
    told: Mapped[int]
    moved_often: Mapped[int]
    reopened: Mapped[int]
    checks_30: Mapped[int]
    works_30: Mapped[int]
    partly_30: Mapped[int]
    checks_90: Mapped[int]
    works_90: Mapped[int]
    partly_90: Mapped[int]
