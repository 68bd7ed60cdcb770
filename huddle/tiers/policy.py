"""Who may read, open and close a huddle above the units."""

from __future__ import annotations

from huddle.concerns.policy import can_answer_for, can_read_level
from huddle.core.actor import Actor, OrgRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.units.rules import Level

__all__ = ["can_answer_for", "can_hold", "can_read_level"]


def can_hold(actor: Actor, level: Level) -> Decision:
    """Open it, close it, say why there was none: everybody who reads it, but executives only at their own level."""
    can_read = can_read_level(actor, level)
    if not can_read:
        return can_read
    is_manager = any(actor.manages(unit_id) for unit_id in level.unit_ids)
    if actor.org_role is OrgRole.EXECUTIVE and not is_manager and not can_answer_for(actor, level):
        return deny(f"Whoever answers for {level.name}, a manager or the quality lead opens and closes it.")
    return ALLOW
