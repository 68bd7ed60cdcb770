"""Counting handoffs: of a month, and of late."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, case, func, select

from huddle.core.db import db, read
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent, HandoffIfThen
from huddle.handoffs.queries.reach import at_home_on, written_on
from huddle.handoffs.rules import ActionAnswer, EventKind, HandoffStatus, Measure, Told

_OF_LATE = (
    Handoff.unit_id == bindparam("unit"),
    Handoff.sent_at > bindparam("since"),
    Handoff.status != HandoffStatus.SUPERSEDED,
)
_TOLD = (
    select(
        Handoff.kind,
        Handoff.severity,
        Handoff.mode,
        Handoff.read_back,
        Handoff.started_at,
        Handoff.sent_at,
        Handoff.answer_by,
        Handoff.acknowledged_at,
        Handoff.to_confirm,
        func.count(HandoffIfThen.id),
    )
    .outerjoin(HandoffIfThen, HandoffIfThen.handoff_id == Handoff.id)
    .where(*_OF_LATE)
    .group_by(Handoff.id)
    .order_by(Handoff.sent_at, Handoff.id)
)
_TAKEN_ON = (
    select(HandoffAction.due_at, HandoffAction.done_at)
    .join(Handoff, Handoff.id == HandoffAction.handoff_id)
    .where(*_OF_LATE, HandoffAction.answer == ActionAnswer.ACCEPTED)
    .order_by(HandoffAction.due_at, HandoffAction.id)
)
_SENT_BACK = (
    select(HandoffEvent.section, func.count())
    .join(Handoff, Handoff.id == HandoffEvent.handoff_id)
    .where(*_OF_LATE, HandoffEvent.kind == EventKind.RETURNED)
    .group_by(HandoffEvent.section)
    .order_by(HandoffEvent.section)
)


def measures(unit_id: UUID, now: datetime) -> list[Measure]:
    """How the handoffs of the last thirty days went, counted for the unit and never for a person."""
    late = {"unit": unit_id, "since": now - rules.MEASURED_FOR}
    told = [Told(*row) for row in read(_TOLD, **late)]
    actions = [(due, done) for due, done in read(_TAKEN_ON, **late)]
    return rules.measures(told, actions, {section: count for section, count in read(_SENT_BACK, **late)})


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
    """How many different patients of this unit were handed over in the last 24 hours."""
    query = select(Handoff.patient_id1, Handoff.patient_id2).where(
        at_home_on(unit_id), Handoff.sent_at > now - timedelta(hours=24)
    )
    return db.session.execute(select(func.count()).select_from(query.distinct().subquery())).scalar_one()
