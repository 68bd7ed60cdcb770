"""The end of a shift: what nobody acknowledged expires. Nothing moves by it; it only is not forgotten."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.locking import lock
from huddle.handoffs.rules import MAY_EXPIRE, EventKind, HandoffStatus
from huddle.handoffs.service.trace import note_and_record
from huddle.units import queries as units


def expire(handoff_id: UUID, *, actor: Actor, now: datetime) -> bool:
    """Say of one handoff that its shift ended before anybody acknowledged it; whether that was still to be said.

    Whoever had the patient still has them, and a colleague can still take them on. `actor` is a job.
    """
    handoff = db.session.get_one(Handoff, handoff_id)
    lock(handoff)
    unit = units.facts(handoff.receiving_unit_id)
    is_due = handoff.status in MAY_EXPIRE and (
        rules.expires_at(handoff.answer_by, units.shifts(unit.id), unit.zone) <= now
    )
    if is_due:
        handoff.status = rules.move(handoff.status, HandoffStatus.EXPIRED)
        note_and_record(handoff, EventKind.EXPIRED, actor=actor, now=now)
    return is_due
