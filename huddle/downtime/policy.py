"""Who prints paper forms, and who types them in."""

from __future__ import annotations

from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


def can_print(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit, and administrators: the forms are blank."""
    if actor.works_on(unit_id) or actor.is_admin:
        return ALLOW
    return deny("Only people who work on this unit can print its forms.")


def can_type_in(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can type in its forms.")
    return ALLOW
