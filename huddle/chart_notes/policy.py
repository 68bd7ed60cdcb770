"""Who may write on the charts of a unit."""

from __future__ import annotations

from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


def can_note(actor: Actor, unit_id: UUID) -> Decision:
    """Whoever leads the unit: a note is read by everybody as what the unit itself says of its figures."""
    if actor.leads(unit_id):
        return ALLOW
    return deny("Only a charge nurse or the manager of this unit can write on its charts.")
