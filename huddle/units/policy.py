"""Who may administer what. An administrator manages places, people and tablets, and reads no clinical text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.decision import ALLOW, Decision, deny


class PersonFacts(Protocol):
    """What the rules read of a person."""

    @property
    def org_role(self) -> OrgRole | None: ...


def can_administer(actor: Actor) -> Decision:
    """Administrators, and our own commands (they have no user id; nobody on the web is without one)."""
    if actor.is_admin or actor.user_id is None:
        return ALLOW
    return deny("Only an administrator can do this.")


def can_set_up(actor: Actor, unit_id: UUID) -> Decision:
    """Shifts, phone and tablets of a unit: its managers and administrators."""
    if actor.manages(unit_id) or can_administer(actor):
        return ALLOW
    return deny("Only the manager of this unit or an administrator can do this.")


def can_make_pin(actor: Actor, unit_id: UUID, person: PersonFacts, roles: Mapping[UUID, UnitRole]) -> Decision:
    """A manager makes a new PIN for staff of the unit, never for somebody who has more rights than staff.

    Otherwise a manager could sign in as an administrator, or as the manager of another unit.
    """
    if can_administer(actor):
        return ALLOW
    if not actor.manages(unit_id) or unit_id not in roles:
        return deny("Only the manager of this unit or an administrator can do this.")
    if len(roles) > 1:
        return deny("This person works on other units too, so an administrator makes the new PIN.")
    if person.org_role is not None or UnitRole.MANAGER in roles.values():
        return deny("Only an administrator makes a new PIN for a manager, or for somebody with a role above units.")
    return ALLOW
