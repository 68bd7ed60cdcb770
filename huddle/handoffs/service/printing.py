"""Writing down that somebody took their own patients out on paper."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.handoffs.rules.paper import PRINTED


def note_printed(unit_id: UUID, handoff_ids: Collection[UUID], *, actor: Actor, now: datetime) -> None:
    """One line in the trail for each patient on the sheet, so that it tells how many there were."""
    for id_ in handoff_ids:
        audit.record(PRINTED, subject=("handoff", id_), actor=actor, now=now, unit_id=unit_id, is_change=False)
