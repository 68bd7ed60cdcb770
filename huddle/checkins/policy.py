"""Who may do what with a check-in."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.checkins.rules import CheckInState
from huddle.core.actor import Actor
from huddle.core.decision import ALLOW, Decision, deny


class CheckInFacts(Protocol):
    """What the rules read of a check-in."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def state(self) -> CheckInState: ...


def can_read(actor: Actor, check_in: CheckInFacts) -> Decision:
    """Everybody on the unit, the same page for all; readers from elsewhere once it is published."""
    if actor.works_on(check_in.unit_id) or check_in.state is CheckInState.PUBLISHED:
        return ALLOW
    return deny("This check-in is not published yet.")


def can_lead(actor: Actor, check_in: CheckInFacts) -> Decision:
    """Write down what the meeting said, make promises, publish: a charge nurse or the manager, before it is out."""
    if not actor.leads(check_in.unit_id):
        return deny("A charge nurse or the manager writes this down and publishes it.")
    if check_in.state is CheckInState.PUBLISHED:
        return deny("This check-in is published. What comes up now belongs to the next one.")
    return ALLOW
