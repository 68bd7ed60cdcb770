"""Reading lessons, which belong to nobody's unit, and which of them came of a review."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.reviews.models import Lesson, Review, ReviewLesson
from huddle.reviews.queries.visible import visible_to

SHOWN = 50


def get_lesson(lesson_id: UUID) -> Lesson:
    """One lesson that can be read. Raises NotFound, also once it is withdrawn."""
    query = select(Lesson).where(Lesson.id == lesson_id, Lesson.withdrawn_on.is_(None))
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def lessons(topic: Topic | None = None, *, only: Collection[UUID] | None = None) -> Sequence[Lesson]:
    """What units want others to know, newest first; of these ids alone where they are given."""
    query = select(Lesson).where(Lesson.withdrawn_on.is_(None))
    if topic is not None:
        query = query.where(Lesson.topic == topic)
    if only is not None:
        query = query.where(Lesson.id.in_(only))
    return db.session.execute(query.order_by(Lesson.released_on.desc(), Lesson.id).limit(SHOWN)).scalars().all()


def lesson_topics() -> Sequence[Topic]:
    """The topics of all lessons that can be read."""
    query = select(Lesson.topic).where(Lesson.withdrawn_on.is_(None)).distinct().order_by(Lesson.topic)
    return db.session.execute(query).scalars().all()


def lesson_of(review_id: UUID) -> Lesson | None:
    """The lesson of this review that can be read. Ask for no review but one that may be read itself."""
    query = select(Lesson).join(ReviewLesson, ReviewLesson.lesson_id == Lesson.id)
    query = query.where(ReviewLesson.review_id == review_id, Lesson.withdrawn_on.is_(None)).order_by(Lesson.id)
    return db.session.execute(query).scalars().first()


def is_of_managed_unit(actor: Actor, lesson: Lesson) -> bool:
    """Whether this person manages the unit that released it, so far as they may know which that is."""
    if lesson.unit_id is not None and actor.manages(lesson.unit_id):
        return True
    query = select(Review.unit_id).join(ReviewLesson, ReviewLesson.review_id == Review.id)
    query = query.where(ReviewLesson.lesson_id == lesson.id, visible_to(actor)).order_by(Review.id)
    return any(actor.manages(unit_id) for unit_id in db.session.execute(query).scalars())
