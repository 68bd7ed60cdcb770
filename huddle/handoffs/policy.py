"""Who may do what with a handoff."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol
from uuid import UUID

from huddle.core.actor import Actor, UnitRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.handoffs.rules import HandoffKind


class HandoffFacts(Protocol):
    """What the rules read of a handoff."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def kind(self) -> HandoffKind: ...
    @property
    def sent_by(self) -> UUID: ...
    @property
    def to_person_id(self) -> UUID | None: ...
    @property
    def acknowledged_by(self) -> UUID | None: ...
    @property
    def on_behalf_of(self) -> UUID | None: ...
    @property
    def receiving_unit_id(self) -> UUID: ...


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
    """The person it is addressed to, any colleague when nobody is named, a charge nurse in any case.

    Always of the unit that the patient goes to, which for most handoffs is the one on which they were written.
    """
    if not actor.works_on(handoff.receiving_unit_id):
        return deny("Only people who work on the unit that this patient goes to can acknowledge it.")
    if actor.user_id == handoff.sent_by:
        return deny("You sent this handoff, so a colleague must acknowledge it.")
    if handoff.to_person_id not in (None, actor.user_id) and not takes_over(actor, handoff):
        return deny("Only the colleague it is addressed to can acknowledge it. A charge nurse can take it over.")
    return ALLOW


def is_asked(actor: Actor, unit_id: UUID, in_charge_id: UUID | None, parties: Collection[UUID] = ()) -> bool:
    """Whether this person sees to what has risen: whoever is in charge; while nobody is, every charge nurse.

    Whoever is in charge and is one of the `parties` (sent it, or has the patient) is not left alone with it: then
    whoever else leads the unit is asked too. A manager is asked at no other time: the climb ends with who is there.
    """
    if in_charge_id is not None:
        return actor.user_id == in_charge_id or (in_charge_id in parties and actor.leads(unit_id))
    return actor.units.get(unit_id) is UnitRole.CHARGE


def takes_over(actor: Actor, handoff: HandoffFacts) -> bool:
    """Whether acknowledging would take it over from the person it is addressed to."""
    is_others = handoff.to_person_id not in (None, actor.user_id)
    return is_others and actor.units.get(handoff.receiving_unit_id) is UnitRole.CHARGE


def can_speak_for(actor: Actor, handoff: HandoffFacts) -> Decision:
    """Only who sent it has told it, and knows whether it is still so."""
    if not actor.works_on(handoff.unit_id) or actor.user_id != handoff.sent_by:
        return deny("Only the person who sent this handoff can say how it was told, or that it is still true.")
    return ALLOW


def can_settle_by_phone(actor: Actor, handoff: HandoffFacts) -> Decision:
    """Only an escalation asks something that an answer settles; its sender heard the answer."""
    if handoff.kind is not HandoffKind.ESCALATION:
        return deny("Only an escalation is settled by an answer. This patient waits for a colleague to take them on.")
    return can_speak_for(actor, handoff)


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


def can_open_item(actor: Actor, handoff: HandoffFacts, unit_id: UUID) -> Decision:
    """The nurses of this handoff, a charge nurse or the manager: make one thing to be done the unit's."""
    nurses = (handoff.sent_by, handoff.on_behalf_of, handoff.to_person_id, handoff.acknowledged_by)
    if not actor.works_on(unit_id) or (actor.user_id not in nurses and not actor.leads(unit_id)):
        return deny("The nurses of this handoff, a charge nurse or the manager can make it an action item.")
    return ALLOW


def can_mark_seen(actor: Actor, handoff: HandoffFacts, has_it: UUID | None = None) -> Decision:
    """Only who is responsible for the patient can say that they know of a correction.

    `has_it` is who has the patient now, when that may be somebody else than who acknowledged this handoff.
    """
    if not actor.works_on(handoff.receiving_unit_id) or actor.user_id != (has_it or handoff.acknowledged_by):
        return deny("Only the colleague who is responsible for this patient can say that they have seen it.")
    return ALLOW


def sees_senders_view(actor: Actor, handoff: HandoffFacts) -> bool:
    """Whether this person may see how sick the sender finds the patient: once somebody judged for themselves."""
    return handoff.acknowledged_by is not None or actor.user_id == handoff.sent_by
