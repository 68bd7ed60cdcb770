"""When shifts run, in real moments: over midnight, and in the nights in which the clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.core.actor import OrgRole, UnitRole
from huddle.core.dates import at_local, local_day

DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class ShiftPattern:
    """The wall times of one shift. `huddle_at` lies within it; equal start and end mean a whole day."""

    id: UUID
    name: str
    starts_at: time
    ends_at: time
    huddle_at: time


@dataclass(frozen=True, slots=True)
class ShiftRun:
    """One shift on one day. `on` is the local day on which it starts; moments are UTC."""

    shift_id: UUID
    name: str
    on: date
    starts_at: datetime
    ends_at: datetime
    huddle_at: datetime


DEFAULT_SHIFTS = (
    ("Day", time(7), time(19), time(7, 15)),
    ("Night", time(19), time(7), time(19, 15)),
)
ROLE_LABELS = {
    UnitRole.STAFF: "Staff",
    UnitRole.CHARGE: "Charge nurse",
    UnitRole.MANAGER: "Manager",
}
ORG_ROLE_LABELS = {
    OrgRole.QUALITY: "Quality and safety lead",
    OrgRole.EXECUTIVE: "Executive",
    OrgRole.ADMIN: "Administrator",
}


def huddle_is_within(starts_at: time, ends_at: time, huddle_at: time) -> bool:
    """Whether the huddle falls into its shift, over midnight too; equal start and end mean a whole day.

    >>> huddle_is_within(time(19), time(7), time(1)), huddle_is_within(time(7), time(19), time(19))
    (True, False)
    """
    length = (_minutes(ends_at) - _minutes(starts_at)) % DAY_MINUTES or DAY_MINUTES
    return (_minutes(huddle_at) - _minutes(starts_at)) % DAY_MINUTES < length


def _minutes(clock_time: time) -> int:
    return clock_time.hour * 60 + clock_time.minute


def run_on(shift: ShiftPattern, day: date, zone: ZoneInfo) -> ShiftRun:
    """The shift that starts on `day`. Wall times are kept, so a night with a clock change is an hour off."""
    next_day = day + timedelta(days=1)
    ends_on = next_day if shift.ends_at <= shift.starts_at else day
    huddle_on = next_day if shift.huddle_at < shift.starts_at else day
    return ShiftRun(
        shift_id=shift.id,
        name=shift.name,
        on=day,
        starts_at=at_local(day, shift.starts_at, zone),
        ends_at=at_local(ends_on, shift.ends_at, zone),
        huddle_at=at_local(huddle_on, shift.huddle_at, zone),
    )


def runs_between(shifts: Sequence[ShiftPattern], start: datetime, end: datetime, zone: ZoneInfo) -> list[ShiftRun]:
    """All shifts whose huddle falls in [start, end), in the order of their huddles."""
    day, last = local_day(start, zone) - timedelta(days=1), local_day(end, zone)
    found: list[ShiftRun] = []
    while day <= last:
        found += [run for shift in shifts if start <= (run := run_on(shift, day, zone)).huddle_at < end]
        day += timedelta(days=1)
    return sorted(found, key=lambda run: (run.huddle_at, run.name))


def current_run(shifts: Sequence[ShiftPattern], now: datetime, zone: ZoneInfo) -> ShiftRun | None:
    """The shift that is running now; of two that overlap, the one that started last. None between shifts."""
    today = local_day(now, zone)
    runs = [run_on(shift, day, zone) for shift in shifts for day in (today - timedelta(days=1), today)]
    running = [run for run in runs if run.starts_at <= now < run.ends_at]
    return max(running, key=lambda run: (run.starts_at, run.name), default=None)
