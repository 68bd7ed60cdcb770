"""Whose calendar a secret opens."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.accounts import hashing
from huddle.core.reading import Statement
from huddle.notifications.models import CalendarFeed

_BY_HASH = Statement(
    select(CalendarFeed.person_id, CalendarFeed.unit_id)
    .where(CalendarFeed.token_sha256 == bindparam("token_sha256"))
    .order_by(CalendarFeed.id)
)


@dataclass(frozen=True, slots=True)
class Feed:
    """The calendar of a person, or of a unit."""

    person_id: UUID | None
    unit_id: UUID | None


def opened_by(token: str) -> Feed | None:
    """The calendar that this secret opens, or None."""
    rows = _BY_HASH.rows(token_sha256=hashing.token_sha256(token))
    return Feed(*rows[0]) if rows else None
