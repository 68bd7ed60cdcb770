"""Reminders of what is due at this hour, the addresses they would go to, and the calendar of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from huddle.accounts import queries as accounts
from huddle.accounts import service as people
from huddle.jobs.reminders import remind_on
from huddle.notifications import service
from huddle.notifications.rules import reads_as_day
from huddle.notifications.service import feeds
from huddle.practice.hospital import BUILDER, Ward
from huddle.units import queries as units

READ_UNTIL = timedelta(days=2)
PLACE = "practice.example"
"""No mail server knows it: whatever is sent to it comes to nobody."""


def tell(wards: Sequence[Ward], now: datetime) -> None:
    """What everybody was reminded of today; at night, what they were reminded of before the evening."""
    for ward in wards:
        for member in (*ward.everybody, ward.manager):
            person = accounts.person(member.person_id)
            service.mark_seen(now - READ_UNTIL, actor=member, now=now)
            people.set_email(person, email=f"{person.username}@{PLACE}", actor=BUILDER, now=now)
        feeds.make_for_unit(ward.unit_id, actor=ward.manager, now=now - timedelta(days=9))
        facts = units.facts(ward.unit_id)
        remind_on(facts, now if reads_as_day(now, facts.zone) else now - timedelta(hours=12))
