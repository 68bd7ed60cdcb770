"""Who may do what with a concern."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.concerns.rules import ConcernStatus
from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


class ConcernFacts(Protocol):
    """What the rules read of a concern."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def raised_by(self) -> UUID: ...
    @property
    def status(self) -> ConcernStatus: ...


def can_raise(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit, at any hour."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can raise a concern here.")
    return ALLOW


def can_answer(actor: Actor, concern: ConcernFacts) -> Decision:
    """Charge nurses and managers answer for the unit."""
    if not actor.leads(concern.unit_id):
        return deny("A charge nurse or the manager answers concerns.")
    if concern.status is ConcernStatus.CLOSED:
        return deny("This concern is closed: it was answered and told back.")
    return ALLOW


def can_tell_back(actor: Actor, concern: ConcernFacts) -> Decision:
    """Whoever raised it says "I have read it"; a leader may tell it in the huddle or in person."""
    if actor.user_id != concern.raised_by and not actor.leads(concern.unit_id):
        return deny("Only whoever raised it, or a charge nurse or the manager, can say that it was told back.")
    if concern.status is not ConcernStatus.ANSWERED:
        return deny("There is no answer to tell back yet." if concern.status is ConcernStatus.OPEN else "Told back.")
    return ALLOW
