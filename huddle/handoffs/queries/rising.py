"""What a clock does with handoffs that nobody acknowledged: which expire now, and which have risen."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select

from huddle.core.db import read
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.reach import for_people_of
from huddle.handoffs.rules import MAY_EXPIRE, WAITING
from huddle.units import queries as units
from huddle.units.queries import UnitFacts

_LATE = (
    select(Handoff.id, Handoff.answer_by)
    .where(
        for_people_of(bindparam("unit")),
        Handoff.status.in_(MAY_EXPIRE),
        Handoff.answer_by < bindparam("now"),
    )
    .order_by(Handoff.answer_by, Handoff.id)
)
_WHERE_LATE = (
    select(func.coalesce(Handoff.to_unit_id, Handoff.unit_id, type_=Handoff.unit_id.type).label("unit"))
    .where(Handoff.status.in_(MAY_EXPIRE), Handoff.answer_by < bindparam("now"))
    .distinct()
    .order_by("unit")
)


def units_to_visit(now: datetime) -> list[UUID]:
    """The units whose people have let a handoff wait for too long: also of those that have closed since."""
    return [unit_id for (unit_id,) in read(_WHERE_LATE, now=now)]


def to_expire(unit: UnitFacts, now: datetime) -> list[UUID]:
    """Handoffs for the people of this unit that nobody acknowledged before their shift ended, oldest first.

    However long ago that was: what waited while no job ran is found by the next one.
    """
    shifts = units.shifts(unit.id)
    late = read(_LATE, unit=unit.id, now=now)
    return [id_ for id_, due in late if rules.expires_at(due, shifts, unit.zone) <= now]


def rises(handoff: Handoff, now: datetime) -> bool:
    """Whether the person in charge is asked to see to this handoff."""
    return handoff.status in WAITING and rules.has_risen(handoff.status, handoff.asked_at, handoff.answer_by, now)
