"""Reading beds, always of one unit, and never those of a shift that is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, select

from huddle.accounts.models import User
from huddle.beds import rules
from huddle.beds.models import BedAssignment, BedList
from huddle.core.db import db
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.units import queries as units
from huddle.units.models import Membership
from huddle.units.rules import ShiftRun, stay

_RUNNING = and_(
    BedAssignment.unit_id == bindparam("unit"),
    BedAssignment.ends_at > bindparam("now", type_=UTCDateTime()),
)
_GIVEN = Statement(
    select(BedAssignment.key, BedAssignment.bed, BedAssignment.person_id, User.name)
    .join(User, and_(User.id == BedAssignment.person_id, User.active))
    .join(
        Membership,
        and_(
            Membership.unit_id == BedAssignment.unit_id,
            Membership.user_id == BedAssignment.person_id,
            units.IS_MEMBER,
        ),
    )
    .where(_RUNNING, BedAssignment.shift_id == bindparam("shift"), BedAssignment.shift_on == bindparam("on"))
    .order_by(BedAssignment.key, BedAssignment.id)
)
_MINE = Statement(
    select(BedAssignment.key, BedAssignment.bed)
    .where(_RUNNING, BedAssignment.person_id == bindparam("person"))
    .order_by(BedAssignment.key, BedAssignment.id)
)


@dataclass(frozen=True, slots=True)
class Given:
    """A bed that somebody has for one shift."""

    key: str
    bed: str
    person_id: UUID
    name: str


def bed_list(unit_id: UUID) -> BedList | None:
    """What the unit's manager typed; None before anybody has."""
    return db.session.get(BedList, unit_id)


def listed(unit_id: UUID) -> list[str]:
    """The beds that the unit lists, in the manager's order."""
    stored = bed_list(unit_id)
    return rules.beds_of(stored.beds) if stored else []


def given(unit_id: UUID, run: ShiftRun, now: datetime) -> dict[str, Given]:
    """Who has which bed for this run of a shift, by the key of the bed. Nobody has one who no longer works here."""
    rows = _GIVEN.rows(unit=unit_id, shift=run.shift_id, on=run.on, now=now)
    return {row[0]: Given(*row) for row in rows}


def runs(unit_id: UUID, now: datetime) -> list[ShiftRun]:
    """The shifts for which beds can be given now, the first first."""
    return rules.open_runs(units.shifts(unit_id), now, units.facts(unit_id).zone)


def run_of(unit_id: UUID, person_id: UUID, now: datetime) -> ShiftRun | None:
    """The shift in which this person works: in which they have beds, else the one that somebody is here for now."""
    for run in runs(unit_id, now):
        if any(row.person_id == person_id for row in given(unit_id, run, now).values()):
            return run
    return stay(units.shifts(unit_id), now, units.facts(unit_id).zone)[0]


def mine(unit_id: UUID, person_id: UUID, now: datetime) -> dict[str, str]:
    """The beds that a person has now, by their keys."""
    return ask_mine(unit_id, person_id, now).read()


def ask_mine(unit_id: UUID, person_id: UUID, now: datetime) -> Asked[dict[str, str]]:
    """`mine`, to be read together with other questions."""
    return _MINE.ask(
        lambda rows: dict(sorted(rows, key=lambda row: rules.in_order(row[1]))), unit=unit_id, person=person_id, now=now
    )
