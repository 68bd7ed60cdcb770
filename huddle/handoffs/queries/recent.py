"""What all reads of handoffs share: one unit, the last 48 hours, the patient on two identifiers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, bindparam, case, or_

from huddle.handoffs import rules
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries.reach import at_home_on, goes_to, tells_of, written_on

_UNIT: ColumnElement[UUID] = bindparam("unit")
_LATELY = Handoff.sent_at > bindparam("since")
RECENT = (at_home_on(_UNIT), _LATELY)
"""Of the unit's own patients."""
READABLE = (or_(and_(written_on(_UNIT), _LATELY), and_(goes_to(_UNIT), _LATELY)),)
"""All that the unit's people may read: also of patients who come from another unit, and of those who went to one.

The time stands in both halves, so that each is found by an index.
"""
TELLING = (tells_of(_UNIT), _LATELY)
"""What a unit knows of who has which patient: its own, and those who have left it."""
_BED = case((Handoff.unit_id == _UNIT, Handoff.bed), else_="").label("bed")
WHO = (Handoff.id, Handoff.patient_id1, Handoff.patient_id2, _BED)
"""Which patient, and in which bed of this unit: the bed of a patient who comes from another one is not here."""


def recent(unit_id: UUID, now: datetime) -> dict[str, Any]:
    """The values that all three ask for. A draft has no `sent_at`, so it is never among them."""
    return {"unit": unit_id, "since": now - rules.VISIBLE_FOR}


def patient(row: Any) -> dict[str, Any]:
    return {"patient": rules.patient_text(row.patient_id1, row.patient_id2), "bed": rules.bed_text(row.bed)}
