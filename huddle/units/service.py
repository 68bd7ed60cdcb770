"""Setting the hospital up: organisation, sites, services, units and their shifts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import select

from huddle.accounts import service as accounts
from huddle.accounts.models import User
from huddle.audit import service as audit
from huddle.core.actor import Actor, OrgRole
from huddle.core.dates import zone_named
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound
from huddle.units import policy, queries, rules
from huddle.units.models import Organisation, Service, Shift, Site, Unit

THE_ONE = UUID(int=1)
"""The id of the organisation: two people who set up at the same moment cannot make two."""


@dataclass(frozen=True, slots=True)
class FirstDay:
    """What the first-run set-up asks for."""

    organisation: str
    site: str
    timezone: str
    name: str
    username: str
    password: str


def set_up(first: FirstDay, *, practice: bool = False, actor: Actor, now: datetime) -> User:
    """Make the organisation, its first site with one service, and its first administrator.

    Raises NotFound when there is an organisation already, FieldRefused for a time zone, username or password.
    """
    if queries.organisation() is not None:
        raise NotFound
    organisation = Organisation(id=THE_ONE, name=first.organisation, practice=practice)
    db.session.add(organisation)
    db.session.flush()
    audit.record("organisation.set_up", subject=("organisation", organisation.id), actor=actor, now=now)
    site = add_site(name=first.site, timezone=first.timezone, actor=actor, now=now)
    add_service(site.id, name="Wards", actor=actor, now=now)
    admin = accounts.add_person(username=first.username, name=first.name, org_role=OrgRole.ADMIN, actor=actor, now=now)
    accounts.set_password(admin, password=first.password, field_name="password", actor=actor, now=now)
    return admin


def add_site(*, name: str, timezone: str, actor: Actor, now: datetime) -> Site:
    """Raises FieldRefused for a name that is taken or a time zone that does not exist."""
    policy.can_administer(actor).require()
    site = Site(name=_free_name(Site, name), timezone=_zone(timezone))
    db.session.add(site)
    db.session.flush()
    audit.record("site.added", subject=("site", site.id), actor=actor, now=now)
    return site


def edit_site(site: Site, *, name: str, timezone: str, actor: Actor, now: datetime) -> None:
    policy.can_administer(actor).require()
    site.name, site.timezone = _free_name(Site, name, site.id), _zone(timezone)
    db.session.flush()
    audit.record("site.edited", subject=("site", site.id), actor=actor, now=now)


def add_service(site_id: UUID, *, name: str, actor: Actor, now: datetime) -> Service:
    policy.can_administer(actor).require()
    _refuse_service_name(site_id, name, None)
    service = Service(site_id=site_id, name=name)
    db.session.add(service)
    db.session.flush()
    audit.record("service.added", subject=("service", service.id), actor=actor, now=now)
    return service


def add_unit(service_id: UUID, *, name: str, phone: str = "", actor: Actor, now: datetime) -> Unit:
    """A unit with a day and a night shift, which can be changed."""
    policy.can_administer(actor).require()
    unit = Unit(service_id=service_id, name=_free_name(Unit, name), phone=phone, created_at=now)
    db.session.add(unit)
    db.session.flush()
    for shift_name, starts_at, ends_at, huddle_at in rules.DEFAULT_SHIFTS:
        db.session.add(
            Shift(unit_id=unit.id, name=shift_name, starts_at=starts_at, ends_at=ends_at, huddle_at=huddle_at)
        )
    db.session.flush()
    audit.record("unit.added", subject=("unit", unit.id), actor=actor, now=now, unit_id=unit.id)
    return unit


def edit_unit(unit: Unit, *, name: str, phone: str, actor: Actor, now: datetime) -> None:
    policy.can_set_up(actor, unit.id).require()
    unit.name, unit.phone = _free_name(Unit, name, unit.id), phone
    db.session.flush()
    audit.record("unit.edited", subject=("unit", unit.id), actor=actor, now=now, unit_id=unit.id)


@dataclass(frozen=True, slots=True)
class ShiftTimes:
    """A shift as somebody typed it, in the wall time of the unit."""

    name: str
    starts_at: time
    ends_at: time
    huddle_at: time


def add_shift(unit_id: UUID, times: ShiftTimes, *, actor: Actor, now: datetime) -> Shift:
    """Raises FieldRefused for a name that the unit has already, or a huddle outside of the shift."""
    policy.can_set_up(actor, unit_id).require()
    shift = Shift(unit_id=unit_id)
    _apply(shift, times)
    db.session.add(shift)
    db.session.flush()
    audit.record("shift.added", subject=("shift", shift.id), actor=actor, now=now, unit_id=unit_id)
    return shift


def edit_shift(shift: Shift, times: ShiftTimes, *, actor: Actor, now: datetime) -> None:
    """Raises FieldRefused as `add_shift` does. What happened in this shift before keeps its times."""
    policy.can_set_up(actor, shift.unit_id).require()
    _apply(shift, times)
    db.session.flush()
    audit.record("shift.edited", subject=("shift", shift.id), actor=actor, now=now, unit_id=shift.unit_id)


def _apply(shift: Shift, times: ShiftTimes) -> None:
    taken = select(Shift.id).where(
        Shift.unit_id == shift.unit_id, Shift.name == times.name, Shift.id.is_distinct_from(shift.id)
    )
    with db.session.no_autoflush:
        if db.session.execute(taken).first() is not None:
            raise FieldRefused("name", "This unit has a shift of this name already.")
    if not rules.huddle_is_within(times.starts_at, times.ends_at, times.huddle_at):
        raise FieldRefused("huddle_at", "The huddle has to be within the shift.")
    shift.name, shift.starts_at = times.name, times.starts_at
    shift.ends_at, shift.huddle_at = times.ends_at, times.huddle_at


def _free_name(table: type[Site] | type[Unit], name: str, own_id: UUID | None = None) -> str:
    taken = select(table.id).where(table.name == name, table.id.is_distinct_from(own_id))
    if db.session.execute(taken).first() is not None:
        raise FieldRefused("name", "This name is taken. Choose another one.")
    return name


def _refuse_service_name(site_id: UUID, name: str, own_id: UUID | None) -> None:
    taken = select(Service.id).where(
        Service.site_id == site_id, Service.name == name, Service.id.is_distinct_from(own_id)
    )
    if db.session.execute(taken).first() is not None:
        raise FieldRefused("name", "This site has a service of this name already.")


def _zone(name: str) -> str:
    try:
        return zone_named(name).key
    except ValueError as error:
        raise FieldRefused("timezone", "Choose a time zone from the list, like Europe/London.") from error
