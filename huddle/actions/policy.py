"""Who may do what with an action item."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from huddle.actions.rules import SAID_DONE, ActionStatus
from huddle.core.actor import Actor, OrgRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.units.rules import Level


class ItemFacts(Protocol):
    """What the rules read of an item."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def owner_id(self) -> UUID: ...
    @property
    def status(self) -> ActionStatus: ...
    @property
    def done_by(self) -> UUID | None: ...
    @property
    def verified_by(self) -> UUID | None: ...


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


def can_take(actor: Actor, item: ItemFacts) -> Decision:
    """Take it over: everybody on the unit who does not own it, but whoever verified what did not work."""
    if actor.works_on(item.unit_id) and actor.user_id not in {item.owner_id, item.verified_by}:
        return ALLOW
    return deny("Somebody else takes this on: not its owner, and not whoever verified it.")


def can_answer(actor: Actor, item: ItemFacts) -> Decision:
    """Accept it, suggest a change or say that one cannot: its owner alone, for nobody promises for another."""
    if actor.works_on(item.unit_id) and actor.user_id == item.owner_id:
        return ALLOW
    return deny("Only whoever is asked to own it can answer this. You can take it over first.")


def can_finish(actor: Actor, item: ItemFacts) -> Decision:
    """Whoever may change it; what its owner has not accepted is done on the owner's word alone."""
    if item.status is ActionStatus.PROPOSED:
        return can_answer(actor, item)
    if item.status is ActionStatus.NOT_EFFECTIVE:
        return deny("It did not work. Open it again first, or say why not.")
    return can_change(actor, item)


def can_verify(actor: Actor, item: ItemFacts, said_done: Collection[UUID]) -> Decision:
    """Anyone who works on the unit and has looked: not its owner, and nobody who said this time that it is done."""
    if not actor.works_on(item.unit_id):
        return deny("Only people who work on this unit can verify it.")
    said_so = actor.user_id in said_done or (item.status in SAID_DONE and actor.user_id == item.done_by)
    if actor.user_id == item.owner_id or said_so:
        return deny("Somebody else verifies it: not its owner, and not whoever marked it done.")
    return ALLOW


def can_check(actor: Actor, item: ItemFacts) -> Decision:
    """Say whether it works: everybody who works on the unit, for they are the ones who feel it."""
    if not actor.works_on(item.unit_id):
        return deny("Only people who work on this unit can say whether it works.")
    return ALLOW


def can_help(actor: Actor, level: Level) -> Decision:
    """Answer for a level above: whoever receives there; where nobody was named, any manager of its units."""
    is_manager = any(actor.manages(unit_id) for unit_id in level.unit_ids)
    receives = actor.user_id is not None and actor.user_id == level.receiver_id
    if receives or (level.receiver_id is None and is_manager):
        return ALLOW
    return deny(f"Whoever answers for {level.name} answers this.")


def can_see_all(actor: Actor) -> Decision:
    """Read the improvements of all units: quality leads."""
    if actor.org_role is OrgRole.QUALITY:
        return ALLOW
    return deny("Quality leads read the improvements of all units. You see those of your own units.")


def can_add(actor: Actor, item: ItemFacts) -> Decision:
    """Write beside it, or add what shows that it was done: everybody who works on the unit."""
    if not actor.works_on(item.unit_id):
        return deny("Only people who work on this unit can write here.")
    return ALLOW


def can_tell(actor: Actor, item: ItemFacts) -> Decision:
    """Tell everybody what became of it: whoever may change it."""
    return can_change(actor, item)
