"""How lists show action items: in which column, under which filter, and what waits for an answer. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.actions.rules.dates import due_tag
from huddle.actions.rules.effects import Checked, next_check
from huddle.actions.rules.kinds import ChangeType, Effect, OwnerAnswer
from huddle.actions.rules.plans import is_to_verify
from huddle.actions.rules.states import DATED, FINISHED, STATUS_LABELS, UNFINISHED, ActionStatus, Lane, SourceKind
from huddle.core.dates import local_day

ACCEPT_WITHIN = timedelta(days=3)
LATE_ENOUGH = timedelta(days=7)
ANSWER_FOR = timedelta(days=30)
"""So long somebody above looks at what was dropped without being told back."""


class Column(StrEnum):
    OPEN = "open"
    GOING = "going"
    STUCK = "stuck"
    DONE = "done"


class Filter(StrEnum):
    """What a unit's list can be narrowed to with one tap."""

    ALL = "all"
    MINE = "mine"
    OVERDUE = "overdue"
    WAITING = "waiting"
    TO_VERIFY = "to-verify"
    FROM_HUDDLE = "huddle"
    FROM_REVIEW = "review"
    FROM_CHECK_IN = "check-in"


class Step(StrEnum):
    """What one tap on a card does."""

    DONE = "done"
    UNDO = "undo"
    START = "start"
    GO_ON = "go_on"
    ASK_ABOVE = "ask_above"
    TAKE = "take"


class Reason(StrEnum):
    """Why an item waits for an answer, the most pressing first."""

    ESCALATED = "escalated"
    NO_OWNER = "no_owner"
    CANNOT = "cannot"
    STUCK = "stuck"
    OVERDUE = "overdue"
    DID_NOT_WORK = "did_not_work"
    CHANGE = "change"
    NOT_ACCEPTED = "not_accepted"
    NO_PLAN = "no_plan"
    TO_VERIFY = "to_verify"
    EFFECT_DUE = "effect_due"
    DROPPED = "dropped"


COLUMN_LABELS = {Column.OPEN: "Open", Column.GOING: "Going", Column.STUCK: "Stuck", Column.DONE: "Done"}
FILTER_LABELS = {
    Filter.ALL: "This unit",
    Filter.MINE: "Mine",
    Filter.OVERDUE: "Overdue",
    Filter.WAITING: "Waits on a manager",
    Filter.TO_VERIFY: "To verify",
    Filter.FROM_HUDDLE: "Huddle",
    Filter.FROM_REVIEW: "Review",
    Filter.FROM_CHECK_IN: "Check-in",
}
SOURCES_OF = {
    Filter.FROM_HUDDLE: frozenset({SourceKind.HUDDLE, SourceKind.CONCERN}),
    Filter.FROM_REVIEW: frozenset({SourceKind.REVIEW}),
    Filter.FROM_CHECK_IN: frozenset({SourceKind.CHECK_IN}),
}
REASON_LABELS = {
    Reason.ESCALATED: "Asks for help",
    Reason.NO_OWNER: "Its owner has left",
    Reason.CANNOT: "Its owner cannot",
    Reason.STUCK: "Stuck",
    Reason.OVERDUE: "Overdue",
    Reason.DID_NOT_WORK: "Did not work",
    Reason.CHANGE: "A change is suggested",
    Reason.NOT_ACCEPTED: "Not accepted yet",
    Reason.NO_PLAN: "Done, but not how you will know",
    Reason.TO_VERIFY: "Done, to be verified",
    Reason.EFFECT_DUE: "Does it work?",
    Reason.DROPPED: "Dropped, not told back",
}
STEP_LABELS = {
    Step.DONE: "Done",
    Step.UNDO: "Undo",
    Step.START: "Start",
    Step.GO_ON: "It goes on",
    Step.ASK_ABOVE: "Ask above",
    Step.TAKE: "Take it on",
}
STEPS = {
    ActionStatus.OPEN: (Step.DONE,),
    ActionStatus.ACCEPTED: (Step.START, Step.DONE),
    ActionStatus.IN_PROGRESS: (Step.DONE,),
    ActionStatus.STUCK: (Step.GO_ON, Step.ASK_ABOVE),
    ActionStatus.ESCALATED: (Step.GO_ON,),
    ActionStatus.DONE: (Step.UNDO,),
    ActionStatus.DONE_UNVERIFIED: (Step.UNDO,),
}
"""What whoever may change an item does with one tap."""
CAN_GET_STUCK = frozenset({ActionStatus.ACCEPTED, ActionStatus.IN_PROGRESS})
_RANK = {reason: number for number, reason in enumerate(Reason)}
_STUCK = frozenset({ActionStatus.STUCK, ActionStatus.ESCALATED})
_ANSWERED = {OwnerAnswer.CANNOT: Reason.CANNOT, OwnerAnswer.CHANGE: Reason.CHANGE}


class Due(Protocol):
    """What its tag reads of an item."""

    @property
    def status(self) -> ActionStatus: ...
    @property
    def due_on(self) -> date: ...


