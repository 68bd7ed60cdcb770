"""Which huddle is the one for now, and what counts as held, on time and within its minutes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from huddle.core.errors import RuleBroken
from huddle.units.rules import ShiftRun

OPENS_BEFORE = timedelta(minutes=60)
ON_TIME_WITHIN = timedelta(minutes=5)
OPEN_COUNTS_FOR = timedelta(hours=4)
"""A huddle that nobody closed stops being "the huddle going on now" after this."""
IDENTIFIERS_SHOWN_FOR = timedelta(hours=48)
"""A closed huddle's summary shows who was watched for this long; afterwards only how many."""
QUIET_AFTER = 10
"""So many huddles without one concern are a reason to ask."""
PLUS_DELTA_EVERY = timedelta(days=7)

Slot = tuple[UUID, date]
"""Which shift, on which local day it began: what a scheduled huddle is one of."""


def window(run: ShiftRun) -> tuple[datetime, datetime]:
    """From when until when a huddle opened on this unit is the one of this shift.

    It opens an hour early, and counts until half of the shift that follows the planned time has passed: a
    huddle held later than that would no longer plan the shift.
    """
    rest = max(run.ends_at - run.huddle_at, timedelta(0))
    return run.huddle_at - OPENS_BEFORE, run.huddle_at + rest / 2


def slot_for(runs: Iterable[ShiftRun], now: datetime) -> ShiftRun | None:
    """The shift whose huddle is the one for now; where two windows overlap, the later one."""
    fitting = [run for run in runs if window(run)[0] <= now < window(run)[1]]
    return max(fitting, key=lambda run: (run.huddle_at, run.name), default=None)


def next_after(runs: Iterable[ShiftRun], moment: datetime) -> ShiftRun | None:
    """The first shift whose huddle is planned after `moment`."""
    return min((run for run in runs if run.huddle_at > moment), key=lambda r: (r.huddle_at, r.name), default=None)


def missed(runs: Iterable[ShiftRun], held: Collection[Slot], since: datetime, now: datetime) -> list[ShiftRun]:
    """Shifts planned from `since` on whose time for a huddle has run out without one, newest first."""
    gone = [run for run in runs if since <= run.huddle_at and window(run)[1] <= now and slot_of(run) not in held]
    return sorted(gone, key=lambda run: (run.huddle_at, run.name), reverse=True)


def slot_of(run: ShiftRun) -> Slot:
    return run.shift_id, run.on


def is_on_time(opened_at: datetime, scheduled_for: datetime) -> bool:
    """Opened at most five minutes after the planned time; early is on time."""
    return opened_at <= scheduled_for + ON_TIME_WITHIN


def minutes(opened_at: datetime, closed_at: datetime) -> int:
    """How long it took, in real minutes whatever the clocks on the wall did; never less than one."""
    return max(1, round((closed_at - opened_at).total_seconds() / 60))


def is_within(opened_at: datetime, closed_at: datetime, budget: int) -> bool:
    """Whether it took at most its minutes; real ones, over midnight and in nights with a clock change too."""
    return closed_at - opened_at <= timedelta(minutes=budget)


def adherence(runs: Iterable[ShiftRun], opened: Mapping[Slot, datetime]) -> dict[str, int]:
    """Of these shifts: how many, how many with a huddle, how many of those on time."""
    scheduled = list(runs)
    held = [run for run in scheduled if slot_of(run) in opened]
    on_time = [run for run in held if is_on_time(opened[slot_of(run)], run.huddle_at)]
    return {"scheduled": len(scheduled), "held": len(held), "on_time": len(on_time)}


def require_open(closed_at: datetime | None) -> None:
    """Raise RuleBroken for a huddle that is over."""
    if closed_at is not None:
        raise RuleBroken("This huddle is closed. Its summary stays as it was read.")


def by_turn(people: Sequence[UUID], led: Sequence[UUID]) -> UUID | None:
    """Whose turn it is to lead: who never did, else who did longest ago. `led` is newest first."""
    last = {person: place for place, person in reversed(list(enumerate(led)))}
    return max(people, key=lambda person: last.get(person, len(led)), default=None)
