"""Who may do what with a handoff."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor, UnitRole
from huddle.core.decision import ALLOW, Decision, deny


class HandoffFacts(Protocol):
    """What the rules read of a handoff."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def sent_by(self) -> UUID: ...
    @property
    def to_person_id(self) -> UUID | None: ...
    @property
    def acknowledged_by(self) -> UUID | None: ...
    @property
    def on_behalf_of(self) -> UUID | None: ...


def can_send(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can hand over here.")
    return ALLOW


def can_shape(actor: Actor, unit_id: UUID) -> Decision:
    """Say how the unit words its handoffs and how long they may wait: charge nurses, the manager, an administrator."""
    if not actor.leads(unit_id) and not actor.is_admin:
        return deny("A charge nurse, the manager or an administrator changes what a handoff asks.")
    return ALLOW


def can_write(actor: Actor, handoff: HandoffFacts) -> Decision:
    """What is not sent yet belongs to whoever began it."""
    if not actor.works_on(handoff.unit_id) or actor.user_id != handoff.sent_by:
        return deny("Only the person who began this handoff can go on with it.")
    return ALLOW


def can_acknowledge(actor: Actor, handoff: HandoffFacts) -> Decision:
    """The person it is addressed to, any colleague when nobody is named, a charge nurse in any case."""
    if not actor.works_on(handoff.unit_id):
        return deny("Only people who work on this unit can acknowledge its handoffs.")
    if actor.user_id == handoff.sent_by:
        return deny("You sent this handoff, so a colleague must acknowledge it.")
    if handoff.to_person_id not in (None, actor.user_id) and not takes_over(actor, handoff):
        return deny("Only the colleague it is addressed to can acknowledge it. A charge nurse can take it over.")
    return ALLOW


def takes_over(actor: Actor, handoff: HandoffFacts) -> bool:
    """Whether acknowledging would take it over from the person it is addressed to."""
    is_others = handoff.to_person_id not in (None, actor.user_id)
    return is_others and actor.units.get(handoff.unit_id) is UnitRole.CHARGE


def can_correct(actor: Actor, handoff: HandoffFacts) -> Decision:
    """Only who sent it knows what they meant."""
    if not actor.works_on(handoff.unit_id) or actor.user_id != handoff.sent_by:
        return deny("Only the person who sent this handoff can correct it.")
    return ALLOW


def can_escalate(actor: Actor, handoff: HandoffFacts) -> Decision:
    """Whoever has the patient, or sent it, and cannot stay."""
    if not actor.works_on(handoff.unit_id) or actor.user_id not in (handoff.sent_by, handoff.on_behalf_of):
        return deny("Only the people who are handing this patient over can give it to the charge nurse.")
    return ALLOW


def can_mark_seen(actor: Actor, handoff: HandoffFacts) -> Decision:
    """Only who is responsible for the patient can say that they know of a correction."""
    if not actor.works_on(handoff.unit_id) or actor.user_id != handoff.acknowledged_by:
        return deny("Only the colleague who is responsible for this patient can say that they have seen it.")
    return ALLOW


def sees_senders_view(actor: Actor, handoff: HandoffFacts) -> bool:
    """Whether this person may see how sick the sender finds the patient: once somebody judged for themselves."""
    return handoff.acknowledged_by is not None or actor.user_id == handoff.sent_by
