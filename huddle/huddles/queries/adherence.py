"""Huddles held, week by week: the run chart that a huddle opens with (measure U1, domain.md 9.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from huddle.charts.drawing import Better, Drawing, Point, draw
from huddle.charts.measure import FEW
from huddle.core.dates import Period, day_text, local_day, monday_of
from huddle.core.db import read
from huddle.huddles import rules
from huddle.huddles.models import Huddle
from huddle.huddles.rules import HuddleKind, ShiftCount
from huddle.units import queries as units
from huddle.units.rules import ShiftRun, runs_between

_HELD = (
    select(Huddle.shift_id, Huddle.shift_on)
    .where(
        Huddle.unit_id == bindparam("unit"),
        Huddle.kind == HuddleKind.SCHEDULED,
        Huddle.scheduled_for >= bindparam("start"),
        Huddle.scheduled_for < bindparam("end"),
        Huddle.opened_at.is_not(None),
    )
    .order_by(Huddle.scheduled_for, Huddle.id)
)


@dataclass(frozen=True, slots=True)
class Week:
    """One whole week of a unit, by its Monday: how many huddles were planned, and how many of them held."""

    monday: date
    scheduled: int
    held: int


def weeks(unit_id: UUID, now: datetime) -> list[Week]:
    """Each week of that period in which a huddle was planned, oldest first."""
    return _weeks(unit_id, now, units.facts(unit_id).zone)


def _weeks(unit_id: UUID, now: datetime, zone: ZoneInfo) -> list[Week]:
    over = units.whole_weeks(unit_id, now)
    planned, kept = Counter[date](), Counter[date]()
    for run, was_held in _planned(unit_id, over, zone):
        monday = monday_of(local_day(run.huddle_at, zone))
        planned[monday] += 1
        kept[monday] += was_held
    return [Week(monday, planned[monday], kept[monday]) for monday in over.mondays if planned[monday]]


def by_shift(unit_id: UUID, over: Period) -> list[ShiftCount]:
    """The same by shift, in the order of the day."""
    found: dict[UUID, list[bool]] = {}
    names = {shift.id: shift.name for shift in units.shifts(unit_id)}
    for run, was_held in _planned(unit_id, over, units.facts(unit_id).zone):
        found.setdefault(run.shift_id, []).append(was_held)
    return [ShiftCount(name, len(found[id_]), sum(found[id_])) for id_, name in names.items() if id_ in found]


def _planned(unit_id: UUID, over: Period, zone: ZoneInfo) -> Iterator[tuple[ShiftRun, bool]]:
    """Every shift with a huddle in the period, and whether it was held."""
    if over.start < over.end:
        held = {(shift_id, on) for shift_id, on in read(_HELD, unit=unit_id, start=over.start, end=over.end)}
        for run in runs_between(units.shifts(unit_id), over.start, over.end, zone):
            yield run, rules.slot_of(run) in held


def chart(unit_id: UUID, now: datetime) -> Drawing | None:
    """The run chart of huddles held; None for a unit without a whole week."""
    zone = units.facts(unit_id).zone
    points = [_point(week, local_day(now, zone)) for week in _weeks(unit_id, now, zone)]
    if not points:
        return None
    return draw("Huddles held each week, of those planned", points, better=Better.UP, unit="\u00a0%", ceiling=100)


def _point(week: Week, today: date) -> Point:
    share = 100 * week.held / week.scheduled if week.scheduled >= FEW else None
    return Point(day_text(week.monday, today), share, f"{week.held} of {week.scheduled}", on=week.monday)
