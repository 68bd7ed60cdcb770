"""A hot debrief from the first tap to the last: started or not held, checked in, ended, opened again, shared."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.storing import insert_once
from huddle.huddles.rules import NotHeldReason
from huddle.reviews import policy, rules
from huddle.reviews.models import Review, ReviewAnswer
from huddle.reviews.queries import debriefs, offers
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import QUESTIONS_OF, ReviewEventKind, ReviewFormat, ReviewStatus, ReviewTrigger, Wellbeing
from huddle.reviews.rules.debriefs import Offer, require_room_for_promise, title_for
from huddle.reviews.service import writing
from huddle.reviews.service.trace import store_and_record
from huddle.units import queries as units

ANSWERED_ALREADY = "A colleague has answered this one already."


def start(
    unit_id: UUID, *, trigger: ReviewTrigger | None, source_id: UUID | None, actor: Actor, now: datetime
) -> Review:
    """Begin a debrief, or join the one that a colleague has begun after the same thing.

    Raises RuleBroken for a source that is not offered any more.
    """
    policy.can_start(actor, unit_id).require()
    before = debriefs.of_source(unit_id, source_id) if source_id else None
    if before is None:
        made = _made(unit_id, trigger, _offer(unit_id, source_id, now), actor, now, **_opened(now))
        if made is not None:
            store_and_record(made, ReviewEventKind.STARTED, actor=actor, now=now)
            return made
        before = debriefs.of_source(unit_id, source_id) if source_id else None
    if before is None or not policy.can_read(actor, before):
        raise RuleBroken(ANSWERED_ALREADY)
    if before.status is ReviewStatus.NOT_HELD:
        open_again(before, actor=actor, now=now)
    return before


def say_why_not_held(
    unit_id: UUID,
    *,
    reason: NotHeldReason,
    trigger: ReviewTrigger | None,
    source_id: UUID | None,
    actor: Actor,
    now: datetime,
) -> Review:
    """Write down why there is none; it is not asked again. Raises RuleBroken where somebody was faster."""
    policy.can_start(actor, unit_id).require()
    if source_id and debriefs.of_source(unit_id, source_id):
        raise RuleBroken(ANSWERED_ALREADY)
    offer = _offer(unit_id, source_id, now)
    made = _made(unit_id, trigger, offer, actor, now, status=ReviewStatus.NOT_HELD, not_held_reason=reason)
    if made is None:
        raise RuleBroken(ANSWERED_ALREADY)
    store_and_record(made, ReviewEventKind.NOT_HELD, actor=actor, now=now)
    return made


def open_again(review: Review, *, actor: Actor, now: datetime) -> None:
    """Hold one that was not held, or write on in one whose notes were ready. The circle begins now."""
    lock(review)
    policy.can_start(actor, review.unit_id).require()
    status = rules.move(review.status, ReviewStatus.OPEN)
    if review.status is not ReviewStatus.NOT_HELD:
        policy.can_edit(actor, review).require()
    elif not policy.can_read(actor, review):
        raise RuleBroken(ANSWERED_ALREADY)
    review.status = status
    if review.opened_at is None or review.not_held_reason is not None:
        review.opened_at, review.wellbeing = now, None
    review.not_held_reason = None
    store_and_record(review, ReviewEventKind.OPENED_AGAIN, actor=actor, now=now)


def say_how_we_are(review: Review, *, wellbeing: Wellbeing, actor: Actor, now: datetime) -> None:
    """The first question; nothing more is recorded. Whoever stops is shown the support route."""
    _going_on(review, actor)
    review.wellbeing = wellbeing
    if wellbeing is Wellbeing.STOP:
        review.support_shown_at = review.support_shown_at or now
    store_and_record(review, ReviewEventKind.WELLBEING_ASKED, actor=actor, now=now)


def stop(review: Review, *, actor: Actor, now: datetime) -> None:
    """End one before it has begun, because somebody needs something else. It can be held later."""
    _going_on(review, actor)
    review.status = rules.move(review.status, ReviewStatus.NOT_HELD)
    review.not_held_reason = NotHeldReason.OTHER
    store_and_record(review, ReviewEventKind.NOT_HELD, actor=actor, now=now)


def rename(review: Review, *, title: str, actor: Actor, now: datetime) -> None:
    """Give it a better title."""
    _going_on(review, actor)
    if not title.strip():
        raise FieldRefused("text", "Give it a short, neutral title.")
    if len(title) > rules.TITLE_LIMIT:
        raise FieldRefused("text", f"Use at most {rules.TITLE_LIMIT} letters.")
    review.title = title
    store_and_record(review, ReviewEventKind.RENAMED, actor=actor, now=now)


def promise(review: Review, *, title: str, owner_id: UUID, due_on: date, actor: Actor, now: datetime) -> UUID:
    """One of at most three small things to do."""
    # no trace: promising leaves it.
    lock(review)
    require_room_for_promise(len(actions.for_source(SourceKind.REVIEW, review.id)))
    return writing.promise(review, title=title, owner_id=owner_id, due_on=due_on, actor=actor, now=now)


def end(review: Review, *, actor: Actor, now: datetime) -> None:
    """The circle is done: its notes are ready, and the support route is shown. Twice is the same as once."""
    _going_on(review, actor)
    if review.status is ReviewStatus.NOTES_READY:
        return
    review.status = rules.move(review.status, ReviewStatus.NOTES_READY)
    review.support_shown_at = review.support_shown_at or now
    store_and_record(review, ReviewEventKind.ENDED, actor=actor, now=now)


def _going_on(review: Review, actor: Actor) -> None:
    lock(review)
    rules.require_written(review.status)
    policy.can_edit(actor, review).require()


def _offer(unit_id: UUID, source_id: UUID | None, now: datetime) -> Offer | None:
    if source_id is None:
        return None
    found = [offer for offer in offers.now_offered(unit_id, now) if offer.id == source_id]
    if not found:
        raise RuleBroken("This is not offered any more. You can start a debrief without it.")
    return found[0]


def _opened(now: datetime) -> dict[str, Any]:
    return {"status": ReviewStatus.OPEN, "opened_at": now}


def _made(
    unit_id: UUID, chosen: ReviewTrigger | None, offer: Offer | None, actor: Actor, now: datetime, **state: Any
) -> Review | None:
    """A new row with its empty answers; None when the same source has one already."""
    trigger = chosen or (offer.trigger if offer else ReviewTrigger.OTHER)
    happened_at = offer.at if offer else None
    values = {
        "id": uuid4(),
        "unit_id": unit_id,
        "format": ReviewFormat.HOT_DEBRIEF,
        "trigger": trigger,
        "title": title_for(trigger, offer),
        "event_on": local_day(happened_at or now, units.facts(unit_id).zone),
        "event_at": happened_at,
        "source_kind": offer.kind if offer else None,
        "source_id": offer.id if offer else None,
        "facilitator_id": actor.person_id,
        "created_at": now,
        **state,
    }
    if not insert_once(Review, **values):
        return None
    asked = QUESTIONS_OF[ReviewFormat.HOT_DEBRIEF]
    db.session.add_all([ReviewAnswer(review_id=values["id"], question=question) for question in asked])
    return db.session.get_one(Review, values["id"])
