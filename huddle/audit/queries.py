"""Reading the trail and the revision."""

from __future__ import annotations

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
