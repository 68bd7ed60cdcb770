"""Who may do what in a huddle: everybody who works on the unit. A huddle has no owner; its template has."""

from __future__ import annotations

from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


def can_take_part(actor: Actor, unit_id: UUID) -> Decision:
    """Open it, tap in it, close it, say why one was missed: anyone who works on the unit."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can take part in its huddle.")
    return ALLOW


def can_shape(actor: Actor, unit_id: UUID) -> Decision:
    """Say what the unit asks in its huddles: charge nurses, the manager, an administrator."""
    if not actor.leads(unit_id) and not actor.is_admin:
        return deny("A charge nurse, the manager or an administrator changes what the huddle asks.")
    return ALLOW
