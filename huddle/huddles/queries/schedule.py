"""Planned huddles against those that were held: now, lately, and over a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from huddle.core.db import db
from huddle.huddles import rules
from huddle.huddles.models import Huddle
from huddle.huddles.queries import rows
from huddle.huddles.rules import HuddleState
from huddle.units import queries as units
from huddle.units.models import Unit
from huddle.units.rules import ShiftRun, runs_between

LATELY = timedelta(days=3)
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


def runs(unit_id: UUID, start: datetime, end: datetime) -> list[ShiftRun]:
    """The shifts of the unit whose huddle is planned in [start, end)."""
    return runs_between(units.shifts(unit_id), start, end, units.facts(unit_id).zone)


def slot_now(unit_id: UUID, now: datetime) -> SlotNow:
    """Which huddle is the one for now."""
    around = runs(unit_id, now - timedelta(days=1), now + AHEAD)
    run = rules.slot_for(around, now)
    huddle = rows.for_slot(unit_id, rules.slot_of(run)) if run else None
    return SlotNow(run, huddle, rules.next_after(around, max(now, run.huddle_at) if run else now))


def now_for_board(unit_id: UUID, now: datetime) -> HuddleNow:
    """The one line that the unit's board says about huddles."""
    slot = slot_now(unit_id, now)
    next_at = slot.next_run.huddle_at if slot.next_run else None
    going_on = _going_on(unit_id, slot, now)
    if going_on is not None:
        return HuddleNow(HuddleState.OPEN, going_on.name, going_on.opened_at, going_on.id, next_at)
    if slot.run is None:
        return HuddleNow(HuddleState.NONE, "", None, None, next_at)
    if slot.huddle is None:
        return HuddleNow(HuddleState.DUE, slot.run.name, slot.run.huddle_at, None, next_at)
    return HuddleNow(HuddleState.CLOSED, slot.run.name, slot.huddle.closed_at, slot.huddle.id, next_at)


def _going_on(unit_id: UUID, slot: SlotNow, now: datetime) -> Huddle | None:
    """The huddle that is open now: this shift's, or another that was opened a short while ago."""
    if slot.huddle is not None and slot.huddle.closed_at is None:
        return slot.huddle
    newest = next(iter(rows.newest(unit_id, limit=1)), None)
    if newest is None or newest.closed_at is not None or newest.opened_at is None:
        return None
    return newest if now - newest.opened_at < rules.OPEN_COUNTS_FOR else None


def recent(unit_id: UUID, *, limit: int = 10) -> Sequence[Huddle]:
    """The last huddles that were held, newest first."""
    return rows.newest(unit_id, limit=limit)


def unexplained(unit_id: UUID, now: datetime) -> list[ShiftRun]:
    """Shifts of the last three days without a huddle and without a reason, newest first."""
    since = max(now - LATELY, _created_at(unit_id))
    known = {(row.shift_id, row.shift_on) for row in rows.of_slots(unit_id, now - LATELY, now)}
    held = {(shift_id, on) for shift_id, on in known if shift_id and on}
    return rules.missed(runs(unit_id, now - LATELY, now), held, since, now)


def explained(unit_id: UUID, now: datetime) -> list[Huddle]:
    """Shifts of the last three days of which we know why there was no huddle, newest first."""
    return [row for row in reversed(rows.of_slots(unit_id, now - LATELY, now)) if row.not_held_reason]


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the huddles planned in [start, end) since the unit exists: how many, how many held, how many on time."""
    start = max(start, _created_at(unit_id))
    if start >= end:
        return {"scheduled": 0, "held": 0, "on_time": 0}
    return rules.adherence(runs(unit_id, start, end), rows.opened_by_slot(unit_id, start, end))


def _created_at(unit_id: UUID) -> datetime:
    return db.session.execute(select(Unit.created_at).where(Unit.id == unit_id)).scalar_one()
