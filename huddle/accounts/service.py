"""People and their sessions: signing in and out, locking, PINs and passwords.

Whether an actor may administer another person is decided where memberships are known (huddle.units.service);
what stands here holds for everybody.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from huddle.accounts import hashing, queries, rules
from huddle.accounts.models import Device, LoginSession, User
from huddle.accounts.rules import Secret
from huddle.audit import service as audit
from huddle.core.actor import Actor, OrgRole
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken


def open_session(
    *,
    device_id: UUID | None,
    lasts: timedelta,
    lock_after: timedelta,
    must_change: Secret | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """A new session of `actor`, who has just proved who they are; the token for the cookie, known to nobody else.

    With `must_change` it serves for nothing but choosing an own PIN or password, until that is done.
    """
    token = secrets.token_urlsafe(32)
    session = LoginSession(
        token_sha256=hashing.token_sha256(token),
        user_id=actor.person_id,
        device_id=device_id,
        created_at=now,
        expires_at=now + lasts,
        last_used_at=now,
        lock_after_seconds=int(lock_after.total_seconds()),
        pin_at=now,
        must_change=must_change,
    )
    db.session.add(session)
    db.session.flush()
    audit.record("session.opened", subject=("session", session.id), actor=actor, now=now)
    return token


def lock(session_id: UUID, *, actor: Actor, now: datetime) -> str:
    """Hide everything until the PIN is given again; the new token of the locked session.

    The token changes so that no browser shows an older page from its own memory.
    """
    token = secrets.token_urlsafe(32)
    session = db.session.get_one(LoginSession, session_id)
    session.token_sha256 = hashing.token_sha256(token)
    session.locked_at = session.locked_at or now
    db.session.flush()
    audit.record("session.locked", subject=("session", session_id), actor=actor, now=now)
    return token


def close_session(session_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Sign out: the session can never be used again."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id, LoginSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    audit.record("session.closed", subject=("session", session_id), actor=actor, now=now)


def close_sessions_on(unit_id: UUID, user_id: UUID, *, actor: Actor, now: datetime) -> None:
    """End every session of one person on the tablets of a unit, at once."""
    here = select(Device.id).where(Device.unit_id == unit_id)
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.user_id == user_id, LoginSession.device_id.in_(here), LoginSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )
    audit.record("session.closed_on_unit", subject=("user", user_id), actor=actor, now=now)


def close_all_sessions(user_id: UUID, *, keep: UUID | None = None, actor: Actor, now: datetime) -> None:
    """End every session of one person, on all devices, at once; all but `keep` when it is given."""
    statement = update(LoginSession).where(LoginSession.user_id == user_id, LoginSession.revoked_at.is_(None))
    if keep is not None:
        statement = statement.where(LoginSession.id != keep)
    db.session.execute(statement.values(revoked_at=now))
    audit.record("session.closed_all", subject=("user", user_id), actor=actor, now=now)


def note_pin(session_id: UUID, *, actor: Actor, now: datetime) -> None:
    """The PIN was given in this session just now; it counts as signing for a short time."""
    db.session.execute(update(LoginSession).where(LoginSession.id == session_id).values(pin_at=now))
    audit.record("session.pin_given", subject=("session", session_id), actor=actor, now=now)


def add_person(*, username: str, name: str, org_role: OrgRole | None = None, actor: Actor, now: datetime) -> User:
    """A new person, without PIN and password. Raises FieldRefused when the username is taken or not one."""
    username = rules.clean_username(username)
    if fault := rules.username_fault(username):
        raise FieldRefused("username", fault)
    if queries.username_taken(username):
        raise FieldRefused("username", "Somebody has this username already. Choose another one.")
    person = User(username=username, name=name, org_role=org_role, created_at=now)
    db.session.add(person)
    db.session.flush()
    audit.record("person.added", subject=("user", person.id), actor=actor, now=now)
    if org_role is not None:
        audit.record(f"person.made_{org_role}", subject=("user", person.id), actor=actor, now=now)
    return person


def edit_person(person: User, *, name: str, org_role: OrgRole | None, actor: Actor, now: datetime) -> None:
    """Change the name or the organisation role. Raises RuleBroken for the role of the last administrator."""
    before, renamed = person.org_role, person.name != name
    if before is OrgRole.ADMIN and org_role is not OrgRole.ADMIN:
        _require_another_admin(person)
    person.name, person.org_role = name, org_role
    if org_role is not None and person.guest_since is not None:
        # No charge nurse makes the PIN of somebody who may do this much, or knows the one that they have.
        person.guest_since, person.pin_given_at = None, now
        close_all_sessions(person.id, actor=actor, now=now)
    db.session.flush()
    audit.record("person.edited", subject=("user", person.id), actor=actor, now=now, everywhere=renamed)
    if before is not org_role:
        what = f"person.made_{org_role}" if org_role else f"person.no_longer_{before}"
        audit.record(what, subject=("user", person.id), actor=actor, now=now)


def set_email(person: User, *, email: str, actor: Actor, now: datetime) -> None:
    """Where this person is written to; empty: nowhere. Raises FieldRefused on `email` for what is no address."""
    if email and (fault := rules.email_fault(email)):
        raise FieldRefused("email", fault)
    if (email or None) == person.email:
        return
    person.email = email or None
    db.session.flush()
    audit.record("person.email_set", subject=("user", person.id), actor=actor, now=now)


def deactivate(person: User, *, actor: Actor, now: datetime) -> None:
    """Nobody signs in with this name any more, from this moment. Raises RuleBroken for the last administrator."""
    if person.org_role is OrgRole.ADMIN:
        _require_another_admin(person)
    person.active = False
    db.session.flush()
    audit.record("person.deactivated", subject=("user", person.id), actor=actor, now=now)
    close_all_sessions(person.id, actor=actor, now=now)


def reactivate(person: User, *, actor: Actor, now: datetime) -> None:
    person.active = True
    db.session.flush()
    audit.record("person.reactivated", subject=("user", person.id), actor=actor, now=now)


def _require_another_admin(person: User) -> None:
    if person.active and not [id_ for id_ in queries.admin_ids_for_update() if id_ != person.id]:
        raise RuleBroken("This is the last administrator. Make somebody else an administrator first.")


def set_pin(person: User, *, pin: str, field_name: str = "pin_new", actor: Actor, now: datetime) -> None:
    """The person's own PIN. Raises FieldRefused on `field_name` when it is easy to guess, or was given to them."""
    if fault := rules.pin_fault(pin):
        raise FieldRefused(field_name, fault)
    if person.pin_given_at is not None and hashing.is_pin(person.pin_hash, pin):
        raise FieldRefused(field_name, "Somebody else knows this PIN. Choose another one.")
    person.pin_hash, person.pin_given_at = hashing.hash_pin(pin), None
    db.session.flush()
    _free_sessions(person.id, Secret.PIN)
    audit.record("person.pin_set", subject=("user", person.id), actor=actor, now=now)


