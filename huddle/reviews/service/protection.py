"""Marking a review, its list of readers, and writing down who opened it or took it out of Huddle."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.accounts import queries as accounts
from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, RuleBroken
from huddle.reviews import policy, queries, rules
from huddle.reviews.models import Review, ReviewExport, ReviewMark, ReviewReader
from huddle.reviews.queries.locking import lock
from huddle.reviews.rules import Confidentiality, ReviewEventKind
from huddle.reviews.rules.protection import OPENED, ExportKind
from huddle.reviews.service.searching import follow
from huddle.reviews.service.trace import store_and_record

LEAD_FIRST = "An administrator leads this review and could not open it once it is marked. Choose who leads it instead."


def mark(
    review: Review, *, leads_id: UUID | None = None, reader_id: UUID | None = None, actor: Actor, now: datetime
) -> None:
    """From now on its list alone reads it: the facilitator, the scribe, whoever marks it, and whom they add.

    `leads_id` takes the place of an administrator who leads it and could not keep its list; `reader_id` comes on the
    list. Raises RuleBroken when it is marked already, FieldRefused where an administrator would still lead it, and
    where a single person could open it although it is published.
    """
    lock(review)
    policy.can_mark(actor, review).require()
    if policy.is_marked(review):
        raise RuleBroken("This review is marked already.")
    if policy.is_administrator(accounts.person(review.facilitator_id)):
        _lead_instead(review, leads_id, actor, now)
    more = {actor.person_id} | ({reader_id} if reader_id else set())
    if review.status in rules.SHARED and queries.is_alone(review, *more):
        raise FieldRefused("reader_id", rules.SECOND_READER)
    _change_class(review, Confidentiality.PROTECTED, "", actor, now)
    _record("marked", review, actor, now)
    for person_id in sorted(more - queries.part_ids(review)):
        _put(review, person_id, actor, now)


def _lead_instead(review: Review, leads_id: UUID | None, actor: Actor, now: datetime) -> None:
    if leads_id not in {one.id for one in queries.can_lead(review.unit_id, now)} or leads_id is None:
        raise FieldRefused("leads_id", LEAD_FIRST)
    review.facilitator_id, review.facilitator_external = leads_id, False
    store_and_record(review, ReviewEventKind.ASSIGNED, actor=actor, now=now)


def take_mark_off(review: Review, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let it be read as any other review of the unit is; the list is closed with it. Raises FieldRefused."""
    lock(review)
    rules.require_marked(review.confidentiality)
    policy.can_take_mark_off(actor, review).require()
    rules.require_reason(reason)
    _change_class(review, Confidentiality.LEARNING, reason, actor, now)
    for row in queries.reader_rows(review.id):
        row.removed_at, row.removed_by = now, actor.person_id
    _record("mark_taken_off", review, actor, now)


def put_on_list(review: Review, *, person_id: UUID, actor: Actor, now: datetime) -> None:
    """Let one more person read it. Raises FieldRefused for somebody who cannot be chosen; twice changes nothing."""
    lock(review)
    rules.require_marked(review.confidentiality)
    policy.can_change_list(actor, review).require()
    if person_id not in queries.listed_ids(review):
        _put(review, person_id, actor, now)


def _put(review: Review, person_id: UUID, actor: Actor, now: datetime) -> None:
    if not queries.may_be_listed(person_id):
        raise FieldRefused("person_id", "This person cannot be on a list. Choose somebody else.")
    _add(review, person_id, actor, now)
    _record("reader_added", review, actor, now)


def list_parts(review: Review, had_parts: set[UUID], *, actor: Actor, now: datetime) -> None:
    """Who leads or writes a marked review comes on its list, and who did before stays on it."""
    have_parts, on_it = queries.part_ids(review), review.reader_ids
    for person_id in sorted((had_parts | have_parts) - on_it):
        _add(review, person_id, actor, now)
    for _new in have_parts - had_parts - on_it:
        _record("reader_added", review, actor, now)


def take_off_list(review: Review, *, person_id: UUID, actor: Actor, now: datetime) -> None:
    """For this person it is not there any more, at once.

    Raises RuleBroken for its facilitator, and where a single person could open a published one afterwards.
    """
    lock(review)
    rules.require_marked(review.confidentiality)
    policy.can_change_list(actor, review).require()
    if person_id == review.facilitator_id:
        raise RuleBroken("The facilitator stays on the list.")
    rows = [row for row in queries.reader_rows(review.id) if row.user_id == person_id]
    if not rows and person_id != review.scribe_id:
        raise NotFound
    if person_id == review.scribe_id:
        review.scribe_id = None
    for row in rows:
        row.removed_at, row.removed_by = now, actor.person_id
    db.session.flush()
    if review.status in rules.SHARED and queries.is_alone(review):
        raise RuleBroken(rules.KEEPS_TWO)
    _record("reader_removed", review, actor, now)


def note_opened(review: Review, *, actor: Actor, now: datetime) -> None:
    """Write down that this person read a marked review."""
    audit.record(OPENED, subject=("review", review.id), actor=actor, now=now, unit_id=review.unit_id, is_change=False)


def export(review: Review, *, kind: ExportKind, reason: str, actor: Actor, now: datetime) -> ReviewExport:
    """Write down who takes it out of Huddle, how, and why. Raises RuleBroken while it is being written."""
    lock(review)
    rules.require_shared(review.status)
    policy.can_export(actor, review).require()
    rules.require_reason(reason)
    made = ReviewExport(review_id=review.id, kind=kind, reason=reason, at=now, by=actor.person_id)
    db.session.add(made)
    _record("exported", review, actor, now, is_change=False)
    return made


def _change_class(review: Review, to: Confidentiality, reason: str, actor: Actor, now: datetime) -> None:
    """With its mark a review leaves the search, and comes back without it."""
    review.confidentiality = to
    db.session.add(ReviewMark(review_id=review.id, confidentiality=to, reason=reason, at=now, by=actor.person_id))
    db.session.flush()
    follow(review, actor=actor, now=now)


def _add(review: Review, person_id: UUID, actor: Actor, now: datetime) -> None:
    db.session.add(ReviewReader(review_id=review.id, user_id=person_id, added_at=now, added_by=actor.person_id))


def _record(what: str, review: Review, actor: Actor, now: datetime, *, is_change: bool = True) -> None:
    db.session.flush()
    subject = ("review", review.id)
    audit.record(f"review.{what}", subject=subject, actor=actor, now=now, unit_id=review.unit_id, is_change=is_change)
