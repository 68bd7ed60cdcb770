"""Releasing a lesson to all units, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huddle.audit import service as audit
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews import policy, rules
from huddle.reviews.models import Lesson, Review, ReviewLesson
from huddle.reviews.queries import lessons as reading
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import lessons as lesson_rules
from huddle.reviews.service.searching import follow_lesson
from huddle.units import queries as units


@dataclass(frozen=True, slots=True)
class LessonWords:
    """What others will read: written anew, without people and patients."""

    topic: Topic
    title: str
    happens: str
    helps: str


def release(review: Review, words: LessonWords, *, names_unit: bool, actor: Actor, now: datetime) -> Lesson:
    """Let everybody in the organisation read a lesson. The lesson keeps nothing that leads to the review.

    Raises RuleBroken before the review is published, and while a lesson of it is out; FieldRefused for bad words.
    """
    lock(review)
    rules.require_shared(review.status)
    policy.can_release(actor, review).require()
    lesson_rules.require_none_out(reading.lesson_of(review.id) is not None)
    _require_words(words)
    lesson = Lesson(
        topic=words.topic,
        title=words.title,
        happens=words.happens,
        helps=words.helps,
        unit_id=review.unit_id if names_unit else None,
        released_on=local_day(now, units.facts(review.unit_id).zone),
    )
    db.session.add(lesson)
    db.session.flush()
    db.session.add(ReviewLesson(review_id=review.id, lesson_id=lesson.id))
    follow_lesson(lesson, actor=actor, now=now)
    # The trail tells it of the review alone: a trail with both in it would be the way back.
    audit.record("review.lesson_released", subject=("review", review.id), actor=actor, now=now, unit_id=review.unit_id)
    return lesson


def withdraw(lesson: Lesson, *, actor: Actor, now: datetime) -> None:
    """Nobody can read it from now on. Raises RuleBroken when it is withdrawn already."""
    db.session.refresh(lesson, with_for_update=True)
    if lesson.withdrawn_on is not None:
        raise RuleBroken(lesson_rules.TAKEN_BACK)
    policy.can_withdraw(actor, of_own_unit=reading.is_of_managed_unit(actor, lesson)).require()
    lesson.withdrawn_on = now.date()
    db.session.flush()
    follow_lesson(lesson, actor=actor, now=now)
    audit.record("lesson.withdrawn", subject=("lesson", lesson.id), actor=actor, now=now)


def _require_words(words: LessonWords) -> None:
    limits = {"title": lesson_rules.LESSON_TITLE_LIMIT}
    for name in ("title", "happens", "helps"):
        text, limit = getattr(words, name), limits.get(name, lesson_rules.LESSON_TEXT_LIMIT)
        if not text.strip():
            raise FieldRefused(name, "Write it in a few words.")
        if len(text) > limit:
            raise FieldRefused(name, f"Use at most {limit} letters.")
