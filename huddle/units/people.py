"""People as administrators and managers handle them: who works where, first secrets, tablets.

New PINs and passwords are made here, never typed for somebody else; they are given back once, to be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from huddle.accounts import hashing, tablets
from huddle.accounts import service as accounts
from huddle.accounts.models import Device, User
from huddle.accounts.rules import CODE_LASTS
from huddle.audit import service as audit
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.db import db
from huddle.core.errors import NotFound, NotPermitted
from huddle.units import policy
from huddle.units.models import Membership


@dataclass(frozen=True, slots=True)
class FirstSecrets:
    """A new person with what they need to sign in, to be shown once."""

    person: User
    pin: str | None
    password: str | None


def add_person(
    *,
    name: str,
    username: str,
    unit_id: UUID | None,
    role: UnitRole,
    org_role: OrgRole | None = None,
    actor: Actor,
    now: datetime,
) -> FirstSecrets:
    """A new person with a PIN when they work on a unit, and a password when they have a role above units."""
    policy.can_administer(actor).require()
    person = accounts.add_person(username=username, name=name, org_role=org_role, actor=actor, now=now)
    pin = password = None
    if unit_id is not None:
        set_member(unit_id, person.id, role=role, actor=actor, now=now)
        pin = hashing.new_pin()
        accounts.set_pin(person, pin=pin, actor=actor, now=now)
    if org_role is not None or unit_id is None:
        password = hashing.new_password()
        accounts.set_password(person, password=password, actor=actor, now=now)
    return FirstSecrets(person, pin, password)


def edit_person(person: User, *, name: str, org_role: OrgRole | None, actor: Actor, now: datetime) -> None:
    policy.can_administer(actor).require()
    accounts.edit_person(person, name=name, org_role=org_role, actor=actor, now=now)


def deactivate(person: User, *, actor: Actor, now: datetime) -> None:
    """This person is out everywhere, at once. Raises RuleBroken for the last administrator."""
    policy.can_administer(actor).require()
    accounts.deactivate(person, actor=actor, now=now)


def reactivate(person: User, *, actor: Actor, now: datetime) -> None:
    policy.can_administer(actor).require()
    accounts.reactivate(person, actor=actor, now=now)


def set_member(unit_id: UUID, user_id: UUID, *, role: UnitRole, actor: Actor, now: datetime) -> Membership:
    """From now on this person works on the unit in this role, whatever it was before."""
    policy.can_administer(actor).require()
    if user_id == actor.user_id:
        raise NotPermitted("Another administrator has to put you on a unit: you would read what administrators do not.")
    member = _membership(unit_id, user_id)
    if member is None:
        member = Membership(unit_id=unit_id, user_id=user_id, role=role, started_at=now)
        db.session.add(member)
    elif member.ended_at is not None:
        member.started_at, member.ended_at = now, None
    member.role = role
    db.session.flush()
    audit.record(f"membership.{role}", subject=("user", user_id), actor=actor, now=now, unit_id=unit_id)
    return member


def end_membership(unit_id: UUID, user_id: UUID, *, actor: Actor, now: datetime) -> None:
    """This person works on the unit no more. Raises NotFound when they did not."""
    policy.can_administer(actor).require()
    member = _membership(unit_id, user_id)
    if member is None or member.ended_at is not None:
        raise NotFound
    member.ended_at = now
    db.session.flush()
    audit.record("membership.ended", subject=("user", user_id), actor=actor, now=now, unit_id=unit_id)


def _membership(unit_id: UUID, user_id: UUID) -> Membership | None:
    query = select(Membership).where(Membership.unit_id == unit_id, Membership.user_id == user_id)
    return db.session.execute(query).scalar_one_or_none()


def make_pin(person: User, *, unit_id: UUID | None = None, actor: Actor, now: datetime) -> str:
    """A new PIN in place of the old one, to be shown once; whoever is signed in with the old one is out.

    `unit_id` is the unit whose manager asks.
    """
    if unit_id is None:
        policy.can_administer(actor).require()
    else:
        policy.can_make_pin(actor, unit_id, person, roles_of(person.id)).require()
    pin = hashing.new_pin()
    accounts.set_pin(person, pin=pin, actor=actor, now=now)
    accounts.close_all_sessions(person.id, actor=actor, now=now)
    return pin


def make_password(person: User, *, actor: Actor, now: datetime) -> str:
    """A new password in place of the old one, to be shown once; all sessions of the person end."""
    policy.can_administer(actor).require()
    password = hashing.new_password()
    accounts.set_password(person, password=password, actor=actor, now=now)
    accounts.close_all_sessions(person.id, actor=actor, now=now)
    return password


def roles_of(user_id: UUID) -> dict[UUID, UnitRole]:
    """Where somebody works now, and as what."""
    query = select(Membership.unit_id, Membership.role).where(
        Membership.user_id == user_id, Membership.ended_at.is_(None)
    )
    return {unit_id: role for unit_id, role in db.session.execute(query.order_by(Membership.unit_id))}


def make_tablet_code(
    unit_id: UUID,
    *,
    lasts: timedelta = CODE_LASTS,
    uses: int = 1,
    code: str | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """A code that turns a browser into a tablet of this unit, to be shown once.

    The practice hospital gives a `code` of its own that lasts longer and may be used many times.
    """
    policy.can_set_up(actor, unit_id).require()
    return tablets.make_code(unit_id, lasts=lasts, uses=uses, code=code, actor=actor, now=now)


def revoke_tablet(device: Device, *, actor: Actor, now: datetime) -> None:
    policy.can_set_up(actor, device.unit_id).require()
    tablets.revoke(device, actor=actor, now=now)
