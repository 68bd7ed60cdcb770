"""Reading people, their secrets' hashes, and tablets."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.exc import SQLAlchemyError

from huddle.accounts.models import Device, LoginSession, User
from huddle.accounts.rules import Secret, clean_username
from huddle.core.actor import OrgRole
from huddle.core.db import db
from huddle.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is needed to check that somebody is who they say."""

    user_id: UUID
    name: str
    password_hash: str | None
    pin_hash: str | None
    password_given_at: datetime | None
    pin_given_at: datetime | None

    def must_change(self, secret: Secret) -> Secret | None:
        """`secret` when somebody else made it and so knows it; the person then has to choose an own one."""
        given_at = self.pin_given_at if secret is Secret.PIN else self.password_given_at
        return secret if given_at is not None else None


_SECRETS = select(
    User.id, User.name, User.password_hash, User.pin_hash, User.password_given_at, User.pin_given_at
).where(User.active)


def secrets_of(user_id: UUID) -> Secrets | None:
    row = db.session.execute(_SECRETS.where(User.id == user_id)).one_or_none()
    return Secrets(*row) if row else None


def secrets_of_username(username: str) -> Secrets | None:
    row = db.session.execute(_SECRETS.where(User.username == clean_username(username))).one_or_none()
    return Secrets(*row) if row else None


def database_in_use() -> str | None:
    """The name of the database when it answers from one of our tables, else None."""
    try:
        db.session.execute(select(User.id).limit(1))
    except SQLAlchemyError:
        db.session.rollback()
        return None
    return db.engine.dialect.name


def person(user_id: UUID) -> User:
    """One person, active or not. Raises NotFound."""
    found = db.session.get(User, user_id)
    if found is None:
        raise NotFound
    return found


def people(search: str = "", *, limit: int = 200) -> list[User]:
    """Everybody whose name or username holds `search`, active people first, by name."""
    query = select(User).order_by(User.active.desc(), User.name, User.id).limit(limit)
    if wanted := search.strip():
        escaped = wanted.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        pattern = f"%{escaped.lower()}%"
        query = query.where(
            or_(func.lower(User.name).like(pattern, escape="\\"), User.username.like(pattern, escape="\\"))
        )
    return list(db.session.execute(query).scalars())


def username_taken(username: str) -> bool:
    return db.session.execute(select(User.id).where(User.username == username)).first() is not None


def admin_ids_for_update() -> list[UUID]:
    """Active administrators, locked until the transaction ends, so that two cannot remove each other at once."""
    query = select(User.id).where(User.active, User.org_role == OrgRole.ADMIN).order_by(User.id).with_for_update()
    return list(db.session.execute(query).scalars())


SWITCHED_OFF_FOR = timedelta(days=30)
"""How long a tablet that was switched off is still listed."""


def tablets(unit_id: UUID | None = None) -> list[Device]:
    """The tablets of a unit, or of all, that have not been switched off, by name."""
    query = select(Device).where(Device.revoked_at.is_(None))
    if unit_id is not None:
        query = query.where(Device.unit_id == unit_id)
    return list(db.session.execute(query.order_by(Device.name, Device.id)).scalars())


def tablets_switched_off(unit_id: UUID, now: datetime) -> list[Device]:
    """Those that were switched off in the last month, the newest first."""
    query = select(Device).where(Device.unit_id == unit_id, Device.revoked_at > now - SWITCHED_OFF_FOR)
    return list(db.session.execute(query.order_by(Device.revoked_at.desc(), Device.id)).scalars())


def tablet(unit_id: UUID, device_id: UUID) -> Device:
    """One tablet of the unit. Raises NotFound."""
    query = select(Device).where(Device.unit_id == unit_id, Device.id == device_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def signed_in_since(user_ids: Collection[UUID], unit_id: UUID, since: datetime) -> set[UUID]:
    """Who of these people signed in since then: on a tablet of the unit, or on a device of their own."""
    here = select(Device.id).where(Device.unit_id == unit_id)
    query = select(LoginSession.user_id).where(
        LoginSession.user_id.in_(user_ids),
        LoginSession.created_at >= since,
        or_(LoginSession.device_id.is_(None), LoginSession.device_id.in_(here)),
    )
    return set(db.session.execute(query.distinct().order_by(LoginSession.user_id)).scalars())
