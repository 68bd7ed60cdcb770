"""How many patients a unit keeps an eye on: those on its watch list, and those handed over as sick."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import VISIBLE_FOR, patient_text
from huddle.huddles.queries.rows import watched_until, watchers


def watched_count(unit_id: UUID, now: datetime) -> int:
    """As many as the unit's board shows, each patient once; and those of whom no huddle spoke for two days.

    The board lets go of the names of the latter (docs/adr/0016-watchers-nobody-spoke-of.md); nobody has said that they
    are watched no longer.
    """
    listed = [patient_text(row.patient_id1, row.patient_id2) for row in watchers(unit_id)]
    sick = handoffs.held_sick(handoffs.watching(unit_id, now), watched_until(unit_id, now - VISIBLE_FOR))
    return len(listed) + len(sick.keys() - set(listed))
