"""What handoffs leave behind: what is still open, what became of it, and what the unit took on because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from huddle.actions import queries as actions
from huddle.concerns import queries as concerns
from huddle.core.db import db, read
from huddle.core.errors import NotFound, RuleBroken
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff, HandoffAction, HandoffPromise
from huddle.handoffs.queries.reach import NOT_COMING, at_home_on
from huddle.handoffs.rules import SETTLED, TAKEN, ActionAnswer, Carried, HandoffKind, HandoffStatus, Plan, ToDo

_Later, _Next = aliased(HandoffAction), aliased(Handoff)
# Only once it was taken on: what still waits may be superseded, and what it carried would reach nobody.
_HANDED_ON = exists().where(
    _Later.from_action_id == HandoffAction.id, _Next.id == _Later.handoff_id, _Next.status.in_(TAKEN)
)
_BECAME_ITEM = exists().where(HandoffPromise.action_id == HandoffAction.id)
_OPEN: tuple[ColumnElement[bool], ...] = (
    HandoffAction.done_at.is_(None),
    HandoffAction.dropped_at.is_(None),
    or_(HandoffAction.answer.is_(None), HandoffAction.answer != ActionAnswer.DONE),
    ~_HANDED_ON,
    ~_BECAME_ITEM,
)
_FIRST_ASKED = func.coalesce(HandoffAction.first_asked_at, Handoff.sent_at, type_=Handoff.sent_at.type)
# What its receiver said was done already was done when they said so, and has no tick.
_SAID_DONE = case((HandoffAction.answer == ActionAnswer.DONE, Handoff.acknowledged_at))
_DONE_AT = func.coalesce(HandoffAction.done_at, _SAID_DONE, type_=Handoff.sent_at.type)
_OF_PATIENT = (
    select(
        HandoffAction.id,
        HandoffAction.handoff_id,
        HandoffAction.number,
        HandoffAction.what,
        HandoffAction.due_at,
        _FIRST_ASKED,
        HandoffAction.from_action_id,
        HandoffAction.original_due_at,
    )
    .join(Handoff, Handoff.id == HandoffAction.handoff_id)
    .where(
        at_home_on(bindparam("unit")),
        Handoff.patient_id1 == bindparam("initials"),
        Handoff.patient_id2 == bindparam("last_four"),
        Handoff.sent_at > bindparam("since"),
        Handoff.status.in_(SETTLED),
        *_OPEN,
    )
    .order_by(HandoffAction.due_at.is_(None), HandoffAction.due_at, Handoff.sent_at, HandoffAction.number)
)
_CARRIED = (
    select(
        HandoffAction.first_asked_at,
        HandoffAction.original_due_at,
        Handoff.sent_at,
        HandoffAction.due_at,
        _DONE_AT,
    )
    .join(Handoff, Handoff.id == HandoffAction.handoff_id)
    .where(
        Handoff.unit_id == bindparam("unit"),
        Handoff.sent_at >= bindparam("start"),
        Handoff.sent_at < bindparam("end"),
        Handoff.status != HandoffStatus.SUPERSEDED,
        HandoffAction.from_action_id.is_not(None),
    )
    .order_by(Handoff.sent_at, HandoffAction.number, HandoffAction.id)
)


@dataclass(frozen=True, slots=True)
class OpenAction:
    """One thing to be done that nobody ticked off. `first_due_at` is the time that it had at first."""

    id: UUID
    handoff_id: UUID
    number: int
    what: str
    due_at: datetime | None
    first_asked_at: datetime
    first_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one thing to be done, beyond what its own row says.

    `item_id` is the action item that it became, `item` the same where it belongs to the unit that asks.
    """

    handed_on_at: datetime | None
    item_id: UUID | None
    item: Any | None


def open_actions(unit_id: UUID, patient_id1: str, patient_id2: str, now: datetime) -> list[OpenAction]:
    """What was to be done for this patient and is not settled, the nearest time first.

    Of every handoff of the last 48 hours that was taken on or answered by phone, so that nothing falls between two
    shifts: not done, not dropped, not told anew in a later one that was taken on, no action item. The sender of the
    next decides each.
    """
    known = {"unit": unit_id, "initials": patient_id1, "last_four": patient_id2, "since": now - rules.VISIBLE_FOR}
    return [_open_action(*row) for row in read(_OF_PATIENT, **known)]


def _open_action(
    id_: UUID,
    handoff_id: UUID,
    number: int,
    what: str,
    due_at: datetime | None,
    first_asked_at: datetime,
    from_id: UUID | None,
    original_due_at: datetime | None,
) -> OpenAction:
    first_due_at = original_due_at if from_id else due_at
    return OpenAction(id_, handoff_id, number, what, due_at, first_asked_at, first_due_at)


