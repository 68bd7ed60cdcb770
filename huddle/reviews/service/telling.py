"""What a team tells of an event: its timeline, the work around it, who was there, and that nothing needs to change."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.huddles.rules import ROLE_LABELS
from huddle.reviews import policy, queries, rules
from huddle.reviews.models import Review, ReviewMoment
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import ReviewEventKind
from huddle.reviews.rules.story import (
    ASKED_LIMIT,
    CLOCK_LIMIT,
    FACTOR_LIMIT,
    KNOWN_FROM_LIMIT,
    MOMENT_LIMIT,
    NOTHING_NEEDED_LIMIT,
    Element,
    Polarity,
    counted,
    require_room,
)
from huddle.reviews.service.trace import store_and_record


def add_moment(review: Review, *, clock: str, what: str, known_from: str, actor: Actor, now: datetime) -> ReviewMoment:
    """One more row of the timeline."""
    _begin(review, actor)
    _require_moment(clock, what, known_from)
    rows = select(func.count(ReviewMoment.id), func.max(ReviewMoment.number)).where(ReviewMoment.review_id == review.id)
    count, last = db.session.execute(rows).one()
    require_room(count)
    row = ReviewMoment(review_id=review.id, number=(last or 0) + 1, clock=clock, what=what, known_from=known_from)
    db.session.add(row)
    store_and_record(review, ReviewEventKind.TIMELINE, actor=actor, now=now)
    return row


def change_moment(
    review: Review, row: ReviewMoment, *, clock: str, what: str, known_from: str, actor: Actor, now: datetime
) -> None:
    """Other words for one row of the timeline."""
    _begin(review, actor)
    _require_moment(clock, what, known_from)
    row.clock, row.what, row.known_from = clock, what, known_from
    store_and_record(review, ReviewEventKind.TIMELINE, actor=actor, now=now)


def remove_moment(review: Review, row: ReviewMoment, *, actor: Actor, now: datetime) -> None:
    """Take one row out of the timeline."""
    _begin(review, actor)
    db.session.delete(row)
    store_and_record(review, ReviewEventKind.TIMELINE, actor=actor, now=now)


def weigh(
    review: Review, element: Element, *, polarity: Polarity | None, text: str, actor: Actor, now: datetime
) -> None:
    """Say of one part of the work whether it helped or got in the way, and how; without either it is taken back."""
    _begin(review, actor)
    _require_short("text", text, FACTOR_LIMIT)
    if text and polarity is None:
        raise FieldRefused("polarity", "Say whether it helped or got in the way.")
    row = queries.factor(review.id, element)
    row.polarity, row.text = polarity, text
    store_and_record(review, ReviewEventKind.FACTOR, actor=actor, now=now)


def say_who(
    review: Review, *, present: Mapping[str, int], absent: set[str], asked: str, actor: Actor, now: datetime
) -> None:
    """Who was there, as roles and counts; whose voice is missing, and how they will be asked."""
    _begin(review, actor)
    _require_short("asked", asked, ASKED_LIMIT)
    here, missing = counted(present, absent, ROLE_LABELS)
    row = queries.company(review.id)
    row.present, row.absent, row.asked = here, dict.fromkeys(missing, True), asked
    row.changed_at = now
    store_and_record(review, ReviewEventKind.COMPANY, actor=actor, now=now)


def need_nothing(review: Review, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say why nothing needs to change; without words that is taken back."""
    _begin(review, actor)
    _require_short("nothing_needed", reason, NOTHING_NEEDED_LIMIT)
    review.nothing_needed = reason
    store_and_record(review, ReviewEventKind.NOTHING_NEEDED, actor=actor, now=now)


def _begin(review: Review, actor: Actor) -> None:
    lock(review)
    rules.require_written(review.status)
    policy.can_edit(actor, review).require()


def _require_moment(clock: str, what: str, known_from: str) -> None:
    if not what.strip():
        raise FieldRefused("what", "Say what was seen, heard or done.")
    _require_short("what", what, MOMENT_LIMIT)
    _require_short("clock", clock, CLOCK_LIMIT)
    _require_short("known_from", known_from, KNOWN_FROM_LIMIT)


def _require_short(field_name: str, text: str, limit: int) -> None:
    if len(text) > limit:
        raise FieldRefused(field_name, f"Use at most {limit} letters.")
