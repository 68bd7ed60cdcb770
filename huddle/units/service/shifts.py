"""The shift pattern of a unit: adding a shift, changing it, ending it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import select

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.units import policy, queries, rules
from huddle.units.models import Shift, Unit


@dataclass(frozen=True, slots=True)
class ShiftTimes:
    """A shift as somebody typed it, in the wall time of the unit."""

    name: str
    starts_at: time
    ends_at: time
    huddle_at: time


def add_shift(unit_id: UUID, times: ShiftTimes, *, begins_on: date | None = None, actor: Actor, now: datetime) -> Shift:
    """A shift that runs from the next time on at which it starts, and after those have ended that it replaces.

    Raises FieldRefused for a name that the unit has already, a huddle outside of the shift, or one that overlaps
    another shift by more than an hour.
    """
    policy.can_set_up(actor, unit_id).require()
    _wait_for_others(unit_id)
    others = _running(unit_id)
    _check(times, [other for other in others if other.ended_on is None])
    first = begins_on or rules.first_day(times.starts_at, now, queries.facts(unit_id).zone)
    replaced = [other.ended_on for other in others if other.ended_on and _overlap(times, other) > rules.HANDING_OVER]
    shift = Shift(unit_id=unit_id, begins_on=max([first, *replaced]))
    _apply(shift, times)
    db.session.add(shift)
    db.session.flush()
    audit.record("shift.added", subject=("shift", shift.id), actor=actor, now=now, unit_id=unit_id)
    return shift


def edit_shift(shift: Shift, times: ShiftTimes, *, actor: Actor, now: datetime) -> None:
    """Raises FieldRefused as `add_shift` does. What happened in this shift before keeps its times."""
    policy.can_set_up(actor, shift.unit_id).require()
    _wait_for_others(shift.unit_id)
    if shift.ended_on is not None:
        raise RuleBroken("This shift has ended. Add a new one.")
    _check(times, [other for other in _running(shift.unit_id) if other.ended_on is None and other.id != shift.id])
    _apply(shift, times)
    db.session.flush()
    audit.record("shift.edited", subject=("shift", shift.id), actor=actor, now=now, unit_id=shift.unit_id)


def end_shift(shift: Shift, *, actor: Actor, now: datetime) -> None:
    """It starts no more; one that is running now runs to its end, and its huddles of the past stay.

    Raises RuleBroken for the last shift of the unit: without one no huddle would ever be due.
    """
    policy.can_set_up(actor, shift.unit_id).require()
    _wait_for_others(shift.unit_id)
    if shift.ended_on is not None:
        raise RuleBroken("This shift has ended already.")
    if len([other for other in _running(shift.unit_id) if other.ended_on is None]) == 1:
        raise RuleBroken("This is the last shift. Add another one first, or a huddle would never be due.")
    ended_on = rules.first_day(shift.starts_at, now, queries.facts(shift.unit_id).zone)
    shift.ended_on = max(ended_on, shift.begins_on or ended_on)
    db.session.flush()
    audit.record("shift.ended", subject=("shift", shift.id), actor=actor, now=now, unit_id=shift.unit_id)


def _wait_for_others(unit_id: UUID) -> None:
    """Two who change the pattern at once: the second one sees what the first has done."""
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())


def _running(unit_id: UUID) -> list[Shift]:
    query = select(Shift).where(Shift.unit_id == unit_id).order_by(Shift.starts_at, Shift.id)
    return list(db.session.execute(query).scalars())


def _check(times: ShiftTimes, others: list[Shift]) -> None:
    """Against the shifts that run on."""
    if times.name in {other.name for other in others}:
        raise FieldRefused("name", "This unit has a shift of this name already.")
    if not rules.huddle_is_within(times.starts_at, times.ends_at, times.huddle_at):
        raise FieldRefused("huddle_at", "The huddle has to be within the shift.")
    for other in others:
        if _overlap(times, other) > rules.HANDING_OVER:
            span = f"{other.starts_at:%H:%M} to {other.ends_at:%H:%M}"
            message = f"This overlaps with {other.name} ({span}). An hour for handing over is fine; change one of them."
            raise FieldRefused("starts_at", message)


def _overlap(times: ShiftTimes, other: Shift) -> int:
    return rules.overlap_minutes((times.starts_at, times.ends_at), (other.starts_at, other.ends_at))


def _apply(shift: Shift, times: ShiftTimes) -> None:
    shift.name, shift.starts_at = times.name, times.starts_at
    shift.ends_at, shift.huddle_at = times.ends_at, times.huddle_at
