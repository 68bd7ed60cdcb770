"""What several changes ask before they are made."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from huddle.core.dates import local_day
from huddle.core.errors import FieldRefused
from huddle.units import queries as units


def today(unit_id: UUID, now: datetime) -> date:
    """The unit's day."""
    return local_day(now, units.facts(unit_id).zone)


def require_words(field_name: str, text: str, message: str) -> None:
    """Raise FieldRefused for a text without a word."""
    if not text.strip():
        raise FieldRefused(field_name, message)


def require_colleague(unit_id: UUID, person_id: UUID, now: datetime, field_name: str = "owner_id") -> None:
    """Raise FieldRefused for somebody who does not work on the unit."""
    if person_id not in {person.id for person in units.people(unit_id, now)}:
        raise FieldRefused(field_name, "Choose somebody who works on this unit.")
