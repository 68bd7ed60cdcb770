"""Reading the levels above a unit: its service, its site, the organisation."""

from __future__ import annotations

from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, or_, select, union_all

from huddle.accounts.models import User
from huddle.core.dates import zone_or_utc
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.units.models import Organisation, Service, Site, Unit
from huddle.units.rules import KIND_OF, Level, LevelKind

UTC = ZoneInfo("UTC")
_RECEIVED: Any = union_all(
    *(select(row.id).where(row.receiver_id == bindparam("person")) for row in (Service, Site, Organisation))
)
_ACTIVE_RECEIVERS = (
    select(User.id)
    .where(User.active, or_(*(User.id.in_(select(row.receiver_id)) for row in (Service, Site, Organisation))))
    .order_by(User.id)
)


def every() -> list[Level]:
    """All levels: services, then sites, then the organisation, each by name.

    A hospital has dozens of them and not thousands, so they are read together: a few small queries.
    Whoever was named and can no longer sign in counts as nobody: what waits there must not wait for ever.
    """
    sites = db.session.execute(select(Site).order_by(Site.name, Site.id)).scalars().all()
    services = db.session.execute(select(Service).order_by(Service.name, Service.id)).scalars().all()
    answering = active_receivers()
    organisation = db.session.execute(select(Organisation).limit(1)).scalar_one_or_none()
    units: dict[UUID, set[UUID]] = {service.id: set() for service in services}
    for unit_id, service_id in db.session.execute(select(Unit.id, Unit.service_id).where(Unit.active)):
        units[service_id].add(unit_id)
    zones = {site.id: zone_or_utc(site.timezone) for site in sites}
    of_site = {
        site.id: set().union(*(units[service.id] for service in services if service.site_id == site.id))
        for site in sites
    }
    names = {site.id: site.name for site in sites}
    found = [
        _level(LevelKind.SERVICE, row, zones[row.site_id], units[row.id], answering, site=names[row.site_id])
        for row in services
    ]
    found += [_level(LevelKind.SITE, row, zones[row.id], of_site[row.id], answering) for row in sites]
    if organisation is not None:
        # The organisation's day runs where most of its units are; of equals, at the first site by name.
        largest = max(sites, key=lambda site: len(of_site[site.id]), default=None)
        zone = zones[largest.id] if largest else UTC
        found.append(_level(LevelKind.ORGANISATION, organisation, zone, set().union(*of_site.values()), answering))
    return found


def active_receivers() -> set[UUID]:
    """Who answers for some level and can still sign in."""
    return {row.id for row in read(_ACTIVE_RECEIVERS)}


def _level(
    kind: LevelKind, row: Any, zone: ZoneInfo, unit_ids: set[UUID], answering: set[UUID], site: str = ""
) -> Level:
    receiver_id = row.receiver_id if row.receiver_id in answering else None
    return Level(kind, row.id, row.name, row.phone, receiver_id, zone, frozenset(unit_ids), site)


def get(kind: LevelKind, level_id: UUID) -> Level:
    """One level. Raises NotFound."""
    for level in every():
        if (level.kind, level.id) == (kind, level_id):
            return level
    raise NotFound


def above(unit_id: UUID) -> list[Level]:
    """What stands above one unit, lowest first."""
    return [level for level in every() if unit_id in level.unit_ids]


def of_tier(unit_id: UUID, tier: int) -> Level:
    """The level above a unit on which something of that tier waits. Raises NotFound below and above all levels."""
    for level in above(unit_id):
        if KIND_OF.get(tier) is level.kind:
            return level
    raise NotFound


def received_by(person_id: UUID) -> list[Level]:
    """The levels for which this person answers. For nearly everybody that is one query and no level."""
    own = {row.id for row in read(_RECEIVED, person=person_id)}
    return [level for level in every() if level.id in own] if own else []
