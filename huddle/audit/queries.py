"""Reading the trail and the revision."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.audit.models import AuditEvent, UnitRevision
from huddle.core.db import db, read

_REVISION = select(UnitRevision.revision).where(UnitRevision.unit_id == bindparam("unit"))


def revision(unit_id: UUID) -> int:
    """How often something changed on this unit."""
    rows = read(_REVISION, unit=unit_id)
    return int(rows[0][0]) if rows else 0


def newest(limit: int = 100) -> list[AuditEvent]:
    return list(db.session.execute(select(AuditEvent).order_by(AuditEvent.seq.desc()).limit(limit)).scalars())


def of_subject(subject_id: UUID) -> list[AuditEvent]:
    query = select(AuditEvent).where(AuditEvent.subject_id == subject_id).order_by(AuditEvent.seq)
    return list(db.session.execute(query).scalars())


def of_action(action: str, subject_id: UUID, *, limit: int, actor_id: UUID | None = None) -> list[AuditEvent]:
    """Who did this to one thing, the newest first; one person's doing when asked."""
    query = select(AuditEvent).where(AuditEvent.subject_id == subject_id, AuditEvent.action == action)
    if actor_id is not None:
        query = query.where(AuditEvent.actor_id == actor_id)
    return list(db.session.execute(query.order_by(AuditEvent.seq.desc()).limit(limit)).scalars())


def last_done(action: str, unit_id: UUID, actor_id: UUID, since: datetime) -> datetime | None:
    """When this person last did this on the unit, not before `since`."""
    query = select(AuditEvent.at).where(
        AuditEvent.actor_id == actor_id,
        AuditEvent.action == action,
        AuditEvent.unit_id == unit_id,
        AuditEvent.at >= since,
    )
    return db.session.execute(query.order_by(AuditEvent.seq.desc()).limit(1)).scalar_one_or_none()
