"""What the administration screens read: places, who works where, what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from huddle.accounts.models import Device, User
from huddle.core.actor import UnitRole
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.units.models import Membership, Service, Shift, Site, Unit

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the installation is."""

    units: int
    people: int
    tablets: int


@dataclass(frozen=True, slots=True)
class Work:
    """Where somebody works, and as what."""

    unit_id: UUID
    unit_name: str
    role: UnitRole


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree of places."""

    id: UUID
    name: str
    people: int
    tablets: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with its units."""

    id: UUID
    name: str
    units: list[UnitRow]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site with its services."""

    id: UUID
    name: str
    timezone: str
    services: list[ServiceRow]


def counts() -> Counts:
    """Active units, people who work on one, and tablets in use."""
    people = select(func.count(Membership.user_id.distinct())).join(User, User.id == Membership.user_id)
    people = people.where(Membership.ended_at.is_(None), User.active)
    return Counts(
        units=db.session.execute(select(func.count(Unit.id)).where(Unit.active)).scalar_one(),
        people=db.session.execute(people).scalar_one(),
        tablets=db.session.execute(select(func.count(Device.id)).where(Device.revoked_at.is_(None))).scalar_one(),
    )


def places() -> list[SiteRow]:
    """The whole tree, by name."""
    people, tablets = _people_by_unit(), _tablets_by_unit()
    units: dict[UUID, list[UnitRow]] = defaultdict(list)
    for unit in db.session.execute(select(Unit).where(Unit.active).order_by(Unit.name, Unit.id)).scalars():
        units[unit.service_id].append(UnitRow(unit.id, unit.name, people.get(unit.id, 0), tablets.get(unit.id, 0)))
    services: dict[UUID, list[ServiceRow]] = defaultdict(list)
    for service in db.session.execute(select(Service).order_by(Service.name, Service.id)).scalars():
        services[service.site_id].append(ServiceRow(service.id, service.name, units[service.id]))
    sites = db.session.execute(select(Site).order_by(Site.name, Site.id)).scalars()
    return [SiteRow(site.id, site.name, site.timezone, services[site.id]) for site in sites]


def _people_by_unit() -> dict[UUID, int]:
    query = (
        select(Membership.unit_id, func.count())
        .join(User, User.id == Membership.user_id)
        .where(Membership.ended_at.is_(None), User.active)
        .group_by(Membership.unit_id)
    )
    return {unit_id: count for unit_id, count in db.session.execute(query)}


def _tablets_by_unit() -> dict[UUID, int]:
    query = select(Device.unit_id, func.count()).where(Device.revoked_at.is_(None)).group_by(Device.unit_id)
    return {unit_id: count for unit_id, count in db.session.execute(query)}


def work_of(user_ids: Collection[UUID]) -> dict[UUID, list[Work]]:
    """Where these people work now, by unit."""
    query = (
        select(Membership.user_id, Membership.unit_id, Unit.name, Membership.role)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.user_id.in_(user_ids), Membership.ended_at.is_(None))
        .order_by(Unit.name, Unit.id)
    )
    found: dict[UUID, list[Work]] = defaultdict(list)
    for user_id, unit_id, unit_name, role in db.session.execute(query):
        found[user_id].append(Work(unit_id, unit_name, role))
    return found


def site(site_id: UUID) -> Site:
    """Raises NotFound, like the other three."""
    return _one(db.session.get(Site, site_id))


def service(service_id: UUID) -> Service:
    return _one(db.session.get(Service, service_id))


def unit(unit_id: UUID) -> Unit:
    return _one(db.session.get(Unit, unit_id))


def shift(unit_id: UUID, shift_id: UUID) -> Shift:
    query = select(Shift).where(Shift.unit_id == unit_id, Shift.id == shift_id)
    return _one(db.session.execute(query).scalar_one_or_none())


def _one(row: Row | None) -> Row:
    if row is None:
        raise NotFound
    return row
