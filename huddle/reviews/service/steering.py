"""From a planned review to one that is closed: opening, ending the talk, calling it off, following it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.accounts import queries as accounts
from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind, is_unfinished
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.errors import FieldRefused, NotFound
from huddle.huddles.rules import NotHeldReason
from huddle.reviews import policy, queries, rules
from huddle.reviews.models import Review
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import Effect, ReviewEventKind, ReviewStatus, Wellbeing
from huddle.reviews.rules.following import asked_again, have_ended, require_effect_due
from huddle.reviews.service.protection import list_parts
from huddle.reviews.service.trace import store_and_record
from huddle.units import queries as units


def open_talk(review: Review, *, actor: Actor, now: datetime) -> None:
    """Begin what was planned or called off, or go on talking after the talk was over."""
    _move(review, ReviewStatus.OPEN, actor)
    review.opened_at, review.not_held_reason = review.opened_at or now, None
    store_and_record(review, ReviewEventKind.OPENED, actor=actor, now=now)


def end_talk(review: Review, *, wellbeing: Wellbeing | None, actor: Actor, now: datetime) -> None:
    """The talk is over and is written up now. The page on which this is said shows where support is."""
    _move(review, ReviewStatus.NOTES_READY, actor)
    review.wellbeing, review.support_shown_at = wellbeing or review.wellbeing, review.support_shown_at or now
    store_and_record(review, ReviewEventKind.TALKED, actor=actor, now=now)


def call_off(review: Review, *, reason: NotHeldReason, actor: Actor, now: datetime) -> None:
    """It was not held, because; asked without blame. It can be opened later."""
    _move(review, ReviewStatus.NOT_HELD, actor, not_held_reason=reason)
    store_and_record(review, ReviewEventKind.CALLED_OFF, actor=actor, now=now)


def assign(
    review: Review, *, facilitator_id: UUID, scribe_id: UUID | None, outside: bool = False, actor: Actor, now: datetime
) -> None:
    """Say who leads the talk and who writes. Somebody from outside sees this review and nothing else of the unit.

    Of a marked review they come on its list, on which whoever had the part before stays.
    Raises FieldRefused for people who cannot: not on the unit, deactivated, or an administrator.
    """
    lock(review)
    rules.require_written(review.status)
    policy.can_assign(actor, review).require()
    here = {person.id for person in units.people(review.unit_id, now)}
    if outside and facilitator_id not in here:
        _require_outsider(facilitator_id)
    elif facilitator_id not in here and facilitator_id != review.facilitator_id:
        raise FieldRefused("facilitator_id", "Choose somebody who works on this unit.")
    if scribe_id is not None and scribe_id not in here:
        raise FieldRefused("scribe_id", "Choose somebody who works on this unit.")
    _require_no_administrator(review, facilitator_id=facilitator_id, scribe_id=scribe_id)
    had_parts = queries.part_ids(review)
    review.facilitator_external = facilitator_id not in here
    review.facilitator_id, review.scribe_id = facilitator_id, scribe_id
    store_and_record(review, ReviewEventKind.ASSIGNED, actor=actor, now=now)
    if policy.is_marked(review):
        list_parts(review, had_parts, actor=actor, now=now)


def _require_no_administrator(review: Review, **chosen: UUID | None) -> None:
    """Of those who have no part in it yet: whoever became an administrator since can only be replaced."""
    for field_name, id_ in chosen.items():
        if id_ and id_ not in queries.part_ids(review) and policy.is_administrator(accounts.person(id_)):
            raise FieldRefused(field_name, "Administrators lead and write no reviews. Choose somebody else.")


def _require_outsider(person_id: UUID) -> None:
    try:
        person = accounts.person(person_id)
    except NotFound:
        person = None
    if person is None or not person.active:
        raise FieldRefused("outside", "Nobody with this name can sign in. Check the name.")
    if policy.is_administrator(person):
        raise FieldRefused("outside", "Administrators read no reviews. Choose somebody else.")


def track(review: Review, *, actor: Actor, now: datetime) -> bool:
    """Say that all action items have ended, or that one is open again; whether that is news. Asks for no right."""
    lock(review)
    items = actions.for_source(SourceKind.REVIEW, review.id)
    ended = have_ended(sum(is_unfinished(item.status) for item in items))
    to = ReviewStatus.ACTIONS_TRACKED if ended else ReviewStatus.SHARED_BACK
    if review.status not in {ReviewStatus.SHARED_BACK, ReviewStatus.ACTIONS_TRACKED} or review.status is to:
        return False
    review.status = rules.move(review.status, to)
    store_and_record(review, ReviewEventKind.TRACKED, actor=actor, now=now)
    return True


def tell_effect(review: Review, *, effect: Effect, actor: Actor, now: datetime) -> None:
    """Answer "did it change anything?" on its day. That closes it, unless it is too early: then it is asked again.

    Raises RuleBroken before that day, and while an action item is open.
    """
    track(review, actor=actor, now=now)
    policy.can_edit(actor, review).require()
    today = local_day(now, units.facts(review.unit_id).zone)
    status = rules.move(review.status, ReviewStatus.CLOSED)
    require_effect_due(review.effect_due_on, today)
    review.effect, review.effect_at = effect, now
    if again := asked_again(effect, today):
        review.effect_due_on = again
    else:
        review.status, review.closed_at = status, now
    store_and_record(review, ReviewEventKind.EFFECT_TOLD, actor=actor, now=now)


def _move(review: Review, to: ReviewStatus, actor: Actor, *, not_held_reason: NotHeldReason | None = None) -> None:
    lock(review)
    status = rules.move(review.status, to)
    policy.can_edit(actor, review).require()
    review.status = status
    if not_held_reason is not None:
        review.not_held_reason = not_held_reason
