"""Raising a concern, picking it up, asking above, answering, telling it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from huddle.audit import service as audit
from huddle.concerns import policy, queries, rules
from huddle.concerns.models import Concern, ConcernEvent
from huddle.concerns.rules import ConcernStatus, EventKind, Harm, Move, Outcome, Reason, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotFound, RuleBroken
from huddle.core.storing import append
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import UNIT_TIER, Level


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
    _record(concern, EventKind.RAISED, actor, now)
    return concern


def pick_up(concern: Concern, *, harm: Harm, immediate_fix: str, actor: Actor, now: datetime) -> None:
    """Make it mine: say what it could do, and what makes it safe for this shift when that is much.

    Takes it over from a colleague, and back from a level above that has not answered.
    """
    policy.can_pick_up(actor, concern).require()
    rules.require_safe_now(harm, immediate_fix)
    concern.status = rules.move(concern.status, Move.PICK_UP)
    concern.tier = UNIT_TIER
    concern.harm, concern.immediate_fix = harm, immediate_fix
    _own(concern, actor, now)
    _record(concern, EventKind.PICKED_UP, actor, now, note=immediate_fix)


def escalate(
    concern: Concern, *, tier: int, reason: Reason, harm: Harm, immediate_fix: str, actor: Actor, now: datetime
) -> None:
    """Ask a level above. An answer that did not help is taken away; the history keeps it."""
    policy.can_escalate(actor, concern).require()
    rules.require_higher(concern.tier, tier)
    rules.require_safe_now(harm, immediate_fix)
    concern.status = rules.move(concern.status, Move.ESCALATE)
    concern.harm, concern.immediate_fix = harm, immediate_fix
    if concern.owner_id is None:
        _own(concern, actor, now)
    _unanswer(concern)
    _send_up(concern, tier, reason, actor, now)
    _record(concern, EventKind.ESCALATED, actor, now, tier=tier, reason=reason, due=concern.response_due)
    for other in queries.merged_into(concern.id):
        if other.status is ConcernStatus.MERGED:
            _unanswer(other)


def take_higher(concern: Concern, *, reason: Reason, actor: Actor, now: datetime) -> None:
    """The level that was asked asks the next one."""
    _require_level(concern, actor)
    concern.status = rules.move(concern.status, Move.TAKE_HIGHER)
    rules.require_higher(concern.tier, concern.tier + 1)
    _send_up(concern, concern.tier + 1, reason, actor, now)
    _record(concern, EventKind.TAKEN_HIGHER, actor, now, tier=concern.tier, reason=reason, due=concern.response_due)


def give_back(concern: Concern, *, why: str, actor: Actor, now: datetime) -> None:
    """The level says that the unit can settle it, and how."""
    _require_level(concern, actor)
    concern.status = rules.move(concern.status, Move.GIVE_BACK)
    tier, concern.tier = concern.tier, UNIT_TIER
    _record(concern, EventKind.GIVEN_BACK, actor, now, tier=tier, note=why)


def answer(concern: Concern, *, outcome: Outcome, answer: str, actor: Actor, now: datetime) -> None:
    """The unit says what became of it; an answer may be changed until it was told back."""
    policy.can_answer(actor, concern).require()
    status = rules.move(concern.status, Move.ANSWER)
    if concern.owner_id is None:
        _own(concern, actor, now)
    _answer(concern, status, UNIT_TIER, outcome, answer, actor, now)
    _record(concern, EventKind.ANSWERED, actor, now, outcome=outcome, note=answer)
    _answer_merged(concern, actor, now)


def answer_from_above(concern: Concern, *, outcome: Outcome, answer: str, actor: Actor, now: datetime) -> None:
    """The level that was asked says yes, not now or no, and why; it goes back down to be told."""
    level = _require_level(concern, actor)
    status = rules.move(concern.status, Move.ANSWER)
    _answer(concern, status, level.tier, outcome, answer, actor, now)
    _record(concern, EventKind.ANSWERED, actor, now, tier=level.tier, outcome=outcome, note=answer)
    _answer_merged(concern, actor, now)


def merge(concern: Concern, into_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Say that it is the same as another one of the unit: one answer then goes to both who raised them."""
    policy.can_escalate(actor, concern).require()
    into = queries.locked(concern.unit_id, {concern.id, into_id}).get(into_id)
    if into is None or into.id == concern.id:
        raise NotFound
    if into.status not in rules.UNSETTLED:
        raise RuleBroken("That one is settled already. Answer this one by itself.")
    concern.status = rules.move(concern.status, Move.MERGE)
    concern.merged_into_id = into.id
    _record(concern, EventKind.MERGED, actor, now)
    for other in queries.merged_into(concern.id):
        other.merged_into_id = into.id
    if into.answered_at is not None:
        _answer_merged(into, actor, now)
    db.session.flush()


