"""Who may administer what. An administrator manages places, people and tablets, and reads no clinical text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.units.rules import GuestRole


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


def can_take_charge(actor: Actor, unit_id: UUID, guest_role: GuestRole | None) -> Decision:
    """Everybody who works on the unit says so for themselves; of the guests of a shift, nurses do."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can be in charge of it.")
    if guest_role not in {None, GuestRole.NURSE}:
        return deny("Of those who are here for one shift, only a nurse can be in charge.")
    return ALLOW


def can_vouch(actor: Actor, unit_id: UUID) -> Decision:
    """Whoever is in charge lets people in for a shift, and so do charge nurses and the manager."""
    if actor.leads(unit_id):
        return ALLOW
    return deny("Only the person in charge, a charge nurse or the manager lets somebody in for a shift.")


def can_end_membership(actor: Actor, unit_id: UUID, role: UnitRole) -> Decision:
    """A manager ends the work of others on the unit; that of a manager is for an administrator to end."""
    if can_administer(actor):
        return ALLOW
    if not actor.manages(unit_id):
        return deny("Only the manager of this unit or an administrator can do this.")
    if role is UnitRole.MANAGER:
        return deny("Only an administrator can end the work of a manager.")
    return ALLOW
