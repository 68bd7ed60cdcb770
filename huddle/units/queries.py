"""Reading units, their people and their shifts."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, literal, or_, select

from huddle.accounts import queries as accounts
from huddle.accounts.models import User
from huddle.core import dates
from huddle.core.actor import UnitRole
from huddle.core.dates import Period, local_day
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.core.reading import Asked, Statement
from huddle.units import rules
from huddle.units.models import Membership, Organisation, Service, Shift, ShiftGuest, Site, Unit
from huddle.units.rules import GuestRole, ShiftPattern, ShiftRun

MEASURED_WEEKS = 13


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
    """Somebody who works on a unit, as other features show them.

    `ends_at` is the moment at which that is over by itself, `guest_role` what a guest of this shift is here for.
    """

    id: UUID
    name: str
    role: UnitRole
    ends_at: datetime | None = None
    guest_role: GuestRole | None = None


IS_MEMBER = and_(
    Membership.ended_at.is_(None), or_(Membership.ends_at.is_(None), Membership.ends_at > bindparam("now"))
)
"""Whether a membership counts at the moment bound to `now`."""


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


def whole_weeks(unit_id: UUID, now: datetime) -> Period:
    """The last thirteen whole weeks, Monday to Sunday in the unit's zone, from when the unit began."""
    return dates.whole_weeks(MEASURED_WEEKS, now, created_at(unit_id), facts(unit_id).zone)


def created_at(unit_id: UUID) -> datetime:
    """When the unit began: nothing was planned on it before."""
    return db.session.execute(select(Unit.created_at).where(Unit.id == unit_id)).scalar_one()


def facts_of(unit_ids: list[UUID] | None = None) -> list[UnitFacts]:
    """Units with their time zones, by name; all active ones when no ids are given."""
    query = _FACTS.where(Unit.active) if unit_ids is None else _FACTS.where(Unit.id.in_(unit_ids))
    return [_unit_facts(row) for row in read(query)]


def _unit_facts(row: Any) -> UnitFacts:
    id_, name, phone, zone, site, service = row
    return UnitFacts(id_, name, phone, ZoneInfo(zone), site, service)


def zones_of_sites() -> list[tuple[str, str]]:
    """The name of each site and that of its time zone."""
    rows = db.session.execute(select(Site.name, Site.timezone).order_by(Site.name, Site.id))
    return [(name, zone) for name, zone in rows]


def shifts(unit_id: UUID) -> list[ShiftPattern]:
    """The shifts of a unit, in the order of the day; those that have ended too, which runs leave out by themselves."""
    return ask_shifts(unit_id).read()


def ask_shifts(unit_id: UUID) -> Asked[list[ShiftPattern]]:
    """`shifts`, to be read together with other questions."""
    return _SHIFTS.ask(lambda rows: [ShiftPattern(*row) for row in rows], unit=unit_id)


_PEOPLE = (
    select(User.id, User.name, Membership.role, Membership.ends_at, ShiftGuest.role)
    .join(Membership, Membership.user_id == User.id)
    .outerjoin(
        ShiftGuest,
        and_(
            ShiftGuest.unit_id == Membership.unit_id,
            ShiftGuest.person_id == User.id,
            ShiftGuest.ended_at.is_(None),
            ShiftGuest.ends_at > bindparam("now"),
        ),
    )
    .where(Membership.unit_id == bindparam("unit"), IS_MEMBER, User.active)
    .order_by(User.name, User.id)
)
_MEMBERS = (
    select(Membership.unit_id, Membership.user_id)
    .join(User, User.id == Membership.user_id)
    .where(Membership.unit_id.in_(bindparam("units", expanding=True)), IS_MEMBER, User.active)
    .order_by(Membership.unit_id, Membership.user_id)
)
_PERSON = _PEOPLE.where(User.id == bindparam("person"))


def runs_today(unit_id: UUID, now: datetime) -> list[ShiftRun]:
    """The shifts that start on the unit's day, as they really run on it."""
    zone = facts(unit_id).zone
    today = local_day(now, zone)
    return [rules.run_on(shift, today, zone) for shift in shifts(unit_id) if shift.runs_on(today)]


def people(unit_id: UUID, now: datetime) -> list[Person]:
    """Everybody who works on the unit at this moment, by name; guests of the shift too."""
    return [Person(*row) for row in read(_PEOPLE, unit=unit_id, now=now)]


def members_of(unit_ids: Collection[UUID], now: datetime) -> dict[UUID, set[UUID]]:
    """Who works on each of these units at this moment; as `people`, for several units in one question."""
    found: dict[UUID, set[UUID]] = {unit_id: set() for unit_id in unit_ids}
    for unit_id, person_id in read(_MEMBERS, units=list(unit_ids), now=now):
        found[unit_id].add(person_id)
    return found


def person_on(unit_id: UUID, user_id: UUID, now: datetime) -> Person:
    """One person who works on the unit at this moment. Raises NotFound."""
    rows = read(_PERSON, unit=unit_id, person=user_id, now=now)
    if not rows:
        raise NotFound
    return Person(*rows[0])


def on_shift(unit_id: UUID, now: datetime, among: Iterable[Person] | None = None) -> set[UUID]:
    """Who of the unit signed in since the running shift began (in the last twelve hours when none is running).

    `among`: only of these, where somebody has read them already.
    """
    run = rules.current_run(shifts(unit_id), now, facts(unit_id).zone)
    since = run.starts_at if run else now - timedelta(hours=12)
    its_people = people(unit_id, now) if among is None else among
    return accounts.signed_in_since([person.id for person in its_people], unit_id, since)


def names(user_ids: set[UUID | None]) -> dict[UUID | None, str]:
    """Names by id, for people who may have left; None is "Somebody" so that unnamed rows read well."""
    query = select(User.id, User.name).where(User.id.in_({id_ for id_ in user_ids if id_}))
    return {None: "Somebody"} | {id_: name for id_, name in db.session.execute(query)}


_PHONES = (
    select(Unit.name, Unit.phone, Service.name, Service.phone, Site.name, Site.phone, Organisation.name)
    .add_columns(Organisation.phone)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .join(Organisation, literal(True))
    .where(Unit.id == bindparam("unit"))
    .order_by(Unit.id)
)


def phones(unit_id: UUID) -> list[tuple[str, str]]:
    """Whom to call when nothing can be sent: name and number of the unit, its service, its site, the organisation.

    Levels without a number are left out.
    """
    rows = read(_PHONES, unit=unit_id)
    pairs = zip(rows[0][::2], rows[0][1::2], strict=True) if rows else ()
    return [(name, phone) for name, phone in pairs if phone]


def organisation() -> Organisation | None:
    return db.session.execute(select(Organisation).limit(1)).scalar_one_or_none()


def for_shell(unit_id: UUID | None) -> tuple[bool, str | None]:
    """Whether this is the practice hospital, and the name of the unit; one query, for the head of every page."""
    rows = _SHELL.rows(unit=unit_id)
    return (rows[0][0], rows[0][1]) if rows else (False, None)
