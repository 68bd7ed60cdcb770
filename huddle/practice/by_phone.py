"""A call for help of tonight that a doctor without an account answered: the nurse went on with the patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from huddle.handoffs import queries
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import HandoffKind
from huddle.handoffs.rules.phone import Heard, LineRole
from huddle.practice import stories
from huddle.practice.hospital import Ward
from huddle.practice.shifts import plan, report

STORY = stories.PATIENTS[1]
DECIDED = "Oxygen up to four litres, I come at the next round"


def tell(wards: Sequence[Ward], now: datetime) -> None:
    """On the last ward, about a patient whom one of its nurses has."""
    ward, at = wards[-1], now - timedelta(minutes=50)
    nurses = {nurse.person_id: nurse for nurse in ward.everybody}
    held = [row for row in queries.taken(ward.unit_id, at) if row.is_current and row.acknowledged_at < at]
    mine = next((row for row in held if row.acknowledged_by in nurses and not row.came_from), None)
    if mine is None:
        return
    nurse, first = nurses[mine.acknowledged_by], queries.get(ward.unit_id, mine.id, at)
    about = replace(report(STORY, first.patient_id1, first.patient_id2, first.bed), kind=HandoffKind.ESCALATION)
    call = handoffs.begin(ward.unit_id, about, actor=nurse, now=at - timedelta(seconds=75))
    handoffs.choose_role(call, LineRole.DOCTOR, actor=nurse, now=at)
    words = plan(STORY, at)
    handoffs.send_draft(call, words, to_person_id=None, responsible_id=nurse.user_id, actor=nurse, now=at)
    heard = Heard(None, LineRole.DOCTOR, call.severity, DECIDED, watch_for=(1,))
    handoffs.record_call(call, heard, actor=nurse, now=at + timedelta(minutes=3))
    handoffs.settle_by_phone(call, actor=nurse, now=at + timedelta(minutes=3, seconds=20))
