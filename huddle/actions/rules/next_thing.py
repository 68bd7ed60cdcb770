"""The one thing that comes next for whoever looks at an item, and how far an improvement has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from huddle.actions.rules.kinds import ChangeType, Effect, OwnerAnswer
from huddle.actions.rules.plans import is_to_verify
from huddle.actions.rules.states import STATUS_LABELS, ActionStatus, EventKind, Lane


class Told(Protocol):
    """What is read of a line of the history."""

    @property
    def kind(self) -> EventKind: ...


Line = TypeVar("Line", bound=Told)


class NextThing(StrEnum):
    """What the button at the bottom does."""

    ANSWER = "answer"
    FIND_OWNER = "find_owner"
    REWORD = "reword"
    PLAN = "plan"
    START = "start"
    FINISH = "finish"
    GO_ON = "go_on"
    VERIFY = "verify"
    CHECK = "check"
    REOPEN = "reopen"
    TELL = "tell"
    TAKE = "take"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Looks:
    """Who looks, as far as it matters here, and what has come due."""

    owns: bool
    may_change: bool
    may_verify: bool
    may_take: bool
    may_tell: bool = False
    check_due: bool = False


class Standing(Protocol):
    """What is read of an item."""

    @property
    def status(self) -> ActionStatus: ...
    @property
    def lane(self) -> Lane: ...
    @property
    def owner_answer(self) -> OwnerAnswer | None: ...
    @property
    def change_type(self) -> ChangeType | None: ...
    @property
    def effect_30(self) -> Effect | None: ...
    @property
    def effect_90(self) -> Effect | None: ...


_TO_DO = {
    ActionStatus.OPEN: NextThing.FINISH,
    ActionStatus.ACCEPTED: NextThing.START,
    ActionStatus.IN_PROGRESS: NextThing.FINISH,
    ActionStatus.STUCK: NextThing.GO_ON,
    ActionStatus.ESCALATED: NextThing.GO_ON,
    ActionStatus.NOT_EFFECTIVE: NextThing.REOPEN,
}
_PLANNED_FIRST = frozenset({ActionStatus.ACCEPTED, ActionStatus.IN_PROGRESS, ActionStatus.DONE_UNVERIFIED})


def next_thing(item: Standing, who: Looks) -> NextThing:
    """One thing, or nothing; everything else that may be done stands folded away below."""
    if item.status is ActionStatus.PROPOSED:
        return _of_proposed(item, who)
    if item.status in _PLANNED_FIRST and item.change_type is None and who.may_change:
        return NextThing.PLAN
    if item.status in _TO_DO:
        return _TO_DO[item.status] if who.may_change else _of_others(who)
    return _afterwards(item, who)


def _of_proposed(item: Standing, who: Looks) -> NextThing:
    if who.owns:  # whatever they said before: they may think otherwise
        return NextThing.ANSWER
    if item.owner_answer is OwnerAnswer.CANNOT and who.may_change:
        return NextThing.FIND_OWNER
    if item.owner_answer is OwnerAnswer.CHANGE and who.may_change:
        return NextThing.REWORD
    return NextThing.NOTHING if who.may_change else _of_others(who)


def _of_others(who: Looks) -> NextThing:
    return NextThing.TAKE if who.may_take else NextThing.NOTHING


def _afterwards(item: Standing, who: Looks) -> NextThing:
    """What comes when its owner is through with it."""
    if item.status is ActionStatus.DONE_UNVERIFIED:
        return NextThing.VERIFY if who.may_verify and is_to_verify(item) else NextThing.NOTHING
    if who.check_due:
        return NextThing.CHECK
    return NextThing.TELL if who.may_tell else NextThing.NOTHING


_WAY = (
    ActionStatus.PROPOSED,
    ActionStatus.ACCEPTED,
    ActionStatus.IN_PROGRESS,
    ActionStatus.DONE_UNVERIFIED,
    ActionStatus.VERIFIED,
    ActionStatus.EFFECTIVE,
    ActionStatus.CLOSED,
)
_WAY_LABELS = dict(
    zip(_WAY, ("Proposed", "Accepted", "In progress", "Done", "Verified", "Works", "Told back"), strict=True)
)
_BESIDE = frozenset({ActionStatus.STUCK, ActionStatus.ESCALATED, ActionStatus.NOT_EFFECTIVE})


def way(item: Standing) -> list[tuple[str, str]]:
    """The steps of an improvement, each "done", "now" or "to come"; none for what is no longer on its way."""
    if item.lane is not Lane.IMPROVEMENT or item.status in {ActionStatus.DROPPED, ActionStatus.MERGED}:
        return []
    beside = item.status in _BESIDE
    here = _WAY.index(ActionStatus.IN_PROGRESS if beside else item.status)
    labels = _WAY_LABELS | ({ActionStatus.IN_PROGRESS: STATUS_LABELS[item.status]} if beside else {})
    works = Effect.WORKS in {item.effect_30, item.effect_90}
    return [
        (labels[step], "now" if number == here else "done" if number < here else "to come")
        for number, step in enumerate(_WAY)
        if step is not ActionStatus.EFFECTIVE or item.status is not ActionStatus.CLOSED or works
    ]


_OF_TROUBLE = frozenset(
    {
        EventKind.STUCK,
        EventKind.HELPED_ON,
        EventKind.WENT_ON,
        EventKind.DONE,
        EventKind.UNDONE,
        EventKind.NOT_VERIFIED,
        EventKind.REOPENED,
    }
)


def help_given(history: Sequence[Line]) -> Line | None:
    """The answer from above with which the work goes on, until something newer says how it goes."""
    newest = next((line for line in reversed(history) if line.kind in _OF_TROUBLE), None)
    return newest if newest is not None and newest.kind is EventKind.HELPED_ON else None
