"""Who may do what with a concern, on the unit and above it."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huddle.concerns.rules import ConcernStatus
from huddle.core.actor import Actor, OrgRole
from huddle.core.decision import ALLOW, Decision, deny
from huddle.units.rules import Level

READ_ALL = frozenset({OrgRole.QUALITY, OrgRole.EXECUTIVE})


class ConcernFacts(Protocol):
    """What the rules read of a concern."""

    @property
    def unit_id(self) -> UUID: ...
    @property
    def raised_by(self) -> UUID: ...
    @property
    def owner_id(self) -> UUID | None: ...
    @property
    def status(self) -> ConcernStatus: ...
    @property
    def is_news(self) -> bool:
        """Whether there is an answer that whoever raised it has not read."""
        ...


def can_raise(actor: Actor, unit_id: UUID) -> Decision:
    """Anyone who works on the unit, at any hour."""
    if not actor.works_on(unit_id):
        return deny("Only people who work on this unit can raise a concern here.")
    return ALLOW


def can_pick_up(actor: Actor, concern: ConcernFacts) -> Decision:
    """Anyone who works on the unit makes it theirs; also from a colleague, or back from a level above."""
    if not actor.works_on(concern.unit_id):
        return deny("Only people who work on this unit can pick this up.")
    return ALLOW


def can_answer(actor: Actor, concern: ConcernFacts) -> Decision:
    """Charge nurses and managers answer for the unit, and whoever picked it up."""
    if not _settles(actor, concern):
        return deny("Whoever picked it up, a charge nurse or the manager answers it.")
    if concern.status is ConcernStatus.CLOSED:
        return deny("This concern is closed: it was answered and told back.")
    if concern.status is ConcernStatus.MERGED:
        return deny("This goes on with another concern. The answer to that one answers both.")
    return ALLOW


def can_escalate(actor: Actor, concern: ConcernFacts) -> Decision:
    """The same people ask for help from above, and say that two concerns are one."""
    if not _settles(actor, concern):
        return deny("Whoever picked it up, a charge nurse or the manager can do this. Pick it up first.")
    return ALLOW


def _settles(actor: Actor, concern: ConcernFacts) -> bool:
    is_owner = actor.user_id is not None and actor.user_id == concern.owner_id
    return actor.leads(concern.unit_id) or (actor.works_on(concern.unit_id) and is_owner)


def can_tell_back(actor: Actor, concern: ConcernFacts) -> Decision:
    """Whoever raised it says "I have read it"; a leader may tell it in the huddle or in person."""
    if actor.user_id != concern.raised_by and not actor.leads(concern.unit_id):
        return deny("Only whoever raised it, or a charge nurse or the manager, can say that it was told back.")
    if concern.status is ConcernStatus.CLOSED:
        return deny("This concern is closed: it was answered and told back.")
    if concern.status is not ConcernStatus.ANSWERED:
        return deny("There is no answer to tell back yet.")
    return ALLOW


def can_say_read(actor: Actor, concern: ConcernFacts) -> Decision:
    """Whoever raised it, once there is an answer, also after a huddle has told it."""
    if actor.user_id != concern.raised_by:
        return deny("Only whoever raised it can say that they have read the answer.")
    if not concern.is_news:
        return deny("There is no new answer to read.")
    return ALLOW


def can_read_level(actor: Actor, level: Level) -> Decision:
    """Whoever answers for the level, managers of its units, quality and executives; for others it is not there."""
    is_manager = any(actor.manages(unit_id) for unit_id in level.unit_ids)
    if is_manager or actor.org_role in READ_ALL or _receives(actor, level):
        return ALLOW
    return deny("This page is for those who answer for this level.")


def can_answer_for(actor: Actor, level: Level) -> Decision:
    """Whoever answers for the level; where nobody was named, anyone who may read it."""
    if level.receiver_id is None:
        return can_read_level(actor, level)
    if not _receives(actor, level):
        return deny(f"Only whoever answers for {level.name} can do this.")
    return ALLOW


def _receives(actor: Actor, level: Level) -> bool:
    return actor.user_id is not None and actor.user_id == level.receiver_id
