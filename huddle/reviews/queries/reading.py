"""Reading reviews, always of one unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.reviews import policy
from huddle.reviews.models import Review, ReviewAnswer, ReviewEvent, ReviewNote
from huddle.reviews.queries.visible import OPEN_TO_UNIT, visible_to
from huddle.reviews.rules import SHARED, WRITTEN, Question, ReviewFormat, ReviewStatus


@dataclass(frozen=True, slots=True)
class Published:
    """A published review, as a month's page lists it."""

    id: UUID
    title: str


def get(unit_id: UUID, review_id: UUID) -> Review:
    """One review of the unit, draft or not. Raises NotFound, also for another unit's."""
    query = select(Review).where(Review.unit_id == unit_id, Review.id == review_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def get_for(actor: Actor, unit_id: UUID, review_id: UUID) -> Review:
    """One review that this person may read. Raises NotFound, also for a draft that is not theirs to see."""
    review = get(unit_id, review_id)
    if not policy.can_read(actor, review):
        raise NotFound
    return review


def published(unit_id: UUID, *, reader: Actor, limit: int = 20) -> Sequence[Review]:
    """What the unit learned, so far as this person may read it, newest first."""
    query = select(Review).where(Review.unit_id == unit_id, Review.status.in_(SHARED), visible_to(reader))
    return db.session.execute(query.order_by(Review.published_at.desc(), Review.id).limit(limit)).scalars().all()


def drafts_for(actor: Actor, unit_id: UUID) -> Sequence[Review]:
    """Drafts of the unit that this person may see, newest first."""
    query = select(Review).where(Review.unit_id == unit_id, Review.status.in_(WRITTEN), visible_to(actor))
    return db.session.execute(query.order_by(Review.created_at.desc(), Review.id)).scalars().all()


def called_off(actor: Actor, unit_id: UUID) -> Sequence[Review]:
    """Reviews of the unit that were planned or begun and not held, as far as this person may see them, newest first."""
    query = select(Review).where(
        Review.unit_id == unit_id,
        Review.status == ReviewStatus.NOT_HELD,
        Review.format != ReviewFormat.HOT_DEBRIEF,
        visible_to(actor),
    )
    return db.session.execute(query.order_by(Review.created_at.desc(), Review.id)).scalars().all()


def answers(review_id: UUID) -> dict[Question, ReviewAnswer]:
    """The answers of one review by question, in the order in which its format asks them."""
    query = select(ReviewAnswer).where(ReviewAnswer.review_id == review_id).order_by(ReviewAnswer.question)
    found = {answer.question: answer for answer in db.session.execute(query).scalars()}
    return {question: found[question] for question in Question if question in found}


def learned(reviews: Iterable[Review]) -> dict[UUID, str]:
    """What each of these reviews taught, by id."""
    query = select(ReviewAnswer.review_id, ReviewAnswer.text).where(
        ReviewAnswer.review_id.in_([review.id for review in reviews]),
        ReviewAnswer.question == Question.LEARNED,
    )
    return {id_: text for id_, text in db.session.execute(query.order_by(ReviewAnswer.review_id))}


def notes(review_id: UUID) -> Sequence[ReviewNote]:
    """What was added after publishing, in order."""
    query = select(ReviewNote).where(ReviewNote.review_id == review_id)
    return db.session.execute(query.order_by(ReviewNote.at, ReviewNote.id)).scalars().all()


def history(review_id: UUID) -> Sequence[ReviewEvent]:
    """What happened to one review, in order."""
    query = select(ReviewEvent).where(ReviewEvent.review_id == review_id).order_by(ReviewEvent.number)
    return db.session.execute(query).scalars().all()


def month_list(unit_id: UUID, start: datetime, end: datetime) -> list[Published]:
    """The reviews published in [start, end), in order; without those that the hospital has marked."""
    query = select(Review.id, Review.title).where(
        Review.unit_id == unit_id, Review.published_at >= start, Review.published_at < end, OPEN_TO_UNIT
    )
    return [Published(*row) for row in db.session.execute(query.order_by(Review.published_at, Review.id))]


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Reviews started and published in [start, end), and of the published how many led to an action item.

    Those that the hospital has marked are in none of these figures: on one unit a number alone can tell of one.
    """
    started = select(func.count(Review.id)).where(
        Review.unit_id == unit_id, Review.created_at >= start, Review.created_at < end, OPEN_TO_UNIT
    )
    found = {review.id for review in month_list(unit_id, start, end)}
    return {
        "started": db.session.execute(started).scalar_one(),
        "published": len(found),
        "with_actions": len(actions.sources_with_items(SourceKind.REVIEW, found)),
    }
