"""The beds of each unit, and who has them in the shift that runs at this moment."""

from __future__ import annotations

from datetime import datetime, timedelta

from huddle.beds import queries, service
from huddle.practice.hospital import Ward
from huddle.units import queries as units
from huddle.units.rules import current_run

LISTED = "1-28"
EACH_HAS = 5
"""So many beds each of the first nurses has; the last three are free."""
SOON = timedelta(minutes=4)


def tell(ward: Ward, now: datetime) -> None:
    """The manager listed them once; at the start of the shift everybody tapped their own."""
    service.list_beds(ward.unit_id, LISTED, actor=ward.manager, now=now)
    run = current_run(units.shifts(ward.unit_id), now, ward.zone)
    if run is None:
        return
    at = min(now, run.starts_at + SOON)
    for place, bed in enumerate(queries.listed(ward.unit_id)[:-3]):
        nurse = ward.staff[place // EACH_HAS]
        service.give(ward.unit_id, run, bed, person_id=nurse.user_id, seen_with=None, actor=nurse, now=at)
