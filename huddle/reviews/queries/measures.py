"""What R1 to R8 are counted from: reviews as rows without names and words, always of one unit.

Those that the hospital has marked are in none of them, nor is what led to one: see docs/protected-reviews.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, not_, select

from huddle.actions.queries.of_sources import strengths_of
from huddle.actions.rules import SourceKind
from huddle.core.dates import Period, local_day
from huddle.core.db import read
from huddle.core.types import UTCDateTime
from huddle.reviews.models import Review
from huddle.reviews.queries import offers, voices
from huddle.reviews.queries.visible import OPEN_TO_UNIT
from huddle.reviews.rules.measures import NOT_BEGUN, Measured, MeasuredItem, MeasuredReview
from huddle.reviews.rules.voices import CheckItem
from huddle.units import queries as units

_REVIEWS = (
    select(Review.id, Review.format, Review.status, Review.not_held_reason, Review.source_id, Review.event_on)
    .add_columns(Review.event_at, Review.opened_at, Review.published_at, Review.support_shown_at)
    .where(
        Review.unit_id == bindparam("unit"),
        Review.created_at >= bindparam("start", type_=UTCDateTime()),
        Review.created_at < bindparam("end", type_=UTCDateTime()),
        OPEN_TO_UNIT,
    )
    .order_by(Review.created_at, Review.id)
)

_LED_TO_MARKED = (
    select(Review.source_id)
    .where(Review.unit_id == bindparam("unit"), Review.source_id.is_not(None), not_(OPEN_TO_UNIT))
    .order_by(Review.source_id)
)


def measured(unit_id: UUID, over: Period, now: datetime) -> Measured:
    """Reviews that were made in the weeks of `over`, and what could have led to one."""
    zone = units.facts(unit_id).zone
    found = {row[0]: _review(zone, *row[1:]) for row in read(_REVIEWS, unit=unit_id, start=over.start, end=over.end)}
    apart = {row[0] for row in read(_LED_TO_MARKED, unit=unit_id)}
    held = [id_ for id_, review in found.items() if review.status not in NOT_BEGUN]
    return Measured(
        now=now,
        triggers=frozenset(offer.id for offer in offers.happened(unit_id, over.start, over.end)) - apart,
        reviews=list(found.values()),
        items=[MeasuredItem(*row) for row in strengths_of(SourceKind.REVIEW, held)],
        could_speak=voices.after_check_counts(unit_id, over.start, over.end).get(CheckItem.SPEAK, {}),
    )


def _review(zone: ZoneInfo, *row: Any) -> MeasuredReview:
    format_, status, reason, source_id, event_on, event_at, opened_at, published_at, support_shown_at = row
    opened_on = local_day(opened_at, zone) if opened_at else None
    shown = support_shown_at is not None
    return MeasuredReview(
        format_, status, reason, source_id, event_on, opened_on, event_at, opened_at, published_at, shown
    )
