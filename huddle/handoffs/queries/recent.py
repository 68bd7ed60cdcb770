"""What all reads of handoffs share: one unit, the last 48 hours, the patient on two identifiers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam

from huddle.handoffs import rules
from huddle.handoffs.models import Handoff

RECENT = (Handoff.unit_id == bindparam("unit"), Handoff.sent_at > bindparam("since"))
WHO = (Handoff.id, Handoff.patient_id1, Handoff.patient_id2, Handoff.bed)


def recent(unit_id: UUID, now: datetime) -> dict[str, Any]:
    """The values that RECENT asks for. A draft has no `sent_at`, so it is never among them."""
    return {"unit": unit_id, "since": now - rules.VISIBLE_FOR}


def patient(row: Any) -> dict[str, str]:
    return {"patient": rules.patient_text(row.patient_id1, row.patient_id2), "bed": rules.bed_text(row.bed)}
