"""Starting a review, answering its questions, promising, publishing, adding notes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.queries import for_source
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews import policy, queries, rules
from huddle.reviews.models import Review, ReviewAnswer, ReviewCompany, ReviewFactor, ReviewNote
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import (
    QUESTIONS_OF,
    Question,
    ReviewEventKind,
    ReviewFormat,
    ReviewStatus,
    ReviewTrigger,
)
from huddle.reviews.rules.debriefs import require_publishable
from huddle.reviews.rules.following import (
    DAY_ALONE,
    EFFECT_DAYS,
    TALKED_OVER,
    About,
    effect_day,
    require_changes,
    require_planned,
)
from huddle.reviews.rules.story import BESIDE_LIMIT, Element
from huddle.reviews.service.searching import follow
from huddle.reviews.service.trace import store_and_record
from huddle.units import queries as units


def start(
    unit_id: UUID,
    *,
    title: str,
    event_on: date,
    format_: ReviewFormat = ReviewFormat.AAR,
    trigger: ReviewTrigger = ReviewTrigger.OTHER,
    about: About = DAY_ALONE,
    planned_for: datetime | None = None,
    actor: Actor,
    now: datetime,
) -> Review:
    """Begin or plan one, with an empty answer to each question of its format. Whoever starts it is its facilitator."""
    policy.can_start(actor, unit_id).require()
    _require_words("title", title, "Give it a short, neutral title.")
    rules.require_event_day(event_on, local_day(now, units.facts(unit_id).zone))
    if planned_for is not None:
        require_planned(planned_for, now)
    review = Review(
        unit_id=unit_id,
        format=format_,
        trigger=trigger,
        title=title,
        event_on=event_on,
        event_at=about.event_at,
        place=about.place,
        incident_ref=about.incident_ref,
        formal_review_planned=about.formal_review_planned,
        status=ReviewStatus.SCHEDULED if planned_for else ReviewStatus.OPEN,
        planned_for=planned_for,
        opened_at=None if planned_for else now,
        facilitator_id=actor.person_id,
        created_at=now,
    )
    db.session.add(review)
    db.session.flush()
    db.session.add_all([ReviewAnswer(review_id=review.id, question=question) for question in QUESTIONS_OF[format_]])
    if format_ in TALKED_OVER:
        db.session.add_all([ReviewFactor(review_id=review.id, element=element) for element in Element])
        db.session.add(ReviewCompany(review_id=review.id))
    store_and_record(review, ReviewEventKind.STARTED, actor=actor, now=now)
    return review


def answer(
    review: Review, question: Question, *, text: str, aside: str | None = None, actor: Actor, now: datetime
) -> None:
    """Write the answer to one question, over the one before; it may be empty until it is published.

    `aside` is what a question asks along with it; None leaves that as it is.
    """
    lock(review)
    rules.require_written(review.status)
    policy.can_edit(actor, review).require()
    if len(text) > rules.ANSWER_LIMIT:
        raise FieldRefused("text", f"Use at most {rules.ANSWER_LIMIT} letters.")
    stored = queries.answers(review.id)[question]
    aside = stored.aside if aside is None else aside
    if len(aside) > BESIDE_LIMIT:
        raise FieldRefused("aside", f"Use at most {BESIDE_LIMIT} letters.")
    if (stored.text, stored.aside) == (text, aside):
        return
    stored.text, stored.aside = text, aside
    stored.changed_at, stored.changed_by = now, actor.person_id
    store_and_record(review, ReviewEventKind.ANSWERED, question, actor=actor, now=now)


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
    store_and_record(review, ReviewEventKind.ACTION_ADDED, actor=actor, now=now)
    return item.id


def publish(
    review: Review,
    *,
    effect_in: int = EFFECT_DAYS[0],
    actor: Actor,
    now: datetime,
) -> None:
    """Show it to the whole unit and lock it; in `effect_in` days it is asked whether it changed anything.

    Raises RuleBroken naming the questions without an answer, and for one that was talked over without saying what
    will change, or why nothing needs to; and for a marked one that a single person could open.
    """
    lock(review)
    status = rules.move(review.status, ReviewStatus.SHARED_BACK)
    policy.can_edit(actor, review).require()
    if policy.is_marked(review) and queries.is_alone(review):
        raise RuleBroken(rules.ALONE)
    texts = {question: row.text for question, row in queries.answers(review.id).items()}
    require_publishable(review.format, texts)
    if review.format in TALKED_OVER:
        require_changes(len(for_source(SourceKind.REVIEW, review.id)), review.nothing_needed)
    review.effect_due_on = effect_day(local_day(now, units.facts(review.unit_id).zone), effect_in)
    review.support_shown_at = review.support_shown_at or now
    review.status, review.published_at, review.published_by = status, now, actor.person_id
    store_and_record(review, ReviewEventKind.PUBLISHED, actor=actor, now=now)
    follow(review, actor=actor, now=now)


def add_note(review: Review, *, text: str, actor: Actor, now: datetime) -> ReviewNote:
    """Add something to a published review, which itself stays as it is."""
    lock(review)
    rules.require_shared(review.status)
    policy.can_take_part(actor, review).require()
    _require_words("text", text, "Write the note first.")
    note = ReviewNote(review_id=review.id, text=text, at=now, by=actor.person_id)
    db.session.add(note)
    store_and_record(review, ReviewEventKind.NOTED, actor=actor, now=now)
    return note


def _require_words(field_name: str, text: str, message: str) -> None:
    if not text.strip():
        raise FieldRefused(field_name, message)
