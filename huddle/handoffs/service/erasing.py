"""The end of patient text: after the days that the hospital chose, words and identifiers go, times and counts stay."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select, update

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent, HandoffIfThen
from huddle.handoffs.rules import Mode

AT_ONCE = 200
_PARTS = (
    (HandoffAction, {"what": "", "dropped_reason": ""}),
    (HandoffIfThen, {"sign": "", "response": ""}),
    (HandoffEvent, {"text": ""}),
)


def erase_old(before: datetime, *, actor: Actor, now: datetime) -> int:
    """Erase the words of up to 200 handoffs that are older than `before`; how many they were.

    Who sent and who acknowledged when, and how sick the patient was, stays: nothing of it says who the patient was.
    """
    old = select(Handoff.id).where(func.coalesce(Handoff.sent_at, Handoff.started_at) < before)
    old = old.where(Handoff.patient_id1 != "").order_by(Handoff.started_at, Handoff.id).limit(AT_ONCE)
    ids = list(db.session.execute(old).scalars())
    for part, blank in _PARTS:
        db.session.execute(update(part).where(part.handoff_id.in_(ids)).values(blank))
    # Why something could only be written has to be there where it was; not what it said.
    reason = case((Handoff.mode == Mode.WRITTEN_ONLY, "-"), else_="")
    words = ("patient_id1", "patient_id2", "bed", "situation", "background", "assessment", "recommendation")
    blank = dict.fromkeys((*words, "checks_note", "receiver_priority"), "")
    statement = update(Handoff).where(Handoff.id.in_(ids)).values({**blank, "extra": {}, "written_reason": reason})
    db.session.execute(statement.execution_options(synchronize_session=False))
    for id_ in ids:
        audit.record("handoff.erased", subject=("handoff", id_), actor=actor, now=now)
    return len(ids)
