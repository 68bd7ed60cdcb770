"""From cookies to the person who acts: session, memberships and revisions, read together for every request."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import and_, bindparam, select, update

from huddle.accounts.hashing import token_sha256
from huddle.accounts.models import Device, LoginSession, User
from huddle.accounts.rules import DeviceKind
from huddle.audit.models import UnitRevision
from huddle.core.actor import Actor, UnitRole
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.core.reading import Statement, together
from huddle.core.written import AREAS
from huddle.units.models import ChargeTurn, Membership, Organisation, Service, Site, Unit
from huddle.units.queries import IS_MEMBER
from huddle.web.context import NOBODY, Tablet, UnitHere, Visit

UTC_ZONE = ZoneInfo("UTC")
TOUCH_EVERY = timedelta(seconds=15)
SEEN_EVERY = timedelta(minutes=5)
"""A tablet that asks every five seconds writes down that it is there only so often."""

_DEVICE = Statement(
    select(Device.id, Device.unit_id, Device.name, Device.kind, Device.expires_at, Device.last_seen_at, Site.timezone)
    .join(Unit, Unit.id == Device.unit_id)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .where(Device.token_sha256 == bindparam("token"), Device.revoked_at.is_(None))
)
_OF_TOKEN = (LoginSession.token_sha256 == bindparam("token"), LoginSession.revoked_at.is_(None))
_SESSION = Statement(
    select(
        LoginSession.id,
        LoginSession.device_id,
        LoginSession.expires_at,
        LoginSession.last_used_at,
        LoginSession.lock_after_seconds,
        LoginSession.pin_at,
        LoginSession.locked_at,
        LoginSession.must_change,
        User.id,
        User.name,
        User.org_role,
        select(Organisation.practice).limit(1).scalar_subquery(),
    )
    .join(User, User.id == LoginSession.user_id)
    .where(*_OF_TOKEN, User.active)
)
_MEMBERSHIPS = (
    select(Membership.unit_id, Membership.role, ChargeTurn.id, Site.timezone, Unit.name, UnitRevision.revision)
    .add_columns(*(UnitRevision.__table__.c[area] for area in AREAS))
    .join(Unit, Unit.id == Membership.unit_id)
    .join(Service, Service.id == Unit.service_id)
    .join(Site, Site.id == Service.site_id)
    .outerjoin(
        ChargeTurn,
        and_(
            ChargeTurn.unit_id == Membership.unit_id,
            ChargeTurn.person_id == Membership.user_id,
            ChargeTurn.until.is_(None),
            ChargeTurn.ends_at > bindparam("now"),
        ),
    )
    .outerjoin(UnitRevision, UnitRevision.unit_id == Membership.unit_id)
    .where(IS_MEMBER, Unit.active)
    .order_by(Unit.name, Unit.id)
)
_OF_PERSON = Statement(_MEMBERSHIPS.where(Membership.user_id == bindparam("user")))
_OF_SESSION = Statement(_MEMBERSHIPS.join(LoginSession, LoginSession.user_id == Membership.user_id).where(*_OF_TOKEN))


def load_visit(session_token: str | None, device_token: str | None, unit_id: UUID | None, now: datetime) -> Visit:
    """Who this is, read from the database for every request, so that a revoked right ends at once.

    `unit_id` is the unit in the address, if any; it decides the time zone of the page.
    """
    tablet, zone = _tablet(device_token, now)
    nobody = Visit(tablet=tablet, zone=zone) if tablet else NOBODY
    if not session_token or (tablet and tablet.is_wall):
        return nobody
    token = token_sha256(session_token)
    sessions, memberships = together(_SESSION.ask(list, token=token), _OF_SESSION.ask(list, token=token, now=now))
    for id_, device_id, expires_at, used_at, lock_after, pin_at, locked_at, *who in sessions:
        if now >= expires_at or device_id != (tablet.id if tablet else None):
            return nobody
        must_change, user_id, name, org_role, practice = who
        return Visit(
            actor=Actor(user_id, name, _roles(memberships), org_role, device_id),
            session_id=id_,
            tablet=tablet,
            locked=locked_at is not None or now - used_at > timedelta(seconds=lock_after),
            pin_at=pin_at,
            lock_after_seconds=lock_after,
            used_at=used_at,
            must_change=must_change,
            zone=_zone(memberships, unit_id) or (zone if tablet else _zone(memberships) or UTC_ZONE),
            units={
                unit: UnitHere(name, revision or 0, tuple(areas))
                for unit, _role, _turn, _zone, name, revision, *areas in memberships
            },
            practice=bool(practice),
        )
    return nobody


def _zone(memberships: Sequence[tuple[Any, ...]], unit_id: UUID | None = None) -> ZoneInfo | None:
    """The time zone of this unit; without one, of the first unit of the person."""
    for unit, _role, _turn, timezone, *_rest in memberships:
        if unit_id in {None, unit}:
            return ZoneInfo(timezone)
    return _zone_of(unit_id)


def _roles(memberships: Sequence[tuple[Any, ...]]) -> dict[UUID, UnitRole]:
    """The role on each unit; staff who are in charge now have the rights of a charge nurse."""
    return {
        unit: UnitRole.CHARGE if turn is not None and role is UnitRole.STAFF else role
        for unit, role, turn, *_rest in memberships
    }


def actor_on(unit_id: UUID, user_id: UUID, device_id: UUID | None = None, *, now: datetime) -> Actor:
    """Somebody who works on the unit, as an actor: for a colleague who co-signs on the tablet of another.

    Raises NotFound for everybody else.
    """
    person = db.session.execute(
        select(User.id, User.name, User.org_role).where(User.id == user_id, User.active)
    ).one_or_none()
    units = _roles(_OF_PERSON.rows(user=user_id, now=now))
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
    for id_, unit_id, name, kind, expires_at, seen_at, timezone in _DEVICE.rows(token=token_sha256(device_token)):
        if now < expires_at:
            return Tablet(id_, unit_id, name, kind is DeviceKind.WALL, seen_at), ZoneInfo(timezone)
    return None, UTC_ZONE


def is_worth_a_touch(here: Visit, lock_after_seconds: int, now: datetime) -> bool:
    """Whether the last use is long enough ago, or of another kind of page, to be written down again."""
    if here.used_at is None:
        return False
    return now - here.used_at >= TOUCH_EVERY or here.lock_after_seconds != lock_after_seconds


def was_seen_lately(tablet: Tablet, now: datetime) -> bool:
    """Whether it is written down already that this device is in use."""
    return tablet.seen_at is not None and now - tablet.seen_at < SEEN_EVERY


def note_seen(tablet_id: UUID, *, now: datetime) -> None:
    """Write down that this device is in use, for its manager to see."""
    db.session.execute(update(Device).where(Device.id == tablet_id).values(last_seen_at=now))


def touch(session_id: UUID, lock_after_seconds: int, *, now: datetime) -> None:
    """Write down that this session was used just now, by a person and not by a poll."""
    db.session.execute(
        update(LoginSession)
        .where(LoginSession.id == session_id)
        .values(last_used_at=now, lock_after_seconds=lock_after_seconds)
    )
