"""Raising a concern, answering it, telling it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.audit import service as audit
from huddle.concerns import policy, rules
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, Outcome, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.db import db


def raise_concern(unit_id: UUID, *, text: str, topic: Topic, unnamed: bool, actor: Actor, now: datetime) -> Concern:
    """Write a concern down. Raises NotPermitted for people of other units."""
    policy.can_raise(actor, unit_id).require()
    concern = Concern(
        unit_id=unit_id,
        text=text,
        topic=topic,
        unnamed=unnamed,
        raised_by=actor.person_id,
        raised_at=now,
        status=ConcernStatus.OPEN,
    )
    db.session.add(concern)
    db.session.flush()
    audit.record("concern.raised", subject=("concern", concern.id), actor=actor, now=now, unit_id=unit_id)
    return concern


def answer(concern: Concern, *, outcome: Outcome, answer: str, actor: Actor, now: datetime) -> None:
    """Say what became of it; an answer may be changed until it was told back."""
    policy.can_answer(actor, concern).require()
    concern.status = rules.move(concern.status, ConcernStatus.ANSWERED)
    concern.outcome, concern.answer = outcome, answer
    concern.answered_at, concern.answered_by = now, actor.person_id
    db.session.flush()
    audit.record("concern.answered", subject=("concern", concern.id), actor=actor, now=now, unit_id=concern.unit_id)


def tell_back(concern: Concern, *, how: ToldHow, actor: Actor, now: datetime) -> None:
    """Close the loop: whoever raised it knows the answer. Raises RuleBroken when there is none yet."""
    concern_status = rules.move(concern.status, ConcernStatus.CLOSED)
    policy.can_tell_back(actor, concern).require()
    concern.status = concern_status
    concern.told_back_at, concern.told_how = now, how
    db.session.flush()
    audit.record("concern.told_back", subject=("concern", concern.id), actor=actor, now=now, unit_id=concern.unit_id)