def tell_back(concern: Concern, *, how: ToldHow, actor: Actor, now: datetime) -> None:
    """Close the loop: the unit knows the answer. Raises RuleBroken when there is none yet."""
    rules.move(concern.status, Move.TELL_BACK)
    policy.can_tell_back(actor, concern).require()
    _close(concern, how, actor, now)
    _record(concern, EventKind.TOLD_BACK, actor, now)
    _close_merged(concern, how, actor, now)


def say_read(concern: Concern, *, actor: Actor, now: datetime) -> None:
    """Whoever raised it has read the answer; that also tells it back, where nobody had.

    A merged one stays open: it closes with the one that it went into, whose answer may still change.
    """
    policy.can_say_read(actor, concern).require()
    if concern.status is ConcernStatus.ANSWERED:
        _close(concern, ToldHow.BOARD, actor, now)
    concern.raiser_seen_at = now
    _record(concern, EventKind.READ, actor, now)
    _close_merged(concern, ToldHow.BOARD, actor, now)


def _own(concern: Concern, actor: Actor, now: datetime) -> None:
    concern.owner_id, concern.picked_up_at = actor.person_id, now


def _require_level(concern: Concern, actor: Actor) -> Level:
    """The level that was asked, for somebody who answers for it. Raises RuleBroken when none waits to be."""
    if concern.status is not ConcernStatus.ESCALATED:
        rules.move(concern.status, Move.TAKE_HIGHER)
    level = levels.of_tier(concern.unit_id, concern.tier)
    policy.can_answer_for(actor, level).require()
    return level


def _send_up(concern: Concern, tier: int, reason: Reason, actor: Actor, now: datetime) -> None:
    zone = units.facts(concern.unit_id).zone
    concern.tier, concern.escalation_reason = tier, reason
    concern.escalated_at, concern.escalated_by = now, actor.person_id
    concern.response_due = rules.response_due(tier, now, zone)


def _answer(
    concern: Concern, status: ConcernStatus, tier: int, outcome: Outcome, answer: str, actor: Actor, now: datetime
) -> None:
    concern.status, concern.tier = status, UNIT_TIER
    concern.outcome, concern.answer = outcome, answer
    concern.answered_at, concern.answered_by, concern.answered_tier = now, actor.person_id, tier
    concern.raiser_seen_at = now if actor.user_id == concern.raised_by else None


def _unanswer(concern: Concern) -> None:
    concern.outcome, concern.answer = None, ""
    concern.answered_at = concern.answered_by = concern.answered_tier = concern.raiser_seen_at = None


def _answer_merged(concern: Concern, actor: Actor, now: datetime) -> None:
    """The same answer for those that went into this one. Call it after the change of this one is flushed."""
    for other in queries.merged_into(concern.id):
        if concern.outcome is None or concern.answered_tier is None or other.status is not ConcernStatus.MERGED:
            continue
        _answer(other, other.status, concern.answered_tier, concern.outcome, concern.answer, actor, now)
        _record(
            other,
            EventKind.ANSWERED,
            actor,
            now,
            tier=concern.answered_tier,
            outcome=concern.outcome,
            note=concern.answer,
        )


def _close(concern: Concern, how: ToldHow, actor: Actor, now: datetime) -> None:
    concern.status = rules.move(concern.status, Move.TELL_BACK)
    concern.told_back_at, concern.told_how = now, how
    if actor.user_id == concern.raised_by:
        concern.raiser_seen_at = now


def _close_merged(concern: Concern, how: ToldHow, actor: Actor, now: datetime) -> None:
    """What went into a closed one closes with it; who raised that still reads it for themselves."""
    if concern.status is not ConcernStatus.CLOSED:
        return
    for other in queries.merged_into(concern.id):
        if other.status is ConcernStatus.MERGED:
            _close(other, how, actor, now)
            _record(other, EventKind.TOLD_BACK, actor, now)


def _record(
    concern: Concern, kind: EventKind, actor: Actor, now: datetime, *, tier: int = UNIT_TIER, **facts: Any
) -> None:
    """Store the change, one event of its history, and the trace of it."""
    db.session.flush()
    told = {"number": concern.version, "kind": kind, "at": now, "by": actor.user_id, "tier": tier}
    append(ConcernEvent, concern_id=concern.id, **told, **facts)
    audit.record(f"concern.{kind}", subject=("concern", concern.id), actor=actor, now=now, unit_id=concern.unit_id)
