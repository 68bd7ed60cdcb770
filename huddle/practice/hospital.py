"""Places, people and tablets of the practice hospital."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from huddle.accounts import hashing
from huddle.accounts import service as accounts
from huddle.accounts.models import User
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.db import db
from huddle.practice.people import (
    ORGANISATION_RECEIVER,
    ORGANISATION_STAFF,
    PASSWORD,
    PIN,
    SERVICE_RECEIVERS,
    SITE_RECEIVERS,
    SITES,
    UNITS,
    PracticeUnit,
    members,
    username,
)
from huddle.units import people as unit_people
from huddle.units import service as units
from huddle.units.models import Organisation, Shift
from huddle.units.service import Contact, ShiftTimes

CODES_LAST = timedelta(days=3650)
BUILDER = Actor(user_id=None, name="practice hospital", org_role=OrgRole.ADMIN)


LAID_IN = 20
"""More patients than anybody hands over in two days."""


@dataclass(frozen=True, slots=True)
class Ward:
    """One unit of the practice hospital as the history is told on it."""

    unit_id: UUID
    name: str
    zone: ZoneInfo
    manager: Actor
    charge: tuple[Actor, ...]
    staff: tuple[Actor, ...]
    lately: deque[str] = field(default_factory=lambda: deque(maxlen=LAID_IN), compare=False)
    """The beds in which the last patients lay: all whom the lists may still show."""

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (*self.charge, *self.staff)


class _Hashes:
    """One hash of the password and one of the PIN, made once: sixty would take a minute of work."""

    def __init__(self) -> None:
        self.password, self.pin = hashing.hash_password(PASSWORD), hashing.hash_pin(PIN)


def build(opened_at: datetime, now: datetime) -> list[Ward]:
    """Store the hospital as it was set up at `opened_at`. Must run inside a transaction."""
    organisation = Organisation(name="Practice hospital", practice=True)
    db.session.add(organisation)
    db.session.flush()
    hashes = _Hashes()
    admin, boss = _organisation_staff(hashes, opened_at)
    organisation.receiver_id, organisation.phone = boss.user_id, ORGANISATION_RECEIVER[1]
    services = _services(hashes, opened_at)
    return [_ward(unit, services[unit.site, unit.service], admin, hashes, opened_at, now) for unit in UNITS]


def _organisation_staff(hashes: _Hashes, at: datetime) -> tuple[Actor, Actor]:
    """The administrator, and who answers for the organisation."""
    made = [_person(name, org_role, hashes, at) for name, org_role in ORGANISATION_STAFF]
    admin = next(person for person in made if person.org_role is OrgRole.ADMIN)
    boss = next(person for person in made if person.name == ORGANISATION_RECEIVER[0])
    return (
        Actor(user_id=admin.id, name=admin.name, org_role=OrgRole.ADMIN),
        Actor(user_id=boss.id, name=boss.name, org_role=boss.org_role),
    )


def _services(hashes: _Hashes, at: datetime) -> dict[tuple[str, str], UUID]:
    """Sites and services, each with somebody who answers for it."""

    def contact(name: str, phone: str) -> Contact:
        return Contact(_person(name, None, hashes, at).id, phone)

    sites = {
        name: units.add_site(name=name, timezone=zone, contact=contact(*SITE_RECEIVERS[name]), actor=BUILDER, now=at).id
        for name, zone in SITES.items()
    }
    return {
        (site, name): units.add_service(
            sites[site], name=name, contact=contact(*SERVICE_RECEIVERS[site, name]), actor=BUILDER, now=at
        ).id
        for site, name in dict.fromkeys((unit.site, unit.service) for unit in UNITS)
    }


def _ward(plan: PracticeUnit, service_id: UUID, admin: Actor, hashes: _Hashes, at: datetime, now: datetime) -> Ward:
    unit = units.add_unit(service_id, name=plan.name, phone=plan.phone, actor=BUILDER, now=at)
    db.session.execute(delete(Shift).where(Shift.unit_id == unit.id))
    for name, starts_at, ends_at, huddle_at in plan.shifts:
        times = ShiftTimes(name, starts_at, ends_at, huddle_at)
        units.add_shift(unit.id, times, actor=BUILDER, now=at)
    actors: dict[UnitRole, list[Actor]] = {role: [] for role in UnitRole}
    for name, role in members(plan):
        person = _person(name, None, hashes, at)
        unit_people.set_member(unit.id, person.id, role=role, actor=BUILDER, now=at)
        actors[role].append(Actor(user_id=person.id, name=person.name, units={unit.id: role}))
    unit_people.make_tablet_code(unit.id, lasts=CODES_LAST, uses=10_000, code=plan.code, actor=admin, now=now)
    return Ward(
        unit_id=unit.id,
        name=plan.name,
        zone=ZoneInfo(SITES[plan.site]),
        manager=actors[UnitRole.MANAGER][0],
        charge=tuple(actors[UnitRole.CHARGE]),
        staff=tuple(actors[UnitRole.STAFF]),
    )


def _person(name: str, org_role: OrgRole | None, hashes: _Hashes, at: datetime) -> User:
    person = accounts.add_person(username=username(name), name=name, org_role=org_role, actor=BUILDER, now=at)
    person.password_hash, person.pin_hash = hashes.password, hashes.pin
    db.session.flush()
    return person