class Listed(Checked, Protocol):
    """What a list reads of an item."""

    @property
    def lane(self) -> Lane: ...
    @property
    def owner_id(self) -> UUID: ...
    @property
    def due_on(self) -> date: ...
    @property
    def source_kind(self) -> SourceKind: ...
    @property
    def created_at(self) -> datetime: ...
    @property
    def change_type(self) -> ChangeType | None: ...
    @property
    def owner_answer(self) -> OwnerAnswer | None: ...
    @property
    def owner_answered_at(self) -> datetime | None: ...
    @property
    def stuck_at(self) -> datetime | None: ...
    @property
    def escalated_at(self) -> datetime | None: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def done_by(self) -> UUID | None: ...
    @property
    def dropped_at(self) -> datetime | None: ...
    @property
    def told_back_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Wait:
    """Why it waits, and since when."""

    reason: Reason
    since: date

    @property
    def rank(self) -> tuple[int, date]:
        """The most pressing reason first, and of equals what has waited longest."""
        return _RANK[self.reason], self.since

    def tag(self, today: date) -> str:
        """How a list says it.

        >>> Wait(Reason.STUCK, date(2026, 11, 16)).tag(date(2026, 11, 21))
        'Stuck 5 days'
        """
        days = max((today - self.since).days, 0)
        if not self.counts_days or not days:
            return self.label
        return f"{self.label} {days} day{'' if days == 1 else 's'}"

    @property
    def label(self) -> str:
        return REASON_LABELS[self.reason]

    @property
    def on_lead(self) -> bool:
        """Whether it waits on a manager, or on a charge nurse in their place: nobody else can settle it.

        Help that was asked for waits on the level above; everybody on the unit may verify, or say whether it works.
        """
        return self.reason not in {Reason.ESCALATED, Reason.TO_VERIFY, Reason.EFFECT_DUE}

    @property
    def says_state(self) -> bool:
        """Whether the reason says already in which state it is."""
        return self.reason not in {Reason.OVERDUE, Reason.NO_OWNER}

    @property
    def says_tag(self) -> bool:
        """Whether it says what the tag of the item would say."""
        return self.reason in {Reason.OVERDUE, Reason.DID_NOT_WORK}

    @property
    def counts_days(self) -> bool:
        return self.reason in {Reason.STUCK, Reason.OVERDUE}

    @property
    def tone(self) -> str:
        return "urgent" if _RANK[self.reason] <= _RANK[Reason.OVERDUE] else "warn"


def column_of(status: ActionStatus) -> Column | None:
    """Where it stands on the board; None for what was dropped or goes on within another."""
    if status in _STUCK:
        return Column.STUCK
    if status in {ActionStatus.OPEN, ActionStatus.PROPOSED}:
        return Column.OPEN
    if status in FINISHED:
        return Column.DONE
    return Column.GOING if status in UNFINISHED else None


def waits(item: Listed, *, asked_at: datetime, has_left: bool, today: date, zone: ZoneInfo) -> Wait | None:
    """Why an item waits for somebody who leads, if it does.

    `asked_at`: when its owner was asked to have it; `has_left`: its owner works on the unit no longer.
    """
    if item.status in UNFINISHED:
        if has_left and item.status is not ActionStatus.ESCALATED:
            return Wait(Reason.NO_OWNER, item.due_on)
        return _unfinished(item, asked_at, today, zone)
    if item.status is ActionStatus.DONE_UNVERIFIED and item.done_at is not None:
        return Wait(Reason.TO_VERIFY if is_to_verify(item) else Reason.NO_PLAN, local_day(item.done_at, zone))
    if item.status is ActionStatus.DROPPED and item.dropped_at is not None:
        return _dropped(item, local_day(item.dropped_at, zone), today)
    check = next_check(item, zone)
    return Wait(Reason.EFFECT_DUE, check[1]) if check and check[1] <= today else None


def _unfinished(item: Listed, asked_at: datetime, today: date, zone: ZoneInfo) -> Wait | None:
    if item.status is ActionStatus.ESCALATED and item.escalated_at:
        return Wait(Reason.ESCALATED, local_day(item.escalated_at, zone))
    if item.status is ActionStatus.STUCK and item.stuck_at:
        return Wait(Reason.STUCK, local_day(item.stuck_at, zone))
    if item.status is ActionStatus.PROPOSED and item.owner_answer in _ANSWERED and item.owner_answered_at:
        return Wait(_ANSWERED[item.owner_answer], local_day(item.owner_answered_at, zone))
    if item.status is ActionStatus.NOT_EFFECTIVE:
        at = item.effect_90_at if item.effect_90 is Effect.NO else item.effect_30_at
        return Wait(Reason.DID_NOT_WORK, local_day(at, zone)) if at else None
    if today - item.due_on >= LATE_ENOUGH:
        return Wait(Reason.OVERDUE, item.due_on)
    asked = local_day(asked_at, zone)
    if item.status is ActionStatus.PROPOSED and today - asked >= ACCEPT_WITHIN:
        return Wait(Reason.NOT_ACCEPTED, asked)
    return None


def _dropped(item: Listed, day: date, today: date) -> Wait | None:
    is_open = item.lane is Lane.IMPROVEMENT and item.told_back_at is None and today - day <= ANSWER_FOR
    return Wait(Reason.DROPPED, day) if is_open else None


def tag_of(item: Due, today: date) -> tuple[str, str]:
    """How a list says by when, and in which tone; what has no day any more is said by its state."""
    if item.status in DATED:
        return due_tag(item.due_on, today)
    return STATUS_LABELS[item.status], "warn" if item.status is ActionStatus.NOT_EFFECTIVE else "plain"


def fits(item: Listed, chosen: Filter, *, me: UUID | None, today: date, wait: Wait | None) -> bool:
    """Whether an item belongs under a filter; one of a hidden source belongs under none that names it."""
    if chosen is Filter.WAITING:
        return wait is not None and wait.on_lead
    if column_of(item.status) is None:
        return False
    if chosen in SOURCES_OF:
        return item.source_kind in SOURCES_OF[chosen]
    if chosen is Filter.MINE:
        return item.owner_id == me
    if chosen is Filter.OVERDUE:
        return item.status in DATED and item.due_on < today
    if chosen is Filter.TO_VERIFY:
        return is_to_verify(item)
    return chosen is Filter.ALL
