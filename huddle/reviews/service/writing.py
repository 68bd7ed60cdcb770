"""Starting a review, answering its questions, promising, publishing, adding notes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import FieldRefused
from huddle.reviews import policy, queries, rules
from huddle.reviews.models import Review, ReviewAnswer, ReviewNote
from huddle.reviews.rules import QUESTIONS_OF, Question, ReviewEventKind, ReviewFormat, ReviewStatus, ReviewTrigger
from huddle.reviews.service.trace import lock, tell
from huddle.units import queries as units


def start(
    unit_id: UUID,
    *,
    title: str,
    event_on: date,
    format_: ReviewFormat = ReviewFormat.AAR,
    trigger: ReviewTrigger = ReviewTrigger.OTHER,
    actor: Actor,
    now: datetime,
) -> Review:
    """Begin one with an empty answer to each question of its format. Whoever starts it is its facilitator."""
    policy.can_start(actor, unit_id).require()
    _require_words("title", title, "Give it a short, neutral title.")
    rules.require_event_day(event_on, local_day(now, units.facts(unit_id).zone))
    review = Review(
        unit_id=unit_id,
        format=format_,
        trigger=trigger,
        title=title,
        event_on=event_on,
        status=ReviewStatus.OPEN,
        opened_at=now,
        facilitator_id=actor.person_id,
        created_at=now,
    )
    db.session.add(review)
    db.session.flush()
    db.session.add_all([ReviewAnswer(review_id=review.id, question=question) for question in QUESTIONS_OF[format_]])
    tell(review, ReviewEventKind.STARTED, actor, now)
    return review


def answer(review: Review, question: Question, *, text: str, actor: Actor, now: datetime) -> None:
    """Write the answer to one question, over the one before; it may be empty until it is published."""
    lock(review)
    rules.require_written(review.status)
    policy.can_edit(actor, review).require()
    if len(text) > rules.ANSWER_LIMIT:
        raise FieldRefused("text", f"Use at most {rules.ANSWER_LIMIT} letters.")
    stored = queries.answers(review.id)[question]
    if stored.text == text:
        return
    stored.text, stored.changed_at, stored.changed_by = text, now, actor.person_id
    tell(review, ReviewEventKind.ANSWERED, actor, now, question)


def promise(review: Review, *, title: str, owner_id: UUID, due_on: date, actor: Actor, now: datetime) -> UUID:
    """Open an action item that comes from this review; its id."""
    lock(review)
    rules.require_written(review.status)
    policy.can_edit(actor, review).require()
    item = actions.open_item(
        review.unit_id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        source_kind=SourceKind.REVIEW,
        source_id=review.id,
        actor=actor,
        now=now,
    )
    tell(review, ReviewEventKind.ACTION_ADDED, actor, now)
    return item.id


def publish(review: Review, *, actor: Actor, now: datetime) -> None:
    """Show it to the whole unit and lock it. Raises RuleBroken naming the questions without an answer."""
    lock(review)
    status = rules.move(review.status, ReviewStatus.SHARED_BACK)
    policy.can_edit(actor, review).require()
    rules.require_complete({question: row.text for question, row in queries.answers(review.id).items()})
    review.status, review.published_at, review.published_by = status, now, actor.person_id
    tell(review, ReviewEventKind.PUBLISHED, actor, now)


def add_note(review: Review, *, text: str, actor: Actor, now: datetime) -> ReviewNote:
    """Add something to a published review, which itself stays as it is."""
    lock(review)
    rules.require_shared(review.status)
    policy.can_add_note(actor, review).require()
    _require_words("text", text, "Write the note first.")
    note = ReviewNote(review_id=review.id, text=text, at=now, by=actor.person_id)
    db.session.add(note)
    tell(review, ReviewEventKind.NOTED, actor, now)
    return note


def _require_words(field_name: str, text: str, message: str) -> None:
    if not text.strip():
        raise FieldRefused(field_name, message)
