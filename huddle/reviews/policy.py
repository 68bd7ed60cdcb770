"""Who may do what with a review."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny
from huddle.reviews.rules import WRITTEN, ReviewStatus


class ReviewFacts(Protocol):
    """What the rules read of a review."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def facilitator_id(self) -> UUID: ...
    @property
    def status(self) -> ReviewStatus: ...


def can_start(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can start a review here.")
    return ALLOW


def can_edit(actor: Actor, review: ReviewFacts) -> Decision:
    """Write the answers, add action items, publish: whoever started it, a charge nurse or the manager."""
    started_it = actor.works_on(review.unit_id) and actor.user_id == review.facilitator_id
    if started_it or actor.leads(review.unit_id):
        return ALLOW
    return deny("Whoever started this review, a charge nurse or the manager can change and publish it.")


def can_read(actor: Actor, review: ReviewFacts) -> Decision:
    """A published one: everybody on the unit. A draft: those who may edit it; for others it is not there."""
    if review.status in WRITTEN:
        return can_edit(actor, review)
    if not actor.works_on(review.unit_id):
        return deny("Only people who work on this unit can read its reviews.")
    return ALLOW


def can_add_note(actor: Actor, review: ReviewFacts) -> Decision:
    """Everybody on the unit may add what was learned later."""
    if not actor.works_on(review.unit_id):
        return deny("Only people who work on this unit can add a note.")
    return ALLOW
