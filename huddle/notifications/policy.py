"""Who may choose where reminders go, and who may make the calendar address of a unit."""

from __future__ import annotations

from uuid import UUID

from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


def can_set_address(actor: Actor, person_id: UUID) -> Decision:
    """People for themselves, administrators for everybody."""
    if actor.is_admin or actor.user_id in {None, person_id}:
        return ALLOW
    return deny("Only an administrator can change the e-mail address of somebody else.")


def can_make_feed(actor: Actor, unit_id: UUID) -> Decision:
    """The calendar of a unit: its charge nurses and managers."""
    if actor.leads(unit_id):
        return ALLOW
    return deny("Only a charge nurse or the manager of this unit can make its calendar address.")


def can_look_after_mail(actor: Actor) -> Decision:
    """The e-mails that wait, without a word of them: administrators."""
    if actor.is_admin:
        return ALLOW
    return deny("Only an administrator can do this.")
