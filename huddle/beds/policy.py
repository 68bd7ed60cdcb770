"""Who may list the beds of a unit, and who may give a bed to whom."""

from __future__ import annotations

from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


def can_list(actor: Actor, unit_id: UUID) -> Decision:
    """The unit's manager, and administrators: beds are a place, nothing of a patient."""
    if actor.manages(unit_id) or actor.is_admin:
        return ALLOW
    return deny("Only the manager of this unit or an administrator can list its beds.")


def can_give(actor: Actor, unit_id: UUID, person_id: UUID | None, holder_id: UUID | None) -> Decision:
    """Everybody takes a free bed and gives an own one back; whoever leads gives any bed to anybody here.

    `person_id` is whose it shall be (None: nobody's), `holder_id` whose it is.
    """
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit have beds here.")
    if actor.leads(unit_id):
        return ALLOW
    if person_id not in (None, actor.user_id):
        return deny("Whoever is in charge gives beds to others. You can take them yourself.")
    if holder_id not in (None, actor.user_id):
        return deny("A colleague has this bed. They give it back, or whoever is in charge moves it.")
    return ALLOW
