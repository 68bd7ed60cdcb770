"""The timeline of a review, the work around it, who was there; and the reviews that one person leads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.core.reading import Asked, Statement
from huddle.reviews.models import Review, ReviewCompany, ReviewFactor, ReviewMoment
from huddle.reviews.rules import WRITTEN
from huddle.reviews.rules.story import Element, by_time

_LED_OUTSIDE = Statement(
    select(Review.unit_id, Review.id, Review.title)
    .where(
        Review.facilitator_id == bindparam("person"),
        Review.facilitator_external.is_(True),
        Review.status.in_(sorted(WRITTEN)),
    )
    .order_by(Review.created_at.desc(), Review.id)
)


def timeline(review: Review, zone: ZoneInfo) -> Sequence[ReviewMoment]:
    """Its rows in order of time."""
    query = select(ReviewMoment).where(ReviewMoment.review_id == review.id).order_by(ReviewMoment.number)
    return by_time(db.session.execute(query).scalars(), review.event_at, zone)


def moment(review_id: UUID, moment_id: UUID) -> ReviewMoment:
    """One row of the timeline of this review. Raises NotFound."""
    found = moment_if_there(review_id, moment_id)
    if found is None:
        raise NotFound
    return found


def moment_if_there(review_id: UUID, moment_id: UUID) -> ReviewMoment | None:
    """One row of the timeline of this review; None when it was taken out."""
    query = select(ReviewMoment).where(ReviewMoment.review_id == review_id, ReviewMoment.id == moment_id)
    return db.session.execute(query).scalar_one_or_none()


def factors(review_id: UUID) -> dict[Element, ReviewFactor]:
    """Each part of the work, in the order in which it is asked; empty where the format does not ask."""
    query = select(ReviewFactor).where(ReviewFactor.review_id == review_id).order_by(ReviewFactor.element)
    found = {row.element: row for row in db.session.execute(query).scalars()}
    return {element: found[element] for element in Element if element in found}


def factor(review_id: UUID, element: Element) -> ReviewFactor:
    """One part of the work of this review. Raises NotFound."""
    found = db.session.get(ReviewFactor, (review_id, element))
    if found is None:
        raise NotFound
    return found


def company(review_id: UUID) -> ReviewCompany:
    """Who was there. Raises NotFound where the format does not ask."""
    found = db.session.get(ReviewCompany, review_id)
    if found is None:
        raise NotFound
    return found


def ask_led_outside(person_id: UUID) -> Asked[list[tuple[Any, ...]]]:
    """Reviews of units that are not theirs, which this person leads and which are not published: unit_id, id, title."""
    return _LED_OUTSIDE.ask(list, person=person_id)
