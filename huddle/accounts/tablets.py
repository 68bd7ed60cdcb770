"""Tablets: a code turns a browser into a tablet of one unit, until it is revoked or runs out."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, update

from huddle.accounts import hashing
from huddle.accounts.models import Device, EnrolmentCode, LoginSession
from huddle.accounts.rules import CODE_LASTS, DeviceKind
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused


def make_code(
    unit_id: UUID,
    *,
    kind: DeviceKind = DeviceKind.TABLET,
    lasts: timedelta = CODE_LASTS,
    uses: int = 1,
    code: str | None = None,
    actor: Actor,
    now: datetime,
) -> str:
    """A new code for a tablet or wall screen of this unit. Codes that have run out go on this occasion."""
    db.session.execute(delete(EnrolmentCode).where(EnrolmentCode.expires_at <= now))
    code = code or hashing.new_code()
    row = EnrolmentCode(
        code_sha256=hashing.code_digest(code),
        unit_id=unit_id,
        kind=kind,
        created_by=actor.person_id,
        expires_at=now + lasts,
        uses_left=uses,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("tablet.code_made", subject=("enrolment_code", row.id), actor=actor, now=now, unit_id=unit_id)
    return code


def enrol(
    code: str, *, name: str, lasts: timedelta, instead_of: UUID | None = None, actor: Actor, now: datetime
) -> str:
    """Make this browser what the code is for; the token for its cookie. Raises FieldRefused on `code`.

    `instead_of` is the tablet that this browser was before; it ends. Whoever made the code answers for it.
    """
    unit_id, kind, made_by = _use(code, now)
    if instead_of is not None:
        _end(instead_of, now)
    token = secrets.token_urlsafe(32)
    device = Device(
        unit_id=unit_id,
        kind=kind,
        name=name,
        token_sha256=hashing.token_sha256(token),
        enrolled_at=now,
        enrolled_by=made_by,
        expires_at=now + lasts,
        last_seen_at=now,
    )
    db.session.add(device)
    db.session.flush()
    audit.record("tablet.enrolled", subject=("device", device.id), actor=actor, now=now, unit_id=unit_id)
    return token


def _use(code: str, now: datetime) -> tuple[UUID, DeviceKind, UUID]:
    """Take one use of the code, in one statement so that no two browsers take the last one; unit, kind and maker."""
    used = db.session.execute(
        update(EnrolmentCode)
        .where(
            EnrolmentCode.code_sha256 == hashing.code_digest(code),
            EnrolmentCode.uses_left > 0,
            EnrolmentCode.expires_at > now,
        )
        .values(uses_left=EnrolmentCode.uses_left - 1)
        .returning(EnrolmentCode.unit_id, EnrolmentCode.kind, EnrolmentCode.created_by)
    ).one_or_none()
    if used is None:
        raise FieldRefused("code", "This code is not right, or it has run out. Ask for a new one.")
    return used.unit_id, used.kind, used.created_by


def revoke(device: Device, *, actor: Actor, now: datetime) -> None:
    """This tablet belongs to the unit no more, and whoever is signed in on it is out, at once."""
    _end(device.id, now)
    audit.record("tablet.revoked", subject=("device", device.id), actor=actor, now=now, unit_id=device.unit_id)


def _end(device_id: UUID, now: datetime) -> None:
    for table in (Device, LoginSession):
        column = Device.id if table is Device else LoginSession.device_id
        db.session.execute(update(table).where(column == device_id, table.revoked_at.is_(None)).values(revoked_at=now))
