"""Tables of people, sessions and tablets."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from huddle.accounts.rules import DeviceKind, Secret
from huddle.core.actor import OrgRole
from huddle.core.db import Base, text_enum


class User(Base):
    """One person. Never deleted: what they signed keeps its author.

    `pin_given_at` and `password_given_at` are set while somebody else knows the secret: it was made for this person,
    who has to choose an own one at the first sign-in with it. `guest_since` is set for somebody who is known here only
    by vouching for a shift, with a PIN that is made anew each time. `email` is the hospital's address of them, to which
    digests go unless they switched that off (`mail_off_at`).
    """

    __tablename__ = "user"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    pin_given_at: Mapped[datetime | None]
    password_given_at: Mapped[datetime | None]
    guest_since: Mapped[datetime | None]
    email: Mapped[str | None] = mapped_column(String(254))
    mail_off_at: Mapped[datetime | None]
    org_role: Mapped[OrgRole | None] = mapped_column(text_enum(OrgRole))
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own spelling


class Device(Base):
    """A tablet or wall screen enrolled to a unit. Its cookie holds a random token; here is only the hash."""

    __tablename__ = "device"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"), index=True)
    kind: Mapped[DeviceKind] = mapped_column(text_enum(DeviceKind), default=DeviceKind.TABLET)
    name: Mapped[str] = mapped_column(String(60))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    enrolled_at: Mapped[datetime]
    enrolled_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class EnrolmentCode(Base):
    """A short-lived code that turns a browser into a tablet, or a wall screen, of one unit."""

    __tablename__ = "enrolment_code"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    unit_id: Mapped[UUID] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[DeviceKind] = mapped_column(text_enum(DeviceKind), default=DeviceKind.TABLET)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("user.id"))
    expires_at: Mapped[datetime]
    uses_left: Mapped[int] = mapped_column(CheckConstraint("uses_left >= 0", name="not_negative"), default=1)


class LoginSession(Base):
    """One sign-in. `lock_after_seconds` follows the page that was used last.

    `must_change` names the secret with which it was opened when somebody else knows that: nothing but choosing an own
    one is possible until then.
    """

    __tablename__ = "login_session"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("user.id"), index=True)
    device_id: Mapped[UUID | None] = mapped_column(ForeignKey("device.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_used_at: Mapped[datetime]
    lock_after_seconds: Mapped[int]
    pin_at: Mapped[datetime | None]
    must_change: Mapped[Secret | None] = mapped_column(text_enum(Secret))
    locked_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Throttle(Base):
    """Wrong tries under one key (person and tablet, or account and address)."""

    __tablename__ = "throttle"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    blocked_until: Mapped[datetime | None]
    last_at: Mapped[datetime]
