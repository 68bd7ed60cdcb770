"""Here for this shift: somebody in charge vouches for a float or agency nurse, a doctor, a pharmacist, a student.

They get a membership that ends by itself with the shift. Somebody who has an account in this hospital uses that, with
their own PIN; everybody else gets an account with a PIN that is shown once and is worth nothing after the shift.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import aliased

from huddle.accounts import queries as accounts
from huddle.accounts import service as secret_service
from huddle.accounts.models import User
from huddle.audit import service as audit
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.db import db, read
from huddle.core.errors import FieldRefused, NotFound, RuleBroken
from huddle.units import charge, overview, people, policy, queries, rules
from huddle.units.models import ShiftGuest
from huddle.units.rules import GuestRole

LISTED_FOR = timedelta(days=7)
MATCHES = 6


@dataclass(frozen=True, slots=True)
class Vouched:
    """A guest who may sign in now; `pin` is shown once, and None for those who have their own."""

    guest: ShiftGuest
    name: str
    pin: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody in this hospital who may be the one meant."""

    person_id: UUID
    name: str
    note: str


_VOUCHER = aliased(User)
_LISTED = (
    select(ShiftGuest, User.name, User.guest_since, User.pin_hash, _VOUCHER.name.label("vouched_by_name"))
    .join(User, User.id == ShiftGuest.person_id)
    .join(_VOUCHER, _VOUCHER.id == ShiftGuest.vouched_by)
    .where(ShiftGuest.unit_id == bindparam("unit"))
)
_COLLEAGUES = (
    select(User.id, User.name)
    .where(User.active, or_(User.org_role.is_(None), User.org_role != OrgRole.ADMIN))
    .order_by(User.name, User.id)
)


def of_unit(unit_id: UUID, now: datetime) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """Guests who are here now by name, and those of the last week who have gone, the newest first."""
    query = _LISTED.where(ShiftGuest.vouched_at > now - LISTED_FOR).order_by(User.name, ShiftGuest.id)
    found = db.session.execute(query, {"unit": unit_id}).all()
    here = [row for row in found if is_here(row[0], now)]
    gone = [row for row in found if not is_here(row[0], now)]
    return here, sorted(gone, key=lambda row: row[0].vouched_at, reverse=True)


def get(unit_id: UUID, guest_id: UUID) -> Row[Any]:
    """One guest of the unit with names. Raises NotFound."""
    found = db.session.execute(_LISTED.where(ShiftGuest.id == guest_id), {"unit": unit_id}).one_or_none()
    if found is None:
        raise NotFound
    return found


def is_here(guest: ShiftGuest, now: datetime) -> bool:
    return guest.ended_at is None and guest.ends_at > now


def matches(unit_id: UUID, typed: str, now: datetime) -> list[Match]:
    """People of this hospital whose name has all the words that were typed, and who do not work on this unit now.

    Administrators are left out: they read no clinical text, so another administrator puts them on a unit.
    """
    words = typed.casefold().split()
    if not words:
        return []
    here = {person.id for person in queries.people(unit_id, now)}
    found = [(id_, name) for id_, name in read(_COLLEAGUES) if id_ not in here and _fits(words, name)][:MATCHES]
    work = overview.work_of([id_ for id_, _name in found], now)
    return [
        Match(id_, name, ", ".join(place.unit_name for place in work[id_]) or "on no unit now") for id_, name in found
    ]


def _fits(words: list[str], name: str) -> bool:
    parts = name.casefold().split()
    return all(any(part.startswith(word) for part in parts) for word in words)


def vouch_for_new(unit_id: UUID, *, name: str, role: GuestRole, actor: Actor, now: datetime) -> Vouched:
    """Let somebody in for this shift who has no account here; their PIN is shown once."""
    policy.can_vouch(actor, unit_id).require()
    username = f"guest-{secrets.token_hex(5)}"
    person = secret_service.add_person(username=username, name=name, actor=actor, now=now)
    person.guest_since = now
    pin = secret_service.give_pin(person, actor=actor, now=now)
    return Vouched(_admit(unit_id, person, role, actor, now), person.name, pin)


