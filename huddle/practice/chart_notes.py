"""What the leaders of a unit wrote on its charts."""

from __future__ import annotations

from datetime import datetime, timedelta

from huddle.chart_notes import service
from huddle.core.dates import local_day, monday_of
from huddle.practice.hospital import Ward

SAID = (
    ("H1", 3, "Handoffs at the bedside from this week"),
    ("U1", 2, "Huddle moved to the nurses' station"),
)
"""The measure, how many weeks ago, and what changed then."""


def tell(ward: Ward, now: datetime) -> None:
    """The manager wrote down what changed, so that the figures of those weeks can be read."""
    this_monday = monday_of(local_day(now, ward.zone))
    for measure, weeks_ago, text in SAID:
        on = this_monday - timedelta(weeks=weeks_ago)
        service.write_note(ward.unit_id, measure, on, text, actor=ward.manager, now=now)
