"""Escalations that were answered by phone: when, and by whom. Whoever had the patient kept them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from huddle.core.db import db
from huddle.handoffs.models import Handoff, HandoffEvent
from huddle.handoffs.rules import EventKind, HandoffStatus
from huddle.handoffs.rules.phone import LineRole, heard_of

ANSWERED_AT = (
    select(func.max(HandoffEvent.at, type_=HandoffEvent.at.type))
    .where(HandoffEvent.handoff_id == Handoff.id, HandoffEvent.kind == EventKind.ANSWERED_BY_PHONE)
    .correlate(Handoff)
    .scalar_subquery()
    .label("answered_at")
)
"""For lists of handoffs: when each was answered by phone."""


def answered_at(handoff: Handoff) -> datetime | None:
    """When it was answered; None for one that was not."""
    at: datetime | None = db.session.execute(select(ANSWERED_AT).where(Handoff.id == handoff.id)).scalar_one()
    return at


def answered_by(handoff_ids: Collection[UUID]) -> dict[UUID, LineRole]:
    """By handoff, the role of who was on the line last; nobody's for one whose words are erased."""
    if not handoff_ids:
        return {}
    query = select(HandoffEvent.handoff_id, HandoffEvent.text).where(
        HandoffEvent.handoff_id.in_(handoff_ids), HandoffEvent.kind == EventKind.TOLD_BY_PHONE
    )
    found: dict[UUID, LineRole] = {}
    for handoff_id, text in db.session.execute(query.order_by(HandoffEvent.seq)):
        if (heard := heard_of(text)) and heard.role:
            found[handoff_id] = heard.role
    return found


def answered_since(handoff: Handoff) -> Handoff | None:
    """The newest escalation of this patient that was answered after they were taken on by this handoff."""
    if handoff.acknowledged_at is None:
        return None
    query = select(Handoff).where(
        Handoff.unit_id == handoff.home_id,
        Handoff.patient_id1 == handoff.patient_id1,
        Handoff.patient_id2 == handoff.patient_id2,
        Handoff.status == HandoffStatus.ANSWERED,
        handoff.acknowledged_at <= ANSWERED_AT,
    )
    newest = query.order_by(ANSWERED_AT.desc(), Handoff.id).limit(1)
    return db.session.execute(newest).scalar_one_or_none()
