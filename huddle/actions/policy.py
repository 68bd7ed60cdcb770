"""Who may do what with an action item."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


class ItemFacts(Protocol):
    """What the rules read of an item."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def owner_id(self) -> UUID: ...


def can_open(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can open an action item here.")
    return ALLOW


def can_change(actor: Actor, item: ItemFacts) -> Decision:
    """Finish it, take that back, move its date or drop it: the owner, a charge nurse or the manager."""
    if actor.leads(item.unit_id) or (actor.works_on(item.unit_id) and actor.user_id == item.owner_id):
        return ALLOW
    return deny("Its owner, a charge nurse or the manager can do this. You can take it over first.")


def can_hand_over(actor: Actor, item: ItemFacts, to: UUID) -> Decision:
    """Whoever may change it hands it to anyone; everybody on the unit may take it over themselves."""
    if actor.works_on(item.unit_id) and actor.user_id == to:
        return ALLOW
    return can_change(actor, item)
