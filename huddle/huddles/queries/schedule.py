"""Planned huddles against those that were held: now, lately, and over a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from huddle.core.reading import Asked, Statement, together
from huddle.huddles import rules
from huddle.huddles.models import Huddle
from huddle.huddles.queries import rows
from huddle.huddles.rules import HuddleState
from huddle.units import queries as units
from huddle.units.rules import ShiftPattern, ShiftRun, runs_between

LATELY = timedelta(days=3)
BEHIND = timedelta(days=1)
AHEAD = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class SlotNow:
    """The shift whose huddle is the one for now, its row if there is one, and the shift after it."""

    run: ShiftRun | None
    huddle: Huddle | None
    next_run: ShiftRun | None


@dataclass(frozen=True, slots=True)
class HuddleNow:
    """How things stand for the board.

    DUE: `at` is the planned time. OPEN: `at` is when it was opened. CLOSED: `at` is when it was closed. NONE:
    nothing is due and `at` is None. `next_at` is the planned time of the one after it, if the unit has shifts.
    """

    state: HuddleState
    name: str
    at: datetime | None
    huddle_id: UUID | None
    next_at: datetime | None


class Around(NamedTuple):
    """One row of the huddles around now."""

    id: UUID
    name: str
    shift_id: UUID | None
    shift_on: date | None
    opened_at: datetime | None
    closed_at: datetime | None


_AROUND = Statement(
    select(Huddle.id, Huddle.name, Huddle.shift_id, Huddle.shift_on, Huddle.opened_at, Huddle.closed_at)
    .where(
        Huddle.unit_id == bindparam("unit"),
        Huddle.scheduled_for >= bindparam("start"),
        Huddle.scheduled_for < bindparam("end"),
    )
    .order_by(Huddle.scheduled_for, Huddle.id)
)


def runs(unit_id: UUID, start: datetime, end: datetime) -> list[ShiftRun]:
    """The shifts of the unit whose huddle is planned in [start, end)."""
    return runs_between(units.shifts(unit_id), start, end, units.facts(unit_id).zone)


def slot_now(unit_id: UUID, now: datetime) -> SlotNow:
    """Which huddle is the one for now."""
    run, next_run = _now_and_next(runs(unit_id, now - BEHIND, now + AHEAD), now)
    return SlotNow(run, rows.for_slot(unit_id, rules.slot_of(run)) if run else None, next_run)


def _now_and_next(planned: Sequence[ShiftRun], now: datetime) -> tuple[ShiftRun | None, ShiftRun | None]:
    run = rules.slot_for(planned, now)
    return run, rules.next_after(planned, max(now, run.huddle_at) if run else now)


def now_for_board(unit_id: UUID, now: datetime) -> HuddleNow:
    """The one line that the unit's board says about huddles."""
    shifts, around = together(units.ask_shifts(unit_id), ask_around(unit_id, now))
    return state_now(shifts, around, now, units.facts(unit_id).zone)


def ask_around(unit_id: UUID, now: datetime) -> Asked[list[Around]]:
    """The huddles planned a few days around this moment, held or not: what `state_now` needs."""
    return _AROUND.ask(lambda rows: [Around(*row) for row in rows], unit=unit_id, start=now - LATELY, end=now + LATELY)


def state_now(shifts: Sequence[ShiftPattern], around: Sequence[Around], now: datetime, zone: ZoneInfo) -> HuddleNow:
    """How things stand, from the shifts of the unit and the huddles around now."""
    run, next_run = _now_and_next(runs_between(shifts, now - BEHIND, now + AHEAD, zone), now)
    next_at = next_run.huddle_at if next_run else None
    held = next((row for row in around if run and (row.shift_id, row.shift_on) == rules.slot_of(run)), None)
    going_on = _going_on(held, around, now)
    if going_on is not None:
        return HuddleNow(HuddleState.OPEN, going_on.name, going_on.opened_at, going_on.id, next_at)
    if run is None:
        return HuddleNow(HuddleState.NONE, "", None, None, next_at)
    if held is None:
        return HuddleNow(HuddleState.DUE, run.name, run.huddle_at, None, next_at)
    return HuddleNow(HuddleState.CLOSED, run.name, held.closed_at, held.id, next_at)


def _going_on(held: Around | None, around: Sequence[Around], now: datetime) -> Around | None:
    """The huddle that is open now: this shift's, or another that was opened a short while ago."""
    if held is not None and held.closed_at is None:
        return held
    opened = [row for row in around if row.opened_at is not None]
    newest = max(opened, key=lambda row: row.opened_at or now, default=None)
    if newest is None or newest.closed_at is not None or newest.opened_at is None:
        return None
    return newest if now - newest.opened_at < rules.OPEN_COUNTS_FOR else None


def recent(unit_id: UUID, *, limit: int = 10) -> Sequence[Huddle]:
    """The last huddles that were held, newest first."""
    return rows.newest(unit_id, limit=limit)


def unexplained(unit_id: UUID, now: datetime) -> list[ShiftRun]:
    """Shifts of the last three days without a huddle and without a reason, newest first."""
    since = max(now - LATELY, units.created_at(unit_id))
    known = {(row.shift_id, row.shift_on) for row in rows.of_slots(unit_id, now - LATELY, now)}
    held = {(shift_id, on) for shift_id, on in known if shift_id and on}
    return rules.missed(runs(unit_id, now - LATELY, now), held, since, now)


def explained(unit_id: UUID, now: datetime) -> list[Huddle]:
    """Shifts of the last three days of which we know why there was no huddle, newest first."""
    return [row for row in reversed(rows.of_slots(unit_id, now - LATELY, now)) if row.not_held_reason]


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the huddles planned in [start, end) since the unit exists: how many, how many held, how many on time."""
    start = max(start, units.created_at(unit_id))
    if start >= end:
        return {"scheduled": 0, "held": 0, "on_time": 0}
    return rules.adherence(runs(unit_id, start, end), rows.opened_by_slot(unit_id, start, end))
