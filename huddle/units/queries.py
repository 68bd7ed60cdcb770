"""Reading units, their people and their shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from huddle.accounts import queries as accounts
from huddle.accounts.models import User
from huddle.core.actor import UnitRole
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.core.reading import Asked, Statement
from huddle.units import rules
from huddle.units.models import Membership, Organisation, Service, Shift, Site, Unit
from huddle.units.rules import ShiftPattern


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """What other features need to know of a unit."""

    id: UUID
    name: str
    phone: str
    zone: ZoneInfo
    site_name: str
    service_name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works on a unit, as other features show them."""

    id: UUID
    name: str
    role: UnitRole


_FACTS = (
    select(Unit.id, Unit.name, Unit.phone, Site.timezone, Site.name, Service.name)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .order_by(Unit.name, Unit.id)
)
_FACTS_OF_ONE = Statement(_FACTS.where(Unit.id == bindparam("unit")))
_SHIFTS = Statement(
    select(
        Shift.id,
        Shift.name,
        Shift.starts_at,
        Shift.ends_at,
        Shift.huddle_at,
        Shift.begins_on,
        Shift.ended_on,
    )
    .where(Shift.unit_id == bindparam("unit"))
    .order_by(Shift.starts_at, Shift.id)
)
_SHELL = Statement(
    select(Organisation.practice, select(Unit.name).where(Unit.id == bindparam("unit")).scalar_subquery()).limit(1)
)


def facts(unit_id: UUID) -> UnitFacts:
    """One unit with its time zone. Raises NotFound."""
    rows = _FACTS_OF_ONE.rows(unit=unit_id)
    if not rows:
        raise NotFound
    return _unit_facts(rows[0])


def facts_of(unit_ids: list[UUID] | None = None) -> list[UnitFacts]:
    """Units with their time zones, by name; all active ones when no ids are given."""
    query = _FACTS.where(Unit.active) if unit_ids is None else _FACTS.where(Unit.id.in_(unit_ids))
    return [_unit_facts(row) for row in read(query)]


def _unit_facts(row: Any) -> UnitFacts:
    id_, name, phone, zone, site, service = row
    return UnitFacts(id_, name, phone, ZoneInfo(zone), site, service)


def shifts(unit_id: UUID) -> list[ShiftPattern]:
    """The shifts of a unit, in the order of the day; those that have ended too, which runs leave out by themselves."""
    return ask_shifts(unit_id).read()


def ask_shifts(unit_id: UUID) -> Asked[list[ShiftPattern]]:
    """`shifts`, to be read together with other questions."""
    return _SHIFTS.ask(lambda rows: [ShiftPattern(*row) for row in rows], unit=unit_id)


def people(unit_id: UUID) -> list[Person]:
    """Everybody who works on the unit now, by name."""
    query = (
        select(User.id, User.name, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.unit_id == unit_id, Membership.ended_at.is_(None), User.active)
        .order_by(User.name, User.id)
    )
    return [Person(*row) for row in db.session.execute(query)]


def person_on(unit_id: UUID, user_id: UUID) -> Person:
    """One person who works on the unit now. Raises NotFound."""
    for person in people(unit_id):
        if person.id == user_id:
            return person
    raise NotFound


def on_shift(unit_id: UUID, now: datetime) -> set[UUID]:
    """Who of the unit signed in since the running shift began (in the last twelve hours when none is running)."""
    run = rules.current_run(shifts(unit_id), now, facts(unit_id).zone)
    since = run.starts_at if run else now - timedelta(hours=12)
    return accounts.signed_in_since([person.id for person in people(unit_id)], unit_id, since)


def names(user_ids: set[UUID | None]) -> dict[UUID | None, str]:
    """Names by id, for people who may have left; None is "Somebody" so that unnamed rows read well."""
    query = select(User.id, User.name).where(User.id.in_({id_ for id_ in user_ids if id_}))
    return {None: "Somebody"} | {id_: name for id_, name in db.session.execute(query)}


def organisation() -> Organisation | None:
    return db.session.execute(select(Organisation).limit(1)).scalar_one_or_none()


def for_shell(unit_id: UUID | None) -> tuple[bool, str | None]:
    """Whether this is the practice hospital, and the name of the unit; one query, for the head of every page."""
    rows = _SHELL.rows(unit=unit_id)
    return (rows[0][0], rows[0][1]) if rows else (False, None)