def to_decide(draft: Handoff, now: datetime) -> list[OpenAction]:
    """What is open from earlier handoffs of this patient, for the sender of this one to decide.

    Nothing for a call for help: it is not held up, and an answer by phone leaves all of it with whoever has it.
    """
    if draft.kind is HandoffKind.ESCALATION:
        return []
    return open_actions(draft.unit_id, draft.patient_id1, draft.patient_id2, now)[: rules.MOST_CARRIED]


def plan_to_send(draft: Handoff, plan: Plan, now: datetime) -> Plan:
    """A plan that was kept, as it may be sent now: without what somebody settled meanwhile.

    Raises RuleBroken when something is open that the sender has not decided.
    """
    still_open = {row.id for row in to_decide(draft, now)}
    if still_open - {action.came_from for action in plan.actions}:
        raise RuleBroken(f"{draft.patient} has something open from before. Open it and say what becomes of it.")
    keep = (action for action in plan.actions if action.came_from is None or action.came_from in still_open)
    return replace(plan, actions=tuple(keep))


def origin(action: ToDo) -> dict[str, Any]:
    """Where a thing to be done comes from, as its row keeps it: nothing for one that is new."""
    if action.came_from is None:
        return {}
    older = db.session.get_one(HandoffAction, action.came_from)
    first_asked_at = older.first_asked_at or db.session.get_one(Handoff, older.handoff_id).sent_at
    first_due_at = older.original_due_at if older.from_action_id else older.due_at
    return {"from_action_id": older.id, "first_asked_at": first_asked_at, "original_due_at": first_due_at}


def require_open(action: HandoffAction) -> None:
    """Raises RuleBroken for a thing to be done that is settled."""
    became = select(exists().where(HandoffPromise.action_id == action.id))
    rules.require_open(
        is_done=action.done_at is not None,
        is_dropped=action.dropped_at is not None,
        is_item=bool(db.session.execute(became).scalar_one()),
    )


def fates(unit_id: UUID, handoff: Handoff) -> dict[int, Fate]:
    """By number, what became of the things to be done in this handoff: handed on when, or which action item."""
    later = (
        select(HandoffAction.number, func.max(_Next.sent_at, type_=Handoff.sent_at.type))
        .join(_Later, _Later.from_action_id == HandoffAction.id)
        .join(_Next, _Next.id == _Later.handoff_id)
        .where(HandoffAction.handoff_id == handoff.id, _Next.status.not_in(NOT_COMING))
        .group_by(HandoffAction.number)
        .order_by(HandoffAction.number)
    )
    became = (
        select(HandoffAction.number, HandoffPromise.item_id)
        .join(HandoffPromise, HandoffPromise.action_id == HandoffAction.id)
        .where(HandoffAction.handoff_id == handoff.id)
        .order_by(HandoffAction.number)
    )
    handed_on = {number: at for number, at in db.session.execute(later)}
    items = {number: item_id for number, item_id in db.session.execute(became)}
    numbers = sorted({*handed_on, *items})
    return {
        number: Fate(handed_on.get(number), items.get(number), _item(unit_id, items.get(number))) for number in numbers
    }


def _item(unit_id: UUID, item_id: UUID | None) -> Any | None:
    try:
        return actions.get(unit_id, item_id) if item_id else None
    except NotFound:
        return None


def concerns_of(unit_id: UUID, handoff: Handoff, person_id: UUID | None) -> Sequence[Any]:
    """The concerns of the unit that were raised from this handoff, oldest first.

    An unnamed one only for whoever raised it: a handoff has few people, and the link would say who it was.
    """
    query = select(HandoffPromise.concern_id).where(
        HandoffPromise.handoff_id == handoff.id, HandoffPromise.concern_id.is_not(None)
    )
    ids = db.session.execute(query.order_by(HandoffPromise.made_at, HandoffPromise.id)).scalars()
    found = [concern for id_ in ids if id_ and (concern := _concern(unit_id, id_))]
    return [concern for concern in found if not concern.unnamed or concern.raised_by == person_id]


def _concern(unit_id: UUID, concern_id: UUID) -> Any | None:
    try:
        return concerns.get(unit_id, concern_id)
    except NotFound:
        return None


def raised_from(concern_id: UUID) -> UUID | None:
    """The handoff from which a concern was raised, if any. It may be older than what may still be read."""
    query = select(HandoffPromise.handoff_id).where(HandoffPromise.concern_id == concern_id)
    return db.session.execute(query.order_by(HandoffPromise.id)).scalar_one_or_none()


def carried(unit_id: UUID, start: datetime, end: datetime) -> list[Carried]:
    """The rows of H9: what was still open when a patient was handed on, and handed over again in [start, end).

    Denominator: one for each time that a thing was handed over again; what was handed over twice counts twice, since
    each receiver promised it. Numerator: `Carried.is_done_by_due`, done by the time that this handoff gave it, or done
    at all where it gave none. What the sender said was done or dropped was not handed over and is not in it.
    """
    return [Carried(*row) for row in read(_CARRIED, unit=unit_id, start=start, end=end)]
