"""Reading hot debriefs, always of one unit and as far as this person may read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.reviews.models import Review
from huddle.reviews.queries.visible import visible_to
from huddle.reviews.rules import WRITTEN, ReviewFormat, ReviewStatus

OPENED_LATER_FOR = timedelta(days=7)
"""So long the page lists a debrief that was not held, to hold it after all."""


def of_source(unit_id: UUID, source_id: UUID) -> Review | None:
    """The debrief of one thing that happened, held or not."""
    query = select(Review).where(
        Review.unit_id == unit_id, Review.format == ReviewFormat.HOT_DEBRIEF, Review.source_id == source_id
    )
    return db.session.execute(query).scalar_one_or_none()


def begun(unit_id: UUID, reader: Actor) -> Sequence[Review]:
    """Debriefs that are not shared yet, the newest first."""
    query = select(Review).where(
        Review.unit_id == unit_id,
        Review.format == ReviewFormat.HOT_DEBRIEF,
        Review.status.in_(WRITTEN),
        visible_to(reader),
    )
    return db.session.execute(query.order_by(Review.created_at.desc(), Review.id)).scalars().all()


def not_held(unit_id: UUID, reader: Actor, now: datetime) -> Sequence[Review]:
    """Debriefs that were not held lately, the newest first."""
    query = select(Review).where(
        Review.unit_id == unit_id,
        Review.format == ReviewFormat.HOT_DEBRIEF,
        Review.status == ReviewStatus.NOT_HELD,
        Review.created_at > now - OPENED_LATER_FOR,
        visible_to(reader),
    )
    return db.session.execute(query.order_by(Review.created_at.desc(), Review.id)).scalars().all()
