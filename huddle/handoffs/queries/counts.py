"""Counting handoffs: of a month, and of late."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import case, func, select

from huddle.core.db import db
from huddle.handoffs.models import Handoff


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the handoffs sent in [start, end): how many, how many acknowledged, in time, and seen differently."""
    query = select(
        func.count(Handoff.id),
        func.count(Handoff.acknowledged_at),
        func.count(case((Handoff.acknowledged_at <= Handoff.answer_by, 1))),
        func.count(case((Handoff.receiver_severity != Handoff.severity, 1))),
    ).where(Handoff.unit_id == unit_id, Handoff.sent_at >= start, Handoff.sent_at < end)
    counted = db.session.execute(query).one()
    return dict(zip(("sent", "acknowledged", "in_time", "severity_differs"), counted, strict=True))


def patients_lately(unit_id: UUID, now: datetime) -> int:
    """How many different patients were handed over on this unit in the last 24 hours."""
    query = select(Handoff.patient_id1, Handoff.patient_id2).where(
        Handoff.unit_id == unit_id, Handoff.sent_at > now - timedelta(hours=24)
    )
    return db.session.execute(select(func.count()).select_from(query.distinct().subquery())).scalar_one()
