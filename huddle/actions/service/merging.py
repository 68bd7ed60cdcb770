"""Letting one item go on within another."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from huddle.actions import policy, queries, rules
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, EventKind
from huddle.actions.service.trace import tell_and_record
from huddle.core.actor import Actor


def merge(item: ActionItem, into_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Say that it is the same as another one: whoever raised it is told what becomes of that one.

    What went into it before goes along, so that none leads on to a third. Neither history quotes the other one, which
    may come from a marked review. Raises FieldRefused for one that is not there or not open, and for itself;
    RuleBroken for an item that is done.
    """
    both = queries.locked(item.unit_id, {item.id, into_id})
    status = rules.move(item.status, ActionStatus.MERGED)
    policy.can_change(actor, item).require()
    into = both.get(into_id)
    rules.require_takes(into, item)
    assert into is not None  # noqa: S101 - refused above
    item.end_trouble()
    item.status, item.merged_into_id = status, into.id
    item.merged_at, item.merged_by = now, actor.person_id
    tell_and_record(item, EventKind.MERGED, actor=actor, now=now, to_person=into.owner_id)
    for other in queries.merged_into(item.id):
        other.merged_into_id = into.id
    tell_and_record(into, EventKind.MERGED, actor=actor, now=now, from_person=item.owner_id)