def vouch_for_known(unit_id: UUID, person_id: UUID, *, role: GuestRole, actor: Actor, now: datetime) -> Vouched:
    """Let somebody in for this shift who has an account here, and their own PIN.

    Who was only ever a guest gets a new PIN, unless they are a guest somewhere else at this moment. Raises
    FieldRefused on `person` for somebody who works here already, or who cannot be let in.
    """
    policy.can_vouch(actor, unit_id).require()
    db.session.execute(select(User.id).where(User.id == person_id).with_for_update())  # two vouch at once
    person = accounts.person(person_id)
    if not person.active or person.org_role is OrgRole.ADMIN:
        raise FieldRefused("person", "An administrator has to put this person on the unit.")
    roles = people.roles_of(person_id, now)
    if unit_id in roles:
        raise FieldRefused("person", "This person works here already. They are among the names of the tablet.")
    pin = secret_service.give_pin(person, actor=actor, now=now) if person.guest_since and not roles else None
    return Vouched(_admit(unit_id, person, role, actor, now), person.name, pin)


def _admit(unit_id: UUID, person: User, role: GuestRole, actor: Actor, now: datetime) -> ShiftGuest:
    _run, ends_at = rules.stay(queries.shifts(unit_id), now, queries.facts(unit_id).zone)
    people.end_stays(unit_id, person.id, actor=actor, now=now)
    people.admit(unit_id, person.id, role=UnitRole.STAFF, ends_at=ends_at, actor=actor, now=now)
    guest = ShiftGuest(
        unit_id=unit_id,
        person_id=person.id,
        role=role,
        vouched_by=actor.person_id,
        vouched_at=now,
        ends_at=ends_at,
    )
    db.session.add(guest)
    db.session.flush()
    audit.record("guest.vouched", subject=("user", person.id), actor=actor, now=now, unit_id=unit_id)
    return guest


def extend(guest: ShiftGuest, *, actor: Actor, now: datetime) -> None:
    """Four hours longer, once. Raises RuleBroken the second time, or when the guest has gone."""
    policy.can_vouch(actor, guest.unit_id).require()
    _require_here(guest, now)
    if guest.extended_at is not None:
        raise RuleBroken("The time was made longer once already. Let them in again when it is over.")
    guest.ends_at += rules.GUEST_STAYS
    guest.extended_at, guest.extended_by = now, actor.person_id
    people.member_of(guest.unit_id, guest.person_id, now).ends_at = guest.ends_at
    db.session.flush()
    audit.record("guest.extended", subject=("user", guest.person_id), actor=actor, now=now, unit_id=guest.unit_id)


def end(guest: ShiftGuest, *, actor: Actor, now: datetime) -> None:
    """They leave now: gone from the names, and signed out of the tablets of this unit. Raises RuleBroken once gone."""
    policy.can_vouch(actor, guest.unit_id).require()
    _require_here(guest, now)
    guest.ended_at, guest.ended_by = now, actor.person_id
    people.member_of(guest.unit_id, guest.person_id, now).ended_at = now
    db.session.flush()
    charge.end_turn(guest.unit_id, guest.person_id, actor=actor, now=now)
    secret_service.close_sessions_on(guest.unit_id, guest.person_id, actor=actor, now=now)
    audit.record("guest.ended", subject=("user", guest.person_id), actor=actor, now=now, unit_id=guest.unit_id)


def make_pin(guest: ShiftGuest, *, actor: Actor, now: datetime) -> str:
    """A new PIN for a guest who has no account of their own, to be shown once; the old one stops working.

    Raises RuleBroken for somebody whose PIN is their own.
    """
    policy.can_vouch(actor, guest.unit_id).require()
    _require_here(guest, now)
    person = accounts.person(guest.person_id)
    if person.guest_since is None:
        raise RuleBroken("This person has their own PIN. Their own manager or an administrator makes a new one.")
    if len(people.roles_of(person.id, now)) > 1:
        raise RuleBroken("This person is here on another unit too. An administrator makes the new PIN.")
    pin = secret_service.give_pin(person, actor=actor, now=now)
    secret_service.close_all_sessions(person.id, actor=actor, now=now)
    return pin


def _require_here(guest: ShiftGuest, now: datetime) -> None:
    if not is_here(guest, now):
        raise RuleBroken("This person is not here for a shift any more.")
