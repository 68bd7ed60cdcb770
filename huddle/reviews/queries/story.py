"""The timeline of a review, the work around it, who was there; and the reviews that one person leads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, exists, or_, select

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.core.reading import Asked, Statement
from huddle.reviews.models import Review, ReviewCompany, ReviewFactor, ReviewMoment, ReviewReader
from huddle.reviews.queries.visible import OPEN_TO_UNIT
from huddle.reviews.rules import WRITTEN, ReviewStatus
from huddle.reviews.rules.story import Element, by_time

FOLLOWED = (ReviewStatus.SHARED_BACK, ReviewStatus.ACTIONS_TRACKED)
_TO_FOLLOW = Statement(
    select(Review.unit_id, Review.id, Review.title, Review.facilitator_id)
    .where(
        Review.status.in_(FOLLOWED),
        Review.effect_due_on <= bindparam("today"),
        (Review.unit_id == bindparam("unit")) | (Review.facilitator_id == bindparam("person")),
        or_(
            OPEN_TO_UNIT,
            Review.facilitator_id == bindparam("listed"),
            Review.scribe_id == bindparam("listed"),
            exists().where(
                ReviewReader.review_id == Review.id,
                ReviewReader.user_id == bindparam("listed"),
                ReviewReader.removed_at.is_(None),
            ),
        ),
    )
    .order_by(Review.effect_due_on, Review.id)
)
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


def ask_to_follow(unit_id: UUID, actor: Actor, today: date) -> Asked[list[tuple[Any, ...]]]:
    """Published reviews whose day has come to ask whether they changed anything: unit_id, id, title, facilitator_id.

    Those of the unit, and those of other units that this person led; of marked ones those whose list they are on.
    """
    me = actor.person_id
    return _TO_FOLLOW.ask(list, unit=unit_id, person=me, listed=None if actor.is_admin else me, today=today)


def ask_led_outside(person_id: UUID) -> Asked[list[tuple[Any, ...]]]:
    """Reviews of units that are not theirs, which this person leads and which are not published: unit_id, id, title."""
    return _LED_OUTSIDE.ask(list, person=person_id)


def to_track() -> list[tuple[UUID, UUID]]:
    """Unit and id of every published review that is not closed yet, for the job that looks after them."""
    query = select(Review.unit_id, Review.id).where(Review.status.in_(FOLLOWED))
    return [(unit_id, id_) for unit_id, id_ in db.session.execute(query.order_by(Review.published_at, Review.id))]
