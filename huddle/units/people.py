"""People as administrators and managers handle them: who works where, first secrets, tablets.

New PINs and passwords are made here, never typed for somebody else; they are given back once, to be shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from huddle.accounts import service as accounts
from huddle.accounts import tablets
from huddle.accounts.models import Device, User
from huddle.accounts.rules import CODE_LASTS, DeviceKind
from huddle.audit import service as audit
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.units import charge, policy, queries, rules
from huddle.units.models import Membership, ShiftGuest


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
        pin = accounts.give_pin(person, actor=actor, now=now)
    if org_role is not None or unit_id is None:
        password = accounts.give_password(person, actor=actor, now=now)
    return FirstSecrets(person, pin, password)


def edit_person(
    person: User, *, name: str, org_role: OrgRole | None, email: str | None = None, actor: Actor, now: datetime
) -> None:
    """Change the name, the role above units and, where it is given, the e-mail address (empty: none)."""
    policy.can_administer(actor).require()
    accounts.edit_person(person, name=name, org_role=org_role, actor=actor, now=now)
    if email is not None:
        accounts.set_email(person, email=email, actor=actor, now=now)


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
    _no_longer_guest(unit_id, db.session.get_one(User, user_id), actor, now)
    return admit(unit_id, user_id, role=role, ends_at=None, actor=actor, now=now)


def admit(
    unit_id: UUID, user_id: UUID, *, role: UnitRole, ends_at: datetime | None, actor: Actor, now: datetime
) -> Membership:
    """Store that this person works on the unit, until `ends_at` if that is given; the caller has asked who may."""
    member = _membership(unit_id, user_id)
    if member is None:
        member = Membership(unit_id=unit_id, user_id=user_id, role=role, started_at=now)
        db.session.add(member)
    elif not _counts(member, now):
        member.started_at, member.ended_at = now, None
    member.role, member.ends_at = role, ends_at
    db.session.flush()
    audit.record(f"membership.{role}", subject=("user", user_id), actor=actor, now=now, unit_id=unit_id)
    return member


def _no_longer_guest(unit_id: UUID, person: User, actor: Actor, now: datetime) -> None:
    """Who was here for a shift stays: under the same name, and with a PIN that they have to choose anew."""
    if person.guest_since is not None:
        person.guest_since, person.pin_given_at = None, now
    end_stays(unit_id, person.id, actor=actor, now=now)


def end_stays(unit_id: UUID, person_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Nobody is a guest and something else on one unit at once: a stay that still runs is over."""
    # no trace: whoever calls leaves one.
    db.session.execute(
        update(ShiftGuest)
        .where(
            ShiftGuest.unit_id == unit_id,
            ShiftGuest.person_id == person_id,
            ShiftGuest.ended_at.is_(None),
            ShiftGuest.ends_at > now,
        )
        .values(ended_at=now, ended_by=actor.user_id or person_id)
    )


def end_membership(unit_id: UUID, user_id: UUID, *, actor: Actor, now: datetime) -> None:
    """This person works on the unit no more, from this moment. Raises NotFound when they did not."""
    member = member_of(unit_id, user_id, now)
    policy.can_end_membership(actor, unit_id, member.role).require()
    member.ended_at = now
    end_stays(unit_id, user_id, actor=actor, now=now)
    db.session.flush()
    audit.record("membership.ended", subject=("user", user_id), actor=actor, now=now, unit_id=unit_id)
    charge.end_turn(unit_id, user_id, actor=actor, now=now)
    accounts.close_sessions_on(unit_id, user_id, actor=actor, now=now)


def set_last_day(unit_id: UUID, user_id: UUID, *, day: date | None, actor: Actor, now: datetime) -> None:
    """This person works on the unit until the last shift that begins on `day` is over; None: they stay.

    Raises FieldRefused on `last_day` for a day in the past, RuleBroken for a guest, whose time is known.
    """
    member = member_of(unit_id, user_id, now)
    policy.can_end_membership(actor, unit_id, member.role).require()
    if queries.person_on(unit_id, user_id, now).guest_role is not None:
        raise RuleBroken("This person is here for one shift, which ends by itself.")
    zone = queries.facts(unit_id).zone
    if day is not None and day < local_day(now, zone):
        raise FieldRefused("last_day", "Choose today or a later day.")
    member.ends_at = rules.end_of_last_day(queries.shifts(unit_id), day, zone) if day else None
    db.session.flush()
    what = "membership.last_day_set" if day else "membership.last_day_cleared"
    audit.record(what, subject=("user", user_id), actor=actor, now=now, unit_id=unit_id)


def member_of(unit_id: UUID, user_id: UUID, now: datetime) -> Membership:
    """The membership of somebody who works on the unit at this moment. Raises NotFound."""
    member = _membership(unit_id, user_id)
    if member is None or not _counts(member, now):
        raise NotFound
    return member


def _counts(member: Membership, now: datetime) -> bool:
    return member.ended_at is None and (member.ends_at is None or member.ends_at > now)


def _membership(unit_id: UUID, user_id: UUID) -> Membership | None:
    query = select(Membership).where(Membership.unit_id == unit_id, Membership.user_id == user_id).with_for_update()
    return db.session.execute(query).scalar_one_or_none()


def make_pin(person: User, *, unit_id: UUID | None = None, actor: Actor, now: datetime) -> str:
    """A new PIN in place of the old one, to be shown once; whoever is signed in with the old one is out.

    `unit_id` is the unit whose manager asks.
    """
    if unit_id is None:
        policy.can_administer(actor).require()
    else:
        policy.can_make_pin(actor, unit_id, person, roles_of(person.id, now)).require()
    pin = accounts.give_pin(person, actor=actor, now=now)
    accounts.close_all_sessions(person.id, actor=actor, now=now)
    return pin


def make_password(person: User, *, actor: Actor, now: datetime) -> str:
    """A new password in place of the old one, to be shown once; all sessions of the person end."""
    policy.can_administer(actor).require()
    password = accounts.give_password(person, actor=actor, now=now)
    accounts.close_all_sessions(person.id, actor=actor, now=now)
    return password


def roles_of(user_id: UUID, now: datetime) -> dict[UUID, UnitRole]:
    """Where somebody works at this moment, and as what."""
    query = select(Membership.unit_id, Membership.role).where(Membership.user_id == user_id, queries.IS_MEMBER)
    found = db.session.execute(query.order_by(Membership.unit_id), {"now": now})
    return {unit_id: role for unit_id, role in found}


def make_tablet_code(
    unit_id: UUID,
    *,
    kind: DeviceKind = DeviceKind.TABLET,
    lasts: timedelta = CODE_LASTS,
    uses: int = 1,
    code: str | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """A code that turns a browser into a tablet or wall screen of this unit, to be shown once.

    The practice hospital gives a `code` of its own that lasts longer and may be used many times.
    """
    policy.can_set_up(actor, unit_id).require()
    return tablets.make_code(unit_id, kind=kind, lasts=lasts, uses=uses, code=code, actor=actor, now=now)


def revoke_tablet(device: Device, *, actor: Actor, now: datetime) -> None:
    policy.can_set_up(actor, device.unit_id).require()
    tablets.revoke(device, actor=actor, now=now)
