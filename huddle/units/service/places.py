"""Organisation, sites, services and units: what they are called, who receives for them, whom to call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Contact:
    """Who receives what is escalated to a level, and the number to call when sending fails."""

    receiver_id: UUID | None = None
    phone: str = ""


NOBODY_YET = Contact()


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


def edit_organisation(
    organisation: Organisation,
    *,
    name: str,
    contact: Contact,
    patient_days: int,
    support_route: str | None = None,
    review_banner: str | None = None,
    elsewhere_route: str | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Raises FieldRefused for a receiver, a number of days or words that cannot be; None keeps what is there."""
    policy.can_administer(actor).require()
    if not rules.KEPT_AT_LEAST <= patient_days <= rules.KEPT_AT_MOST:
        raise FieldRefused("patient_days", f"Enter {rules.KEPT_AT_LEAST} to {rules.KEPT_AT_MOST} days.")
    if support_route is not None:
        organisation.support_route = _own_words("support_route", support_route)
    if elsewhere_route is not None:
        organisation.elsewhere_route = _own_words("elsewhere_route", elsewhere_route)
    if review_banner is not None:
        organisation.review_banner = _review_banner(review_banner)
    organisation.name, organisation.patient_days = name, patient_days
    _apply(organisation, contact, actor)
    audit.record(
        "organisation.edited", subject=("organisation", organisation.id), actor=actor, now=now, everywhere=True
    )


def _review_banner(words: str) -> str:
    if not words.strip() or len(words) > rules.BANNER_LIMIT:
        raise FieldRefused("review_banner", f"Say it in at most {rules.BANNER_LIMIT} letters.")
    return words


def _own_words(field_name: str, words: str) -> str:
    if not words.strip() or len(words) > rules.SUPPORT_LIMIT:
        raise FieldRefused(field_name, f"Use some words, at most {rules.SUPPORT_LIMIT} letters.")
    return words


def add_site(*, name: str, timezone: str, contact: Contact = NOBODY_YET, actor: Actor, now: datetime) -> Site:
    """Raises FieldRefused for a name that is taken, a time zone that does not exist or a receiver who cannot be."""
    policy.can_administer(actor).require()
    site = Site(name=_free_name(Site, name), timezone=_zone(timezone))
    db.session.add(site)
    _apply(site, contact, actor)
    audit.record("site.added", subject=("site", site.id), actor=actor, now=now)
    return site


def edit_site(site: Site, *, name: str, timezone: str, contact: Contact, actor: Actor, now: datetime) -> None:
    """Raises FieldRefused as `add_site` does. In a new time zone shifts keep the times of the clock on the wall."""
    policy.can_administer(actor).require()
    site.name, site.timezone = _free_name(Site, name, site.id), _zone(timezone)
    _apply(site, contact, actor)
    audit.record("site.edited", subject=("site", site.id), actor=actor, now=now, everywhere=True)


def add_service(site_id: UUID, *, name: str, contact: Contact = NOBODY_YET, actor: Actor, now: datetime) -> Service:
    """Raises FieldRefused for a name that the site has already or a receiver who cannot be."""
    policy.can_administer(actor).require()
    _refuse_service_name(site_id, name, None)
    service = Service(site_id=site_id, name=name)
    db.session.add(service)
    _apply(service, contact, actor)
    audit.record("service.added", subject=("service", service.id), actor=actor, now=now)
    return service


def edit_service(service: Service, *, name: str, contact: Contact, actor: Actor, now: datetime) -> None:
    """Raises FieldRefused as `add_service` does."""
    policy.can_administer(actor).require()
    _refuse_service_name(service.site_id, name, service.id)
    service.name = name
    _apply(service, contact, actor)
    audit.record("service.edited", subject=("service", service.id), actor=actor, now=now, everywhere=True)


def add_unit(service_id: UUID, *, name: str, phone: str = "", actor: Actor, now: datetime) -> Unit:
    """A unit with a day and a night shift, which can be changed."""
    policy.can_administer(actor).require()
    unit = Unit(service_id=service_id, name=_free_name(Unit, name), phone=_phone(phone), created_at=now)
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
    unit.name, unit.phone = _free_name(Unit, name, unit.id), _phone(phone)
    db.session.flush()
    audit.record("unit.edited", subject=("unit", unit.id), actor=actor, now=now, unit_id=unit.id)


def move_unit(unit: Unit, service_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Make the unit part of another service; its shifts keep the times of the clock on the wall there."""
    policy.can_administer(actor).require()
    if unit.service_id == service_id:
        return
    unit.service_id = service_id
    db.session.flush()
    audit.record("unit.moved", subject=("unit", unit.id), actor=actor, now=now, unit_id=unit.id)


def _apply(level: Organisation | Site | Service, contact: Contact, actor: Actor) -> None:
    if contact.receiver_id != level.receiver_id:
        _check_receiver(contact.receiver_id, actor)
    level.receiver_id, level.phone = contact.receiver_id, _phone(contact.phone)
    db.session.flush()


def _check_receiver(person_id: UUID | None, actor: Actor) -> None:
    if person_id is None:
        return
    if person_id == actor.user_id:
        # They would read what is escalated, and administrators read nothing that wards write.
        raise FieldRefused("receiver_id", "Another administrator has to choose you: you would read what wards write.")
    person = db.session.get(User, person_id)
    if person is None or not person.active:
        raise FieldRefused("receiver_id", "Choose somebody who can sign in.")


def _phone(typed: str) -> str:
    if fault := rules.phone_fault(typed):
        raise FieldRefused("phone", fault)
    return typed


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
        raise FieldRefused("timezone", rules.NO_ZONE) from error
