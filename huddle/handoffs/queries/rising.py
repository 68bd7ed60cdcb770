"""What a clock does with handoffs that nobody acknowledged: which expire now, and who is asked about the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select

from huddle.core.db import read
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import MAY_EXPIRE, WAITING
from huddle.units import charge
from huddle.units import queries as units
from huddle.units.queries import UnitFacts

_LATE = (
    select(Handoff.id, Handoff.answer_by)
    .where(
        or_(
            and_(Handoff.unit_id == bindparam("unit"), Handoff.to_unit_id.is_(None)),
            Handoff.to_unit_id == bindparam("unit"),
        ),
        Handoff.status.in_(MAY_EXPIRE),
        Handoff.answer_by < bindparam("now"),
    )
    .order_by(Handoff.answer_by, Handoff.id)
)


@dataclass(frozen=True, slots=True)
class Risen:
    """Who is asked about a handoff that has risen: `in_charge` of the unit whose people can take the patient on.

    None while nobody has said that they are in charge; then every charge nurse is asked.
    """

    in_charge: charge.InCharge | None


def to_expire(unit: UnitFacts, now: datetime) -> list[UUID]:
    """Handoffs for the people of this unit that nobody acknowledged before their shift ended, oldest first.

    However long ago that was: what waited while no job ran is found by the next one.
    """
    shifts = units.shifts(unit.id)
    late = read(_LATE, unit=unit.id, now=now)
    return [id_ for id_, due in late if rules.expires_at(due, shifts, unit.zone) <= now]


def risen(handoff: Handoff, now: datetime) -> Risen | None:
    """Who is asked about this handoff; None while the clock of its receivers runs, and once it is acknowledged."""
    if handoff.status not in WAITING or not rules.has_risen(handoff.status, handoff.asked_at, handoff.answer_by, now):
        return None
    return Risen(charge.in_charge(handoff.receiving_unit_id, now))
