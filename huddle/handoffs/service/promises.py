"""What a handoff leaves behind: open things are decided one by one, and the unit takes on what is the unit's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.handoffs import policy, queries, rules
from huddle.handoffs.models import Handoff, HandoffAction, HandoffPromise
from huddle.handoffs.queries import OpenAction
from huddle.handoffs.queries.locking import lock
from huddle.handoffs.rules import Decided, Decision, EventKind, HandoffStatus, Plan, ToDo
from huddle.handoffs.service.trace import note_and_record


def settle(
    draft: Handoff, plan: Plan, decided: Sequence[Decided], *, is_sent: bool, actor: Actor, now: datetime
) -> Plan:
    """Do what the sender decided; the plan with what is still to do told anew.

    Raises FieldRefused when it `is_sent` and the sender did not decide each. What somebody settled meanwhile is left.
    """
    still_open = {row.id: row for row in queries.to_decide(draft, now)}
    rules.require_decided(still_open if is_sent else (), decided)
    for one in decided:
        if one.action_id in still_open and one.decision is not Decision.STILL:
            _settle_one(still_open[one.action_id], one, actor, now)
    still = tuple(
        ToDo(still_open[one.action_id].what, one.due_at, one.action_id)
        for one in decided
        if one.action_id in still_open and one.decision is Decision.STILL
    )
    return replace(plan, actions=(*(action for action in plan.actions if not action.came_from), *still))


def open_item(
    handoff: Handoff,
    unit_id: UUID,
    *,
    number: int,
    title: str,
    owner_id: UUID,
    due_on: date,
    actor: Actor,
    now: datetime,
) -> Any:
    """Make one thing to be done an action item of the unit, in words that do not say who the patient is."""
    lock(handoff)
    policy.can_open_item(actor, handoff, unit_id).require()
    if handoff.status is HandoffStatus.SUPERSEDED:
        raise RuleBroken(rules.REFUSED[handoff.status])
    action = queries.numbered_action(handoff.id, number)
    queries.require_open(action)
    rules.require_no_patient(title, handoff.patient_id1, handoff.patient_id2, field_name="title")
    item = actions.open_item(
        unit_id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        source_kind=SourceKind.HANDOFF,
        source_id=handoff.id,
        actor=actor,
        now=now,
    )
    db.session.add(
        HandoffPromise(
            handoff_id=handoff.id, action_id=action.id, item_id=item.id, made_at=now, made_by=actor.person_id
        )
    )
    note_and_record(handoff, EventKind.ITEM_OPENED, actor=actor, now=now)
    return item


def raise_concern(
    handoff: Handoff, unit_id: UUID, *, text: str, topic: Topic, unnamed: bool, actor: Actor, now: datetime
) -> Any:
    """Raise what the unit should talk about, in words that do not say who the patient is."""
    rules.require_no_patient(text, handoff.patient_id1, handoff.patient_id2, field_name="text")
    concern = concerns.raise_concern(unit_id, text=text, topic=topic, unnamed=unnamed, actor=actor, now=now)
    db.session.add(HandoffPromise(handoff_id=handoff.id, concern_id=concern.id, made_at=now, made_by=actor.person_id))
    note_and_record(handoff, EventKind.CONCERN_RAISED, actor=actor, now=now)
    return concern


def _settle_one(row: OpenAction, one: Decided, actor: Actor, now: datetime) -> None:
    action = _get(row.id)
    handoff = _handoff(action)
    lock(handoff)
    db.session.refresh(action)
    if action.done_at or action.dropped_at:
        return  # by whoever was waited for
    if one.decision is Decision.DONE:
        action.done_at, action.done_by = now, actor.person_id
    else:
        action.dropped_at, action.dropped_by, action.dropped_reason = now, actor.person_id, one.reason
    kind = EventKind.ACTION_DONE if one.decision is Decision.DONE else EventKind.ACTION_DROPPED
    note_and_record(handoff, kind, actor=actor, now=now)


def _get(action_id: UUID) -> HandoffAction:
    return db.session.get_one(HandoffAction, action_id)


def _handoff(action: HandoffAction) -> Handoff:
    return db.session.get_one(Handoff, action.handoff_id)
