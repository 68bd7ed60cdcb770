"""Storing an import: every good row in one transaction. What is in a row that has an error is left alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.accounts import service as accounts
from huddle.accounts.models import User
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.units import people, policy
from huddle.units import service as units
from huddle.units.imports import queries
from huddle.units.imports.plans import FirstPin, Imported, MadePin, Plan, PlannedRow
from huddle.units.imports.queries import ROLES
from huddle.units.imports.rules import ImportKind, RowState
from huddle.units.models import Service, Site

CHANGED_MEANWHILE = "Something changed since you saw the preview. Look at it once more, then import."
_BRINGS = frozenset({RowState.NEW, RowState.CHANGED})


def import_people(
    text: str, *, summary: str, leave_out: bool, pins: dict[str, MadePin], actor: Actor, now: datetime
) -> Imported:
    """Add and change the people of the file. `summary` is that of the plan that was shown.

    `pins` holds a first PIN for everybody who is new, and for those who wait for theirs when they get it again.
    Raises FieldRefused on `text` when it would do something else by now, on `leave_out` while rows have errors and
    nobody said to leave them out.
    """
    policy.can_administer(actor).require()
    plan = _agreed(ImportKind.PEOPLE, text, summary, leave_out, actor, now)
    known, places = queries.people_named({row.cells["username"] for row in plan.good}), queries.units_by_name()
    before = dict(known)
    for row in plan.good:
        if row.state not in _BRINGS:
            continue
        username, unit = row.cells["username"], places[row.cells["unit"].casefold()]
        person = known.get(username)
        if person is None:
            if username not in pins:
                raise FieldRefused("text", CHANGED_MEANWHILE)
            person = known[username] = _add(row, pins[username], actor, now)
        elif person.name != row.cells["name"]:
            people.edit_person(person, name=row.cells["name"], org_role=person.org_role, actor=actor, now=now)
        accounts.set_email(person, email=row.cells.get("e-mail") or person.email or "", actor=actor, now=now)
        said = row.cells.get("role", "").casefold()
        if said or unit.id not in people.roles_of(person.id, now):  # an empty role leaves the one that is there
            people.set_member(unit.id, person.id, role=ROLES[said], actor=actor, now=now)
    audit.record("people.imported", subject=("import", None), actor=actor, now=now)
    for username in set(plan.waiting) & pins.keys() & before.keys():
        _give(before[username], pins[username], actor, now)
        accounts.close_all_sessions(before[username].id, actor=actor, now=now)
    return _done(plan, _shown(plan, known, pins))


def import_units(text: str, *, summary: str, leave_out: bool, actor: Actor, now: datetime) -> Imported:
    """Add and change the sites, services and units of the file. Raises as `import_people` does."""
    policy.can_administer(actor).require()
    plan = _agreed(ImportKind.UNITS, text, summary, leave_out, actor, now)
    known = queries.units_by_name()
    for row in plan.good:
        if row.state not in _BRINGS:
            continue
        service_id = _service(row, actor, now)
        unit, phone = known.get(row.cells["unit"].casefold()), row.cells.get("phone", "")
        if unit is None:
            units.add_unit(service_id, name=row.cells["unit"], phone=phone, actor=actor, now=now)
            continue
        units.move_unit(unit, service_id, actor=actor, now=now)
        if phone and phone != unit.phone:
            units.edit_unit(unit, name=unit.name, phone=phone, actor=actor, now=now)
    audit.record("units.imported", subject=("import", None), actor=actor, now=now)
    return _done(plan, [])


def _agreed(kind: ImportKind, text: str, summary: str, leave_out: bool, actor: Actor, now: datetime) -> Plan:
    """The plan, made again inside the transaction: it must still be the one that was shown."""
    plan = queries.plan(kind, text, actor=actor, now=now)
    if plan.summary != summary:
        raise FieldRefused("text", CHANGED_MEANWHILE)
    if plan.errors and not leave_out:
        raise FieldRefused("leave_out", "Mend the rows with errors, or tick that they are left out.")
    return plan


def _add(row: PlannedRow, made: MadePin, actor: Actor, now: datetime) -> User:
    person = accounts.add_person(username=row.cells["username"], name=row.cells["name"], actor=actor, now=now)
    _give(person, made, actor, now)
    return person


def _give(person: User, made: MadePin, actor: Actor, now: datetime) -> None:
    person.pin_hash, person.pin_given_at = made.hashed, now
    db.session.flush()
    audit.record("person.pin_given", subject=("user", person.id), actor=actor, now=now)


def _shown(plan: Plan, known: dict[str, User], pins: dict[str, MadePin]) -> list[FirstPin]:
    """Who gets which PIN, in the order of the file."""
    places: dict[str, list[str]] = {}
    for row in plan.good:
        places.setdefault(row.cells["username"], []).append(row.cells["unit"])
    return [
        FirstPin(known[username].name, username, ", ".join(units_there), pins[username].pin)
        for username, units_there in places.items()
        if username in pins
    ]


def _service(row: PlannedRow, actor: Actor, now: datetime) -> UUID:
    """The service of this row, made with its site where they are new."""
    wanted = row.cells["site"].casefold(), row.cells["service"].casefold()
    query = select(Service.id, Site.name, Service.name).join(Site, Site.id == Service.site_id).order_by(Service.id)
    for id_, site_name, service_name in db.session.execute(query):
        if (site_name.casefold(), service_name.casefold()) == wanted:
            found: UUID = id_
            return found
    sites = db.session.execute(select(Site).order_by(Site.name, Site.id)).scalars()
    site = next((site for site in sites if site.name.casefold() == wanted[0]), None)
    if site is None:
        site = units.add_site(name=row.cells["site"], timezone=row.cells["time zone"], actor=actor, now=now)
    return units.add_service(site.id, name=row.cells["service"], actor=actor, now=now).id


def _done(plan: Plan, pins: list[FirstPin]) -> Imported:
    counts = plan.counts
    return Imported(counts[RowState.NEW], counts[RowState.CHANGED], counts[RowState.SAME], len(plan.errors), pins)
