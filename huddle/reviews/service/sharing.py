"""What people and huddles say of a review after it was published."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import NotFound, RuleBroken
from huddle.huddles import queries as huddles
from huddle.reviews import policy, rules
from huddle.reviews.models import Lesson, LessonYear, Review, ReviewSeen, ReviewYear
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import Confidentiality, years
from huddle.reviews.rules.years import StillSo
from huddle.units import queries as units


def say_seen(review: Review, *, actor: Actor, now: datetime) -> None:
    """It is no news for this person any more. Said twice it changes nothing."""
    rules.require_shared(review.status)
    policy.can_read(actor, review).require()
    if db.session.get(ReviewSeen, (review.id, actor.person_id)) is None:
        db.session.add(ReviewSeen(review_id=review.id, user_id=actor.person_id))
    audit.record(
        "review.seen", subject=("review", review.id), actor=actor, now=now, unit_id=review.unit_id, is_change=False
    )


def say_still_so(review: Review, answer: StillSo, *, huddle_id: UUID, actor: Actor, now: datetime) -> None:
    """Keep what a huddle says of a review whose day comes round; once for each year.

    Raises NotFound for a marked review or another unit's huddle, RuleBroken in any other week and once it is said.
    """
    lock(review)
    rules.require_shared(review.status)
    policy.can_read(actor, review).require()
    if review.confidentiality is not Confidentiality.LEARNING:
        raise NotFound
    huddle = huddles.get(review.unit_id, huddle_id)
    year = years.year_asked(review.event_on, local_day(now, units.facts(review.unit_id).zone))
    if year is None:
        raise RuleBroken("Its day is over for this year.")
    years.require_unsaid(db.session.get(ReviewYear, (review.id, year)) is not None)
    said = ReviewYear(review_id=review.id, year=year, huddle_id=huddle.id, answer=answer, at=now, by=actor.person_id)
    db.session.add(said)
    db.session.flush()
    audit.record("review.said_still_so", subject=("review", review.id), actor=actor, now=now, unit_id=review.unit_id)


def say_lesson_still_so(
    lesson: Lesson, answer: StillSo, *, unit_id: UUID, huddle_id: UUID, actor: Actor, now: datetime
) -> None:
    """The same of a lesson, by a huddle of the unit that it names. Raises NotFound for any other unit."""
    db.session.refresh(lesson, with_for_update=True)
    if lesson.unit_id != unit_id or lesson.withdrawn_on is not None or not actor.works_on(unit_id):
        raise NotFound
    huddle = huddles.get(unit_id, huddle_id)
    year = years.year_asked(lesson.released_on, local_day(now, units.facts(unit_id).zone))
    if year is None:
        raise RuleBroken("Its day is over for this year.")
    years.require_unsaid(db.session.get(LessonYear, (lesson.id, year)) is not None)
    said = LessonYear(lesson_id=lesson.id, year=year, huddle_id=huddle.id, answer=answer, at=now, by=actor.person_id)
    db.session.add(said)
    db.session.flush()
    audit.record("lesson.said_still_so", subject=("lesson", lesson.id), actor=actor, now=now, unit_id=unit_id)