def give_pin(person: User, *, actor: Actor, now: datetime) -> str:
    """A new PIN made for somebody, to be shown once. They choose their own at the first sign-in with it.

    A guest of one shift keeps it: it ends with the shift.
    """
    pin = hashing.new_pin()
    person.pin_hash = hashing.hash_pin(pin)
    person.pin_given_at = None if person.guest_since else now
    db.session.flush()
    audit.record("person.pin_given", subject=("user", person.id), actor=actor, now=now)
    return pin


def set_password(person: User, *, password: str, field_name: str = "password_new", actor: Actor, now: datetime) -> None:
    """The person's own password. Raises FieldRefused on `field_name` as `set_pin` does."""
    if fault := rules.password_fault(password, person.username):
        raise FieldRefused(field_name, fault)
    if person.password_given_at is not None and hashing.is_password(person.password_hash, password):
        raise FieldRefused(field_name, "Somebody else knows this password. Choose another one.")
    person.password_hash, person.password_given_at = hashing.hash_password(password), None
    db.session.flush()
    _free_sessions(person.id, Secret.PASSWORD)
    audit.record("person.password_set", subject=("user", person.id), actor=actor, now=now)


def give_password(person: User, *, actor: Actor, now: datetime) -> str:
    """A new password made for somebody, to be shown once. They choose their own at the first sign-in with it."""
    password = hashing.new_password()
    person.password_hash, person.password_given_at = hashing.hash_password(password), now
    db.session.flush()
    audit.record("person.password_given", subject=("user", person.id), actor=actor, now=now)
    return password


def _free_sessions(user_id: UUID, secret: Secret) -> None:
    """What was only good for choosing this secret is good for everything now."""
    waiting = (LoginSession.user_id == user_id, LoginSession.must_change == secret)
    db.session.execute(update(LoginSession).where(*waiting).values(must_change=None))
