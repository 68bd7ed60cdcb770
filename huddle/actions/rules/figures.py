"""How promises fared, item by item: the definitions of domain.md 5.5. Pure.

`huddle.actions.queries.figures` counts the same in the database; tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol
from zoneinfo import ZoneInfo

from huddle.actions.rules.kinds import NEEDS_MEASURE, Effect, Strength
from huddle.actions.rules.states import SEEN_DONE, UNFINISHED, ActionStatus, Lane
from huddle.core.dates import local_day

GRACE = timedelta(days=7)
"""An improvement may be verified so long after its first date and still be on time."""
CHECKED_AFTER = (30, 90)
"""Days from being verified until somebody looks whether it helped."""
MOVED_OFTEN = 2


class Grade(StrEnum):
    """How strong a change is, as a row of the grid; `unsaid` until its type is chosen."""

    STRONGER = "stronger"
    INTERMEDIATE = "intermediate"
    WEAKER = "weaker"
    CONTAINMENT = "immediate_containment"
    UNSAID = "unsaid"


class Stand(StrEnum):
    """How far an improvement has come, as a column of the grid."""

    OPEN = "open"
    WAITING = "waiting"
    SEEN = "seen"
    SETTLED = "settled"
    DROPPED = "dropped"


STATUSES_OF: dict[Stand, frozenset[ActionStatus]] = {
    Stand.OPEN: UNFINISHED,
    Stand.WAITING: frozenset({ActionStatus.DONE_UNVERIFIED}),
    Stand.SEEN: frozenset({ActionStatus.VERIFIED}),
    Stand.SETTLED: frozenset({ActionStatus.EFFECTIVE, ActionStatus.CLOSED}),
    Stand.DROPPED: frozenset({ActionStatus.DROPPED}),
}
"""A change that did not work is open again: somebody still has to do something about it."""


class Measured(Protocol):
    """What the figures read of an item."""

    @property
    def lane(self) -> Lane: ...
    @property
    def strength(self) -> Strength | None: ...
    @property
    def status(self) -> ActionStatus: ...
    @property
    def original_due_on(self) -> date: ...
    @property
    def redated_count(self) -> int: ...
    @property
    def reopened_count(self) -> int: ...
    @property
    def done_at(self) -> datetime | None: ...
    @property
    def dropped_at(self) -> datetime | None: ...
    @property
    def verified_at(self) -> datetime | None: ...
    @property
    def told_back_at(self) -> datetime | None: ...
    @property
    def first_verified_at(self) -> datetime | None: ...
    @property
    def first_effect_30(self) -> Effect | None: ...
    @property
    def first_effect_90(self) -> Effect | None: ...


class Heap(NamedTuple):
    """What is counted together, and never mixed with another one."""

    lane: Lane
    grade: Grade


@dataclass(frozen=True, slots=True)
class Counts:
    """Of the promises first due on some days (the due set of domain.md 5.5): how many, and what became of them.

    `open` to `dropped` are their states; a quick fix that is done is in none of them. `told` are those told back of
    `seen` and `settled`. `checks_30` are those for which the effect could be known after 30 days.
    """

    due: int = 0
    done: int = 0
    done_on_time: int = 0
    verified_on_time: int = 0
    open: int = 0
    waiting: int = 0
    seen: int = 0
    settled: int = 0
    dropped: int = 0
    told: int = 0
    moved_often: int = 0
    reopened: int = 0
    checks_30: int = 0
    works_30: int = 0
    partly_30: int = 0
    checks_90: int = 0
    works_90: int = 0
    partly_90: int = 0

    @property
    def verified(self) -> int:
        """Improvements that somebody else has seen done, and that were not opened again."""
        return self.seen + self.settled

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, name) + getattr(other, name) for name in COUNTED))


COUNTED = tuple(field.name for field in fields(Counts))
Heaps = dict[Heap, Counts]


def total(heaps: Heaps, lane: Lane | None = None) -> Counts:
    """All heaps of one lane (of both: None) together."""
    return sum((counts for heap, counts in heaps.items() if lane in {None, heap.lane}), Counts())


def added(several: Iterable[Heaps]) -> Heaps:
    """The heaps of several months, heap by heap."""
    found: Heaps = {}
    for heaps in several:
        for heap, counts in heaps.items():
            found[heap] = found.get(heap, Counts()) + counts
    return found


def heap_of(lane: Lane, strength: Strength | None) -> Heap:
    """Where an item is counted."""
    return Heap(lane, Grade.UNSAID if strength is None else Grade(strength.value))


def count(items: Iterable[Measured], zone: ZoneInfo, today: date) -> Heaps:
    """The due set among these items, counted."""
    found: Heaps = {}
    for item in items:
        if is_due(item, zone):
            heap = heap_of(item.lane, item.strength)
            found[heap] = found.get(heap, Counts()) + _one(item, zone, today)
    return found


def is_due(item: Measured, zone: ZoneInfo) -> bool:
    """Whether it was due at all: not what went on within another one, nor what was dropped before its first date."""
    if item.status is ActionStatus.MERGED:
        return False
    return item.dropped_at is None or local_day(item.dropped_at, zone) >= item.original_due_on


def is_verified(item: Measured) -> bool:
    """Whether somebody else has seen it done; what was opened again is not verified any more."""
    return item.status in SEEN_DONE and item.verified_at is not None


def is_verified_on_time(item: Measured, zone: ZoneInfo) -> bool:
    """Verified for the first time by the seventh day after its first date, whatever was found out later.

    A moved date makes it late, wherever it was moved.
    """
    if item.first_verified_at is None or item.redated_count:
        return False
    return local_day(item.first_verified_at, zone) <= item.original_due_on + GRACE


def is_done_on_time(item: Measured, zone: ZoneInfo) -> bool:
    """Done on its first date at the latest; a moved date makes it late here too."""
    if item.done_at is None or item.redated_count:
        return False
    return local_day(item.done_at, zone) <= item.original_due_on


def check_is_due(item: Measured, days: int, zone: ZoneInfo, today: date) -> bool:
    """Whether it could be known if it helped: somebody looked, or a change that has to be looked at is old enough."""
    if _effect(item, days) is not None:
        return True
    if item.strength not in NEEDS_MEASURE or not is_verified(item) or item.verified_at is None:
        return False
    return local_day(item.verified_at, zone) + timedelta(days=days) <= today


def _effect(item: Measured, days: int) -> Effect | None:
    return item.first_effect_30 if days == CHECKED_AFTER[0] else item.first_effect_90


def _one(item: Measured, zone: ZoneInfo, today: date) -> Counts:
    stands = {stand.value: int(item.status in statuses) for stand, statuses in STATUSES_OF.items()}
    looked = {
        f"{what}_{days}": int(is_so)
        for days in CHECKED_AFTER
        for what, is_so in (
            ("checks", check_is_due(item, days, zone, today)),
            ("works", _effect(item, days) is Effect.WORKS),
            ("partly", _effect(item, days) is Effect.PARTLY),
        )
    }
    return Counts(
        due=1,
        done=int(item.done_at is not None),
        done_on_time=int(is_done_on_time(item, zone)),
        verified_on_time=int(is_verified_on_time(item, zone)),
        told=int(is_verified(item) and item.told_back_at is not None),
        moved_often=int(item.redated_count >= MOVED_OFTEN),
        reopened=int(item.reopened_count > 0),
        **stands,
        **looked,
    )
