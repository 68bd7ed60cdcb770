"""One writer at a time for each handoff."""

from __future__ import annotations

from sqlalchemy import or_, select

from huddle.core.db import db
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import WAITING


def lock(handoff: Handoff) -> None:
    """Wait for whoever changes it at this moment, and see what they have done."""
    db.session.refresh(handoff, with_for_update=True)


def lock_patient(handoff: Handoff) -> None:
    """Wait for whoever takes the same patient on or hands them over at this moment: then it is known who has them.

    Always in the same order, so that two people never wait for each other.
    """
    places = or_(Handoff.unit_id.in_(handoff.unit_ids), Handoff.to_unit_id.in_(handoff.unit_ids))
    same = (Handoff.patient_id1 == handoff.patient_id1, Handoff.patient_id2 == handoff.patient_id2, places)
    query = select(Handoff.id).where(*same, Handoff.status.in_(WAITING)).order_by(Handoff.id)
    db.session.execute(query.with_for_update()).all()
