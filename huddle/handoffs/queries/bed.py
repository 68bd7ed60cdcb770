"""In which bed somebody may lie of whom nothing was told here yet."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.beds import queries as beds
from huddle.beds.rules import bed_key
from huddle.handoffs.queries.lists import drafts, taken, waiting


def untold(unit_id: UUID, person_id: UUID, now: datetime) -> list[str]:
    """The beds that a person has now and in which none of the patients lies whom the unit knows of, or they wrote of.

    What comes from another unit, or went to one, tells no bed here.
    """
    told = {bed_key(row.bed) for row in waiting(unit_id, now)}
    told |= {bed_key(row.bed) for row in taken(unit_id, now) if row.is_current}
    told |= {bed_key(row.bed) for row in drafts(unit_id, person_id, now)}
    return [bed for key, bed in beds.mine(unit_id, person_id, now).items() if key not in told]
