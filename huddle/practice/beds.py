"""The beds of each unit, and who has them in the shift that runs at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from huddle.beds import queries, service
from huddle.handoffs import queries as handoffs
from huddle.practice.hospital import Ward
from huddle.units import queries as units
from huddle.units.rules import current_run

LISTED = "1-28"
EACH_HAS, LEFT_FREE = 4, 3
"""So many of the other beds each of the first nurses has; the last ones are free."""
SOON = timedelta(minutes=4)


def tell(ward: Ward, now: datetime) -> None:
    """The manager listed them once; at the start of the shift who is in charge gave them out."""
    service.list_beds(ward.unit_id, LISTED, actor=ward.manager, now=now)
    run = current_run(units.shifts(ward.unit_id), now, ward.zone)
    if run is None:
        return
    at = min(now, run.starts_at + SOON)
    nurses = _with_patients(ward, now)
    free = [bed for bed in queries.listed(ward.unit_id) if bed not in nurses][:-LEFT_FREE]
    nurses |= {bed: ward.staff[place // EACH_HAS].person_id for place, bed in enumerate(free)}
    for bed, person_id in nurses.items():
        lead = ward.charge[0]
        service.give(ward.unit_id, run, bed, person_id=person_id, seen_with=None, actor=lead, now=at)


def _with_patients(ward: Ward, now: datetime) -> dict[str, UUID]:
    """The beds of patients whom somebody has or is about to take."""
    waiting, taken = handoffs.waiting(ward.unit_id, now), handoffs.taken(ward.unit_id, now)
    here = [row for row in taken if row.is_current and not row.came_from]
    coming = [row for row in waiting if not (row.goes_to or row.comes_from)]
    found = {row.bed: row.acknowledged_by for row in here if row.bed}
    found |= {row.bed: row.to_person_id for row in coming if row.bed and row.to_person_id}
    return {bed.removeprefix("bed "): person_id for bed, person_id in found.items()}
