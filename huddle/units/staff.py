"""From cookies to the person who acts: one read for the session, one for the memberships."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select, update

from huddle.accounts.hashing import token_sha256
from huddle.accounts.models import Device, LoginSession, User
from huddle.core.actor import Actor
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.units.models import Membership, Service, Site, Unit
from huddle.web.context import NOBODY, Tablet, Visit

UTC_ZONE = ZoneInfo("UTC")
TOUCH_EVERY = timedelta(seconds=15)

_DEVICE = (
    select(Device.id, Device.unit_id, Device.name, Device.expires_at, Device.last_seen_at, Site.timezone)
    .join(Unit, Unit.id == Device.unit_id)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .where(Device.token_sha256 == bindparam("token"), Device.revoked_at.is_(None))
)
_SESSION = (
    select(
        LoginSession.id,
        LoginSession.device_id,
        LoginSession.expires_at,
        LoginSession.last_used_at,
        LoginSession.lock_after_seconds,
        LoginSession.pin_at,
        LoginSession.locked_at,
        User.id,
        User.name,
        User.org_role,
    )
    .join(User, User.id == LoginSession.user_id)
    .where(LoginSession.token_sha256 == bindparam("token"), LoginSession.revoked_at.is_(None), User.active)
)
_MEMBERSHIPS = (
    select(Membership.unit_id, Membership.role, Site.timezone)
    .join(Unit, Unit.id == Membership.unit_id)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .where(Membership.user_id == bindparam("user"), Membership.ended_at.is_(None), Unit.active)
    .order_by(Unit.name, Unit.id)
)


def load_visit(session_token: str | None, device_token: str | None, unit_id: UUID | None, now: datetime) -> Visit:
    """Who this is, read from the database for every request, so that a revoked right ends at once.

    `unit_id` is the unit in the address, if any; it decides the time zone of the page.
    """
    tablet, zone = _tablet(device_token, now)
    if not session_token:
        return Visit(tablet=tablet, zone=zone) if tablet else NOBODY
    rows = read(_SESSION, token=token_sha256(session_token))
    if not rows:
        return Visit(tablet=tablet, zone=zone)
    session_id, device_id, expires_at, used_at, lock_after, pin_at, locked_at, user_id, name, org_role = rows[0]
    if now >= expires_at or device_id != (tablet.id if tablet else None):
        return Visit(tablet=tablet, zone=zone)
    memberships = read(_MEMBERSHIPS, user=user_id)
    zones = {unit: ZoneInfo(timezone) for unit, _role, timezone in memberships}
    actor = Actor(
        user_id=user_id,
        name=name,
        units={unit: role for unit, role, _timezone in memberships},
        org_role=org_role,
        device_id=device_id,
    )
    return Visit(
        actor=actor,
        session_id=session_id,
        tablet=tablet,
        locked=locked_at is not None or now - used_at > timedelta(seconds=lock_after),
        pin_at=pin_at,
        lock_after_seconds=lock_after,
        used_at=used_at,
        zone=zones.get(unit_id) or _zone_of(unit_id) or (zone if tablet else next(iter(zones.values()), UTC_ZONE)),
    )


def actor_on(unit_id: UUID, user_id: UUID, device_id: UUID | None = None) -> Actor:
    """Somebody who works on the unit, as an actor: for a colleague who co-signs on the tablet of another.

    Raises NotFound for everybody else.
    """
    person = db.session.execute(
        select(User.id, User.name, User.org_role).where(User.id == user_id, User.active)
    ).one_or_none()
    units = {unit: role for unit, role, _zone in db.session.execute(_MEMBERSHIPS, {"user": user_id})}
    if person is None or unit_id not in units:
        raise NotFound
    return Actor(person.id, person.name, units=units, org_role=person.org_role, device_id=device_id)


def _zone_of(unit_id: UUID | None) -> ZoneInfo | None:
    if unit_id is None:
        return None
    query = select(Site.timezone).join(Service, Service.site_id == Site.id).join(Unit, Unit.service_id == Service.id)
    name = db.session.execute(query.where(Unit.id == unit_id)).scalar_one_or_none()
    return ZoneInfo(name) if name else None


def _tablet(device_token: str | None, now: datetime) -> tuple[Tablet | None, ZoneInfo]:
    if not device_token:
        return None, UTC_ZONE
    rows = read(_DEVICE, token=token_sha256(device_token))
    if not rows or now >= rows[0].expires_at:
        return None, UTC_ZONE
    row = rows[0]
    return Tablet(row.id, row.unit_id, row.name), ZoneInfo(row.timezone)


def is_worth_a_touch(here: Visit, lock_after_seconds: int, now: datetime) -> bool:
    """Whether the last use is long enough ago, or of another kind of page, to be written down again."""
    if here.used_at is None:
        return False
    return now - here.used_at >= TOUCH_EVERY or here.lock_after_seconds != lock_after_seconds


def touch(session_id: UUID, tablet_id: UUID | None, lock_after_seconds: int, *, now: datetime) -> None:
    """Write down that this session was used just now, by a person and not by a poll."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id)
        .values(last_used_at=now, lock_after_seconds=lock_after_seconds)
    )
    if tablet_id is not None:
        db.session.execute(update(Device).where(Device.id == tablet_id).values(last_seen_at=now))
