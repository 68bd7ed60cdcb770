"""What the page of a handoff shows of other handoffs of its patient, and of an answer by phone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from huddle.handoffs import queries
from huddle.handoffs.queries import answers, phone
from huddle.handoffs.queries.corrected import correction_before
from huddle.handoffs.rules import WAITING, HandoffStatus
from huddle.handoffs.rules.phone import role_text
from huddle.web.context import current_actor, now


@dataclass(frozen=True, slots=True)
class Answer:
    """An escalation that was answered by phone: which, when, and by whom."""

    id: UUID
    at: datetime
    by: str


def around(unit_id: UUID, handoff: Any, parts: phone.Parts, handed_on: Any) -> dict[str, Any]:
    """For the page: the answer that settled this handoff, or one since; a correction that waits; what I have."""
    is_current = handoff.acknowledged_at is not None and handed_on is None and handoff.home_id == unit_id
    since = answers.answered_since(handoff) if is_current else None
    return {
        "answer": _answer(handoff) if handoff.status is HandoffStatus.ANSWERED else None,
        "answer_since": _answer(since) if since else None,
        "role_call": phone.call_with_role(parts.calls),
        "correction_id": correction_before(handoff, now()) if is_current else None,
        "mine_by_id": _mine_by(unit_id, handoff) if handoff.status in WAITING else None,
    }


def _answer(handoff: Any) -> Answer | None:
    """None once it is erased."""
    at, role = answers.answered_at(handoff), answers.answered_by([handoff.id]).get(handoff.id)
    return Answer(handoff.id, at, role_text(role) if role else "phone") if at else None


def _mine_by(unit_id: UUID, handoff: Any) -> UUID | None:
    """The handoff by which I have this patient while another one of mine is on its way; what is to do stands there."""
    me = current_actor().user_id
    if me != handoff.responsible_until_taken or unit_id != handoff.unit_id:
        return None
    holder = queries.holder(unit_id, handoff.patient_id1, handoff.patient_id2, now())
    return holder.handoff_id if holder and holder.person_id == me and holder.handoff_id != handoff.id else None
