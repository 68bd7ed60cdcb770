"""Opening an action item, doing it, moving it, handing it over, dropping it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete

from huddle.actions import policy, rules
from huddle.actions.models import ActionHelper, ActionItem
from huddle.actions.queries.asking import require_colleague, require_words, today
from huddle.actions.rules import ActionStatus, EventKind, Lane, OwnerAnswer, SourceKind
from huddle.actions.service.letting_know import let_know, let_owner_know
from huddle.actions.service.owning import accept_by_own_word
from huddle.actions.service.trace import tell_and_record
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.notifications.rules import NoticeKind


def open_item(
    unit_id: UUID,
    *,
    title: str,
    owner_id: UUID,
    due_on: date,
    source_kind: SourceKind,
    source_id: UUID | None,
    lane: Lane | None = None,
    actor: Actor,
    now: datetime,
) -> ActionItem:
    """Write a promise down, in the lane that is usual for where it comes from unless one is said.

    Whoever writes an improvement down for themself has accepted it. Raises NotPermitted for people of other units,
    FieldRefused for an owner who does not work on the unit and for a day that has passed. `source_id` is None for a
    manual item and only for that.
    """
    policy.can_open(actor, unit_id).require()
    require_words("title", title, "Say what will be done.")
    require_colleague(unit_id, owner_id, now)
    rules.require_due_day(due_on, today(unit_id, now))
    lane = lane or rules.LANE_OF_SOURCE[source_kind]
    item = ActionItem(
        unit_id=unit_id,
        title=title,
        owner_id=owner_id,
        due_on=due_on,
        original_due_on=due_on,
        source_kind=source_kind,
        source_id=source_id,
        lane=lane,
        status=rules.FIRST_STATUS[lane],
        created_at=now,
        created_by=actor.person_id,
    )
    db.session.add(item)
    tell_and_record(item, EventKind.OPENED, actor=actor, now=now, to_day=due_on, to_person=owner_id)
    accept_by_own_word(item, actor=actor, now=now)
    let_owner_know(item, actor=actor, now=now)
    return item


def finish(item: ActionItem, *, note: str, actor: Actor, now: datetime) -> None:
    """It is done. The note may be empty. An owner who says so of what was only proposed has accepted it with that."""
    if item.status is ActionStatus.PROPOSED:
        if not policy.can_finish(actor, item):
            raise RuleBroken(rules.REFUSED[item.status])
        accept_by_own_word(item, actor=actor, now=now)
    status = rules.move(item.status, rules.DONE_AS[item.lane])
    policy.can_finish(actor, item).require()
    item.end_trouble()
    item.status, item.done_note = status, note
    item.done_at, item.done_by = now, actor.person_id
    tell_and_record(item, EventKind.DONE, actor=actor, now=now, note=note)


def undo_finish(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """It is not done after all; within a day of having been marked done."""
    if item.done_at is None:
        raise RuleBroken(rules.REFUSED[item.status])
    status = rules.move(item.status, rules.UNDONE_AS[item.lane])
    policy.can_change(actor, item).require()
    rules.require_undo_in_time(item.done_at, now)
    item.status, item.done_note, item.done_at, item.done_by = status, "", None, None
    tell_and_record(item, EventKind.UNDONE, actor=actor, now=now)


def move_due(item: ActionItem, *, due_on: date, why: str = "", actor: Actor, now: datetime) -> None:
    """Give it another day. The first date stays on the item for ever; from the second time on it is said why."""
    rules.require_unfinished(item.status)
    policy.can_change(actor, item).require()
    rules.require_due_day(due_on, today(item.unit_id, now))
    if due_on == item.due_on:
        raise FieldRefused("due_on", "It is due on that day already.")
    if item.redated_count:
        require_words("why", why, "It moves again. Say why, in one sentence.")
    before, item.due_on = item.due_on, due_on
    item.redated_count += 1
    tell_and_record(item, EventKind.MOVED, actor=actor, now=now, from_day=before, to_day=due_on, note=why)


def hand_over(item: ActionItem, *, owner_id: UUID, actor: Actor, now: datetime) -> None:
    """Give it to another person who works on the unit, or take it over oneself.

    An improvement is proposed to its new owner again, what waits (`rules.KEPT`) once it goes on; whoever takes one
    over has accepted it. Whose it was is told, unless they had said that they cannot.
    """
    rules.require_unfinished(item.status)
    policy.can_hand_over(actor, item, owner_id).require()
    require_colleague(item.unit_id, owner_id, now)
    if owner_id == item.owner_id:
        raise FieldRefused("owner_id", "This person has it already.")
    if owner_id == item.verified_by:
        raise FieldRefused("owner_id", "This person verified it. Choose somebody else, or open it again first.")
    before, item.owner_id = item.owner_id, owner_id
    said_no = item.owner_answer is OwnerAnswer.CANNOT
    _drop_helper(item.id, owner_id)
    item.ask_owner()
    tell_and_record(item, EventKind.HANDED_OVER, actor=actor, now=now, from_person=before, to_person=owner_id)
    accept_by_own_word(item, actor=actor, now=now)
    let_owner_know(item, actor=actor, now=now)
    if not said_no:
        let_know(item, NoticeKind.GONE_OVER, before, actor=actor, now=now)


def drop(item: ActionItem, *, reason: str, actor: Actor, now: datetime) -> None:
    """Say that it will not be done, and why; the unit reads the reason."""
    status = rules.move(item.status, ActionStatus.DROPPED)
    policy.can_change(actor, item).require()
    require_words("reason", reason, "Say why, in one sentence. An honest no is better than silence.")
    item.status, item.dropped_reason = status, reason
    item.dropped_at, item.dropped_by = now, actor.person_id
    tell_and_record(item, EventKind.DROPPED, actor=actor, now=now, note=reason)


def _drop_helper(item_id: UUID, person_id: UUID) -> None:
    """Somebody who becomes the owner helps no longer."""
    helps = ActionHelper.item_id == item_id, ActionHelper.user_id == person_id
    db.session.execute(delete(ActionHelper).where(*helps))
