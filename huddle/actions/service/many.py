"""Changes that concern several people or several items at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from huddle.actions import policy, rules
from huddle.actions.models import ActionItem
from huddle.actions.rules import EventKind
from huddle.actions.service.lifecycle import hand_over
from huddle.actions.service.trace import tell_and_record
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, RuleBroken


def done_as_well(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Somebody else had said already that it is done, unseen: both stand in its history, and the first one counts."""
    if item.status not in rules.SAID_DONE:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_change(actor, item).require()
    tell_and_record(item, EventKind.DONE, actor=actor, now=now)


def hand_over_all(items: Sequence[ActionItem], to: Mapping[UUID, UUID], *, actor: Actor, now: datetime) -> int:
    """Hand over everything of somebody who leaves; how many that were. All of it, or nothing.

    Raises FieldRefused when somebody is still missing for one of them or cannot have it; it names the item.
    """
    # no trace: each handing over leaves its own
    if missing := [item for item in items if item.id not in to]:
        raise FieldRefused("to_all", f"Choose somebody for “{missing[0].title}” too.")
    for item in items:
        try:
            hand_over(item, owner_id=to[item.id], actor=actor, now=now)
        except FieldRefused as refused:
            raise FieldRefused("to_all", f"“{item.title}”: {refused}") from refused
    return len(items)
