"""Concerns in every state, made by the service, and who answers above 5 West."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from huddle.accounts.models import User
from huddle.concerns import queries, service
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, Harm, Outcome, Reason, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.units import levels
from huddle.units.models import Organisation, Service, Site
from huddle.units.rules import Level, LevelKind
from tests.support.ward import Ward

ROWS = {LevelKind.SERVICE: Service, LevelKind.SITE: Site, LevelKind.ORGANISATION: Organisation}


def raised_by(ward: Ward, actor: Actor, *, unnamed: bool = False, text: str = "Bay 2 has no call bell") -> Concern:
    with transaction():
        return service.raise_concern(
            ward.unit_id, text=text, topic=Topic.EQUIPMENT, unnamed=unnamed, actor=actor, now=ward.now
        )


def answered(ward: Ward, concern: Concern, actor: Actor | None = None) -> None:
    with transaction():
        service.answer(
            concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=actor or ward.alice, now=ward.now
        )


def picked_up(ward: Ward, concern: Concern, actor: Actor | None = None, harm: Harm = Harm.COULD) -> None:
    with transaction():
        service.pick_up(concern, harm=harm, immediate_fix="", actor=actor or ward.alice, now=ward.now)


def escalated(ward: Ward, concern: Concern, tier: int = 2) -> None:
    with transaction():
        service.escalate(
            concern,
            tier=tier,
            reason=Reason.BLOCKED,
            harm=Harm.COULD,
            immediate_fix="",
            actor=ward.alice,
            now=ward.now,
        )


def answered_above(ward: Ward, concern: Concern, actor: Actor, outcome: Outcome = Outcome.YES) -> None:
    with transaction():
        service.answer_from_above(concern, outcome=outcome, answer="Two come on Friday.", actor=actor, now=ward.now)


def told(ward: Ward, concern: Concern, actor: Actor | None = None) -> None:
    with transaction():
        service.tell_back(concern, how=ToldHow.HUDDLE, actor=actor or ward.alice, now=ward.now)


def in_state(ward: Ward, status: ConcernStatus) -> Concern:
    """A concern of Bob's in this state."""
    concern = raised_by(ward, ward.bob)
    if status is ConcernStatus.FIXING_HERE:
        picked_up(ward, concern)
    elif status is ConcernStatus.ESCALATED:
        escalated(ward, concern)
    elif status is ConcernStatus.MERGED:
        other = raised_by(ward, ward.maria, text="No bell in bay 2, again")
        with transaction():
            service.merge(concern, other.id, actor=ward.alice, now=ward.now)
    elif status is not ConcernStatus.OPEN:
        answered(ward, concern)
        if status is ConcernStatus.CLOSED:
            told(ward, concern)
    return again(concern)


def again(concern: Concern) -> Concern:
    """As it is stored now."""
    return queries.get(concern.unit_id, concern.id)


def person(ward: Ward, name: str) -> Actor:
    """Somebody who works on no unit."""
    with transaction():
        user = User(username=name.lower(), name=name, created_at=ward.now - timedelta(days=9))
        db.session.add(user)
        db.session.flush()
    return Actor(user_id=user.id, name=name)


def level(ward: Ward, kind: LevelKind = LevelKind.SERVICE, unit_id: UUID | None = None) -> Level:
    """The level of this kind above 5 West, or above another unit."""
    return next(found for found in levels.above(unit_id or ward.unit_id) if found.kind is kind)


def answers_for(ward: Ward, who: Actor, kind: LevelKind = LevelKind.SERVICE) -> Actor:
    """Name who answers for the level above 5 West."""
    with transaction():
        row = db.session.get_one(ROWS[kind], level(ward, kind).id)
        row.receiver_id, row.phone = who.user_id, "5-2000"
    return who


def receiver(ward: Ward, kind: LevelKind = LevelKind.SERVICE) -> Actor:
    """Somebody new who answers for the level above 5 West."""
    return answers_for(ward, person(ward, f"Rita {kind}"), kind)
