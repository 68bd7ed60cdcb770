"""When shifts run, in real moments: over midnight, and in the nights in which the clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local, local_day


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
