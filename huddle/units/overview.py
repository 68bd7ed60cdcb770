"""What the administration screens read: places, who works where, what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import and_, func, or_, select

from huddle.accounts.models import Device, User
from huddle.core.actor import UnitRole
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.units import levels
from huddle.units.models import Membership, Organisation, Service, Shift, Site, Unit
from huddle.units.queries import IS_MEMBER

Row = TypeVar("Row")
_Level = Organisation | Site | Service
_STAYS = and_(Membership.ended_at.is_(None), Membership.ends_at.is_(None))
"""Who belongs to a unit: without the guests of a shift, and without those whose last day is known."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the installation is."""

    units: int
    people: int
    tablets: int


@dataclass(frozen=True, slots=True)
class Work:
    """Where somebody works, and as what; until when, where that is known."""

    unit_id: UUID
    unit_name: str
    role: UnitRole
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree of places. `missing` says what it still lacks, like "No phone"."""

    id: UUID
    name: str
    people: int
    tablets: int
    missing: list[str]
    active: bool = True


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with its units."""

    id: UUID
    name: str
    missing: list[str]
    units: list[UnitRow]


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site with its services."""

    id: UUID
    name: str
    timezone: str
    missing: list[str]
    services: list[ServiceRow]


@dataclass(frozen=True, slots=True)
class Tree:
    """All places. `missing` is what the organisation itself lacks, `gaps` how much is missing in all of it."""

    name: str
    missing: list[str]
    sites: list[SiteRow]

    @property
    def gaps(self) -> int:
        services = [service for site in self.sites for service in site.services]
        units = [unit for service in services for unit in service.units]
        rows: Iterable[SiteRow | ServiceRow | UnitRow] = (*self.sites, *services, *units)
        return len(self.missing) + sum(len(row.missing) for row in rows)


@dataclass(frozen=True, slots=True)
class _Filled:
    """What the units have, by unit."""

    people: dict[UUID, int]
    managers: dict[UUID, int]
    tablets: dict[UUID, int]
    shifts: dict[UUID, int]


def counts() -> Counts:
    """Active units, people who work on one, and tablets in use."""
    people = select(func.count(Membership.user_id.distinct())).join(User, User.id == Membership.user_id)
    people = people.where(_STAYS, User.active)
    return Counts(
        units=db.session.execute(select(func.count(Unit.id)).where(Unit.active)).scalar_one(),
        people=db.session.execute(people).scalar_one(),
        tablets=db.session.execute(select(func.count(Device.id)).where(Device.revoked_at.is_(None))).scalar_one(),
    )


def places() -> Tree:
    """The whole tree, by name, closed units last in their service. Raises NotFound before the first set-up."""
    top, answering = organisation(), levels.active_receivers()
    filled = _Filled(_people_by_unit(), _people_by_unit(UnitRole.MANAGER), _tablets_by_unit(), _shifts_by_unit())
    units: dict[UUID, list[UnitRow]] = defaultdict(list)
    for unit in db.session.execute(select(Unit).order_by(Unit.active.desc(), Unit.name, Unit.id)).scalars():
        units[unit.service_id].append(_unit_row(unit, filled))
    services: dict[UUID, list[ServiceRow]] = defaultdict(list)
    for service in db.session.execute(select(Service).order_by(Service.name, Service.id)).scalars():
        row = ServiceRow(service.id, service.name, _level_lacks(service, answering), units[service.id])
        services[service.site_id].append(row)
    sites = db.session.execute(select(Site).order_by(Site.name, Site.id)).scalars()
    return Tree(
        top.name,
        _level_lacks(top, answering),
        [
            SiteRow(site.id, site.name, site.timezone, _level_lacks(site, answering), services[site.id])
            for site in sites
        ],
    )


def _unit_row(unit: Unit, filled: _Filled) -> UnitRow:
    people, tablets = filled.people.get(unit.id, 0), filled.tablets.get(unit.id, 0)
    if not unit.active:
        return UnitRow(unit.id, unit.name, people, tablets, [], active=False)
    there = {
        "No phone": bool(unit.phone),
        "No shift": unit.id in filled.shifts,
        "Nobody works here": people > 0,
        "No manager": unit.id in filled.managers or people == 0,
        "No tablet": tablets > 0,
    }
    return UnitRow(unit.id, unit.name, people, tablets, [words for words, is_there in there.items() if not is_there])


def _level_lacks(level: _Level, answering: set[UUID]) -> list[str]:
    there = {"Nobody to answer": level.receiver_id in answering, "No phone": bool(level.phone)}
    return [words for words, is_there in there.items() if not is_there]


def _people_by_unit(role: UnitRole | None = None) -> dict[UUID, int]:
    query = (
        select(Membership.unit_id, func.count())
        .join(User, User.id == Membership.user_id)
        .where(_STAYS, User.active)
        .group_by(Membership.unit_id)
    )
    if role is not None:
        query = query.where(Membership.role == role)
    return {unit_id: count for unit_id, count in db.session.execute(query)}


def _tablets_by_unit() -> dict[UUID, int]:
    query = select(Device.unit_id, func.count()).where(Device.revoked_at.is_(None)).group_by(Device.unit_id)
    return {unit_id: count for unit_id, count in db.session.execute(query)}


def _shifts_by_unit() -> dict[UUID, int]:
    query = select(Shift.unit_id, func.count()).where(Shift.ended_on.is_(None)).group_by(Shift.unit_id)
    return {unit_id: count for unit_id, count in db.session.execute(query)}


def work_of(user_ids: Collection[UUID], now: datetime) -> dict[UUID, list[Work]]:
    """Where these people work at this moment, by unit."""
    query = (
        select(Membership.user_id, Membership.unit_id, Unit.name, Membership.role, Membership.ends_at)
        .join(Unit, Unit.id == Membership.unit_id)
        .where(Membership.user_id.in_(user_ids), IS_MEMBER)
        .order_by(Unit.name, Unit.id)
    )
    found: dict[UUID, list[Work]] = defaultdict(list)
    for user_id, *work in db.session.execute(query, {"now": now}):
        found[user_id].append(Work(*work))
    return found


def receivers(chosen: UUID | None = None) -> list[tuple[UUID, str]]:
    """Who may receive what is escalated: managers and people with a role above units; and who does so now."""
    manages = select(Membership.user_id).where(Membership.role == UnitRole.MANAGER, Membership.ended_at.is_(None))
    may = User.active & or_(User.org_role.is_not(None), User.id.in_(manages))
    query = select(User.id, User.name).where(or_(may, User.id == chosen)).order_by(User.name, User.id)
    return [(id_, name) for id_, name in db.session.execute(query)]


def shifts_now(unit_id: UUID, today: date) -> list[Shift]:
    """The shifts that run, or will run, by when they start; and those whose last day is not over."""
    query = select(Shift).where(Shift.unit_id == unit_id, or_(Shift.ended_on.is_(None), Shift.ended_on > today))
    return list(db.session.execute(query.order_by(Shift.starts_at, Shift.id)).scalars())


def organisation() -> Organisation:
    """Raises NotFound, like the others."""
    return _one(db.session.execute(select(Organisation).limit(1)).scalar_one_or_none())


def site(site_id: UUID) -> Site:
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
