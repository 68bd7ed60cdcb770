"""Checking the rows of a file against what is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.accounts.models import User
from huddle.accounts.rules import NAME_LIMIT, clean_username, email_fault, username_fault
from huddle.core.actor import Actor, UnitRole
from huddle.core.dates import zone_named
from huddle.core.db import db
from huddle.units.imports import rules
from huddle.units.imports.plans import Plan, PlannedRow
from huddle.units.imports.rules import COLUMNS, ImportKind, RowState
from huddle.units.models import Membership, Service, Site, Unit
from huddle.units.rules import ROLE_LABELS, phone_fault

ROLES = {word: role for role, label in ROLE_LABELS.items() for word in (role.value, label.lower())} | {
    "": UnitRole.STAFF,
    "charge": UnitRole.CHARGE,
}


@dataclass(frozen=True, slots=True)
class _Known:
    """Who and what is stored of the people in the file."""

    people: dict[str, User]
    roles: dict[tuple[UUID, UUID], UnitRole]
    leaving: set[tuple[UUID, UUID]]
    units: dict[str, Unit]


def plan(kind: ImportKind, text: str, *, actor: Actor, now: datetime) -> Plan:
    """What importing this text would do now. Raises FieldRefused on `text` when it cannot be read at all."""
    table = rules.read_table(text, COLUMNS[kind])
    rows = [PlannedRow.of(row) for row in table.rows]
    for row in rows:
        if row.errors:
            row.state = RowState.ERROR
    waiting: list[str] = []
    if kind is ImportKind.PEOPLE:
        waiting = _plan_people(rows, actor, now)
    else:
        _plan_units(rows)
    return Plan(rows, table.notes, waiting)


def people_named(usernames: Collection[str]) -> dict[str, User]:
    """Stored people by username."""
    query = select(User).where(User.username.in_(usernames)).order_by(User.username)
    return {person.username: person for person in db.session.execute(query).scalars()}


def units_by_name() -> dict[str, Unit]:
    """All units, however their names are written."""
    query = select(Unit).order_by(Unit.name, Unit.id)
    return {unit.name.casefold(): unit for unit in db.session.execute(query).scalars()}


def _plan_people(rows: list[PlannedRow], actor: Actor, now: datetime) -> list[str]:
    usernames = {clean_username(row.cells["username"]) for row in rows}
    people = people_named(usernames)
    ids = [person.id for person in people.values()]
    known = _Known(people, _roles_of(ids), _leaving(ids, now), units_by_name())
    names: dict[str, str] = {}
    places: dict[tuple[str, str], int] = {}
    for row in rows:
        username = row.cells["username"] = clean_username(row.cells["username"])
        _check_person(row, known, actor)
        _check_against_others(row, username, names, places)
        if row.state is not RowState.ERROR:
            _say_what_becomes(row, known)
    good = {row.cells["username"] for row in rows if row.state is not RowState.ERROR}
    return sorted(name for name, person in people.items() if name in good and person.pin_given_at is not None)


def _check_person(row: PlannedRow, known: _Known, actor: Actor) -> None:
    cells = row.cells
    if fault := rules.name_fault(cells["name"], NAME_LIMIT):
        row.refuse("name", fault)
    if fault := "It is empty." if not cells["username"] else username_fault(cells["username"]):
        row.refuse("username", fault)
    unit = known.units.get(cells["unit"].casefold())
    if unit is None or not unit.active:
        row.refuse("unit", "It is empty." if not cells["unit"] else f"There is no open unit “{cells['unit'][:60]}”.")
    if cells.get("role", "").casefold() not in ROLES:
        row.refuse("role", "Use Staff, Charge nurse or Manager, or leave it empty.")
    person = known.people.get(cells["username"])
    if person is not None and unit is not None and (person.id, unit.id) in known.leaving:
        row.refuse("unit", "This person is here until a last day that is known. Change that on their page first.")
    if person is not None and not person.active:
        row.refuse("username", "This person cannot sign in any more. Let them sign in again first, on their own page.")
    if person is not None and person.id == actor.user_id:
        row.refuse("username", "That is you. Another administrator has to put you on a unit.")


def _check_against_others(
    row: PlannedRow, username: str, names: dict[str, str], places: dict[tuple[str, str], int]
) -> None:
    """One name for a username, and one role on a unit, in the whole file; an e-mail address that is one."""
    if not username:
        return
    if (email := row.cells.get("e-mail", "")) and (fault := email_fault(email)):
        row.refuse("e-mail", fault)
    if names.setdefault(username, row.cells["name"]) != row.cells["name"]:
        row.refuse("name", f"“{username}” has another name in a line above: {names[username][:80]}.")
    line = places.setdefault((username, row.cells["unit"].casefold()), row.line)
    if line != row.line:
        row.refuse("unit", f"Line {line} says already what this person does on this unit.")


def _say_what_becomes(row: PlannedRow, known: _Known) -> None:
    person = known.people.get(row.cells["username"])
    role = ROLES[row.cells.get("role", "").casefold()]
    if person is None:
        row.state, row.note = RowState.NEW, f"{ROLE_LABELS[role]}, gets a PIN"
        return
    before = known.roles.get((person.id, known.units[row.cells["unit"].casefold()].id))
    notes = []
    if person.name != row.cells["name"]:
        notes.append(f"{person.name} becomes {row.cells['name']}")
    if row.cells.get("e-mail") and person.email != row.cells["e-mail"]:
        notes.append(f"e-mail {person.email or 'none'} becomes {row.cells['e-mail']}")
    if before is None:
        notes.append(f"works here too: {ROLE_LABELS[role].lower()}")
    elif before is not role and row.cells.get("role"):
        notes.append(f"{ROLE_LABELS[before].lower()} becomes {ROLE_LABELS[role].lower()}")
    row.state = RowState.CHANGED if notes else RowState.SAME
    if person.pin_hash is None:
        notes.append("has no PIN: make one on their page")
    row.note = ", ".join(notes)


def _roles_of(user_ids: list[UUID]) -> dict[tuple[UUID, UUID], UnitRole]:
    query = select(Membership.user_id, Membership.unit_id, Membership.role).where(
        Membership.user_id.in_(user_ids), Membership.ended_at.is_(None), Membership.ends_at.is_(None)
    )
    return {(user_id, unit_id): role for user_id, unit_id, role in db.session.execute(query)}


def _leaving(user_ids: list[UUID], now: datetime) -> set[tuple[UUID, UUID]]:
    """Who works where until an end that is known: a last day, or a shift as a guest."""
    query = select(Membership.user_id, Membership.unit_id).where(
        Membership.user_id.in_(user_ids), Membership.ended_at.is_(None), Membership.ends_at > now
    )
    return {(user_id, unit_id) for user_id, unit_id in db.session.execute(query)}


def _plan_units(rows: list[PlannedRow]) -> None:
    sites = {site.name.casefold(): site for site in db.session.execute(select(Site).order_by(Site.name)).scalars()}
    units, services = units_by_name(), _services()
    zones: dict[str, str] = {}
    lines: dict[str, int] = {}
    for row in rows:
        _check_unit(row, sites, zones)
        line = lines.setdefault(row.cells["unit"].casefold(), row.line)
        if line != row.line:
            row.refuse("unit", f"Line {line} has this unit already.")
        if row.state is not RowState.ERROR:
            _say_of_unit(row, sites, units, services)


def _services() -> dict[UUID, tuple[str, str]]:
    query = select(Service.id, Site.name, Service.name).join(Site, Site.id == Service.site_id).order_by(Service.id)
    return {id_: (site, service) for id_, site, service in db.session.execute(query)}


def _check_unit(row: PlannedRow, sites: dict[str, Site], zones: dict[str, str]) -> None:
    cells = row.cells
    for column, limit in (("site", 80), ("service", 80), ("unit", 60)):
        if fault := rules.name_fault(cells[column], limit):
            row.refuse(column, fault)
    if len(cells.get("phone", "")) > 30:
        row.refuse("phone", "Use at most 30 digits and letters.")
    elif fault := phone_fault(cells.get("phone", "")):
        row.refuse("phone", fault)
    _check_zone(row, sites.get(cells["site"].casefold()), zones)


def _check_zone(row: PlannedRow, site: Site | None, zones: dict[str, str]) -> None:
    """A new site needs one; a site that is there keeps its own."""
    key, typed = row.cells["site"].casefold(), row.cells.get("time zone", "")
    if site is not None and typed and typed != site.timezone:
        row.refuse("time zone", f"{site.name} is in {site.timezone}. Change it on the page of the site.")
    if site is not None or not key:
        return
    wanted = typed or zones.get(key, "")
    if not wanted:
        row.refuse("time zone", "A new site needs a time zone, like Europe/London.")
        return
    try:
        zone_named(wanted)
    except ValueError:
        row.refuse("time zone", f"There is no time zone “{wanted[:60]}”. Write it like Europe/London.")
        return
    if zones.setdefault(key, wanted) != wanted:
        row.refuse("time zone", f"This site is in {zones[key]} in a line above.")
    row.cells["time zone"] = wanted


def _say_of_unit(
    row: PlannedRow, sites: dict[str, Site], units: dict[str, Unit], services: dict[UUID, tuple[str, str]]
) -> None:
    cells = row.cells
    unit = units.get(cells["unit"].casefold())
    place = (cells["site"].casefold(), cells["service"].casefold())
    new = [] if place[0] in sites else ["new site"]
    if place not in {(site.casefold(), service.casefold()) for site, service in services.values()}:
        new.append("new service")
    if unit is None:
        row.state, row.note = RowState.NEW, ", ".join(new)
        return
    if not unit.active:
        row.refuse("unit", "This unit is closed. Open it again first, on its own page.")
        return
    site, service = services[unit.service_id]
    if place != (site.casefold(), service.casefold()):
        new.append(f"moves here from {site}, {service}")
    if cells.get("phone") and cells["phone"] != unit.phone:
        new.append(f"phone {unit.phone or 'none'} becomes {cells['phone']}")
    row.state, row.note = (RowState.CHANGED, ", ".join(new)) if new else (RowState.SAME, "")
