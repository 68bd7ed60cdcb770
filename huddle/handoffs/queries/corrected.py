"""Corrections of handoffs that were handed on: they wait for whoever has the patient now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.core.db import db
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.one import handed_on
from huddle.handoffs.queries.reach import at_home_on
from huddle.handoffs.rules import VISIBLE_FOR, HandoffStatus


def waits_for(handoff: Handoff) -> UUID | None:
    """Who is to read what was corrected: whoever has the patient now, as far as their unit knows."""
    later = handed_on(handoff.home_id, handoff)
    return later.acknowledged_by if later else handoff.acknowledged_by


def correction_before(handoff: Handoff, now: datetime) -> UUID | None:
    """An older handoff of this patient with a correction that nobody has read; the newest that may still be read."""
    if handoff.acknowledged_at is None:
        return None
    query = select(Handoff.id).where(
        at_home_on(handoff.home_id),
        Handoff.patient_id1 == handoff.patient_id1,
        Handoff.patient_id2 == handoff.patient_id2,
        Handoff.status == HandoffStatus.CLOSED,
        Handoff.corrections > Handoff.corrections_seen,
        Handoff.sent_at > now - VISIBLE_FOR,
        Handoff.id != handoff.id,
    )
    newest = query.order_by(Handoff.sent_at.desc(), Handoff.id).limit(1)
    return db.session.execute(newest).scalar_one_or_none()
