"""Who may do what with a review.

A review that the hospital has marked is read by its list alone: no role opens it. `queries.visible_to` says the same
in SQL; whoever changes one changes the other (tests/reviews/test_protection.py holds them together).
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor, OrgRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.reviews.rules import SHARED, WRITTEN, Confidentiality, ReviewFormat, ReviewStatus

NOT_ON_LIST = "Only the people on the list of this review can do this."


class PersonFacts(Protocol):
    """What the rules read of a person."""

    @property
    def org_role(self) -> OrgRole | None: ...


class ReviewFacts(Protocol):
    """What the rules read of a review."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def facilitator_id(self) -> UUID: ...
    @property
    def facilitator_external(self) -> bool: ...
    @property
    def scribe_id(self) -> UUID | None: ...
    @property
    def format(self) -> ReviewFormat: ...
    @property
    def status(self) -> ReviewStatus: ...
    @property
    def confidentiality(self) -> Confidentiality: ...
    @property
    def reader_ids(self) -> frozenset[UUID]: ...


def is_marked(review: ReviewFacts) -> bool:
    """Whether the hospital has marked it, so that its list alone reads it."""
    return review.confidentiality is Confidentiality.PROTECTED


def is_listed(actor: Actor, review: ReviewFacts) -> bool:
    """On the list: the facilitator, the scribe and whoever was put on it. An administrator never is."""
    if actor.user_id is None or actor.is_admin:
        return False
    return actor.user_id in (review.facilitator_id, review.scribe_id) or actor.user_id in review.reader_ids


def can_look(actor: Actor, unit_id: UUID) -> Decision:
    """See the list of what this unit learned, and search in it: who works there, and the quality role."""
    if actor.works_on(unit_id) or actor.org_role is OrgRole.QUALITY:
        return ALLOW
    return deny("Only people who work on this unit and the quality role can look at its reviews.")


def can_start(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can start a review here.")
    return ALLOW


def can_edit(actor: Actor, review: ReviewFacts) -> Decision:
    """Write the answers, add action items, publish: whoever started it, a charge nurse or the manager.

    A hot debrief is the unit's, as a huddle is: until it is shared everybody on the unit writes in it.
    """
    if is_marked(review):
        return _can_edit_marked(actor, review)
    is_being_written = review.format is ReviewFormat.HOT_DEBRIEF and review.status in WRITTEN
    if is_being_written and actor.works_on(review.unit_id):
        return ALLOW
    if holds(actor, review) or actor.leads(review.unit_id):
        return ALLOW
    return deny("Whoever started this review, a charge nurse or the manager can change and publish it.")


def can_assign(actor: Actor, review: ReviewFacts) -> Decision:
    """Say who leads and who writes: whoever may edit it and works on the unit, so that its people are not strangers.

    Of a marked one: whoever changes its list, for who leads or writes is on it.
    """
    if is_marked(review):
        return can_change_list(actor, review)
    if not actor.works_on(review.unit_id):
        return deny("Only people who work on this unit can say who leads this review and who writes.")
    return can_edit(actor, review)


def holds(actor: Actor, review: ReviewFacts) -> bool:
    """Its facilitator and its scribe, while they work on the unit; or the one who leads it from outside."""
    if actor.user_id is None:
        return False
    if actor.works_on(review.unit_id):
        return actor.user_id in (review.facilitator_id, review.scribe_id)
    return review.facilitator_external and actor.user_id == review.facilitator_id and not actor.is_admin


def is_administrator(person: PersonFacts) -> bool:
    """Administrators manage and read no review, so they lead none from outside."""
    return person.org_role is OrgRole.ADMIN


def _can_edit_marked(actor: Actor, review: ReviewFacts) -> Decision:
    """Of those on the list: its facilitator and scribe, leaders of the unit, and the quality role."""
    if not is_listed(actor, review):
        return deny(NOT_ON_LIST)
    holds_it = actor.user_id in (review.facilitator_id, review.scribe_id)
    if holds_it or actor.leads(review.unit_id) or actor.org_role is OrgRole.QUALITY:
        return ALLOW
    return deny("Its facilitator, its scribe, a leader or the quality role on its list can change this review.")


def can_read(actor: Actor, review: ReviewFacts) -> Decision:
    """A published one: everybody on the unit, and the quality role of the hospital. A hot debrief from its first word:
    everybody on the unit.

    A draft, and one that was called off: those who may edit it; for others it is not there. A marked one, in whatever
    state: the people on its list.
    """
    if is_marked(review):
        return ALLOW if is_listed(actor, review) else deny(NOT_ON_LIST)
    if review.status not in SHARED and review.format is not ReviewFormat.HOT_DEBRIEF:
        return can_edit(actor, review)
    if actor.works_on(review.unit_id) or holds(actor, review):
        return ALLOW
    if review.status in SHARED and actor.org_role is OrgRole.QUALITY:
        return ALLOW
    return deny("Only people who work on this unit and the quality role can read its reviews.")


def can_take_part(actor: Actor, review: ReviewFacts) -> Decision:
    """Change anything of it at all, be it a note: who works on the unit, whoever leads it from outside, and of a marked
    one its list. The quality role reads what units published, and writes in none of it.
    """
    if is_marked(review):
        return can_read(actor, review)
    if not actor.works_on(review.unit_id) and not holds(actor, review):
        return deny("Only people who work on this unit write in its reviews.")
    return ALLOW


def can_mark(actor: Actor, review: ReviewFacts) -> Decision:
    """Whoever may edit it; an administrator could not read it afterwards."""
    if actor.is_admin:
        return deny("Administrators read no marked review, so they cannot mark one.")
    return can_edit(actor, review)


def can_take_mark_off(actor: Actor, review: ReviewFacts) -> Decision:
    """The quality role, when it is on the list."""
    if is_listed(actor, review) and actor.org_role is OrgRole.QUALITY:
        return ALLOW
    return deny("Only somebody with the quality role who is on the list can take the mark off.")


def can_change_list(actor: Actor, review: ReviewFacts) -> Decision:
    """The facilitator, and the quality role when it is on the list."""
    if is_listed(actor, review) and (actor.user_id == review.facilitator_id or actor.org_role is OrgRole.QUALITY):
        return ALLOW
    return deny("The facilitator, or somebody with the quality role who is on the list, changes who can see it.")


def can_export(actor: Actor, review: ReviewFacts) -> Decision:
    """Whoever may edit it; of a marked one that includes the quality role on its list."""
    return can_edit(actor, review)


def can_release(actor: Actor, review: ReviewFacts) -> Decision:
    """Let other units read a lesson of it: whoever may edit it; of a marked one the quality role on its list alone."""
    if is_marked(review):
        if is_listed(actor, review) and actor.org_role is OrgRole.QUALITY:
            return ALLOW
        return deny("Of a marked review only somebody with the quality role who is on its list releases a lesson.")
    return can_edit(actor, review)


def can_withdraw(actor: Actor, *, of_own_unit: bool) -> Decision:
    """The quality role, and the manager of the unit that a lesson came from."""
    if actor.org_role is OrgRole.QUALITY or of_own_unit:
        return ALLOW
    return deny("Only the manager of the unit that released it or the quality role can withdraw a lesson.")
