"""Working on an improvement: starting, being stuck, asking for help above, going on."""

from __future__ import annotations

from datetime import datetime

from huddle.actions import policy, rules
from huddle.actions.models import ActionItem
from huddle.actions.queries import planning
from huddle.actions.queries.asking import require_words
from huddle.actions.rules import ActionStatus, Blocker, EventKind
from huddle.actions.service.letting_know import let_know, let_owner_know
from huddle.actions.service.owning import work_on
from huddle.actions.service.trace import tell_and_record
from huddle.core.actor import Actor
from huddle.core.errors import RuleBroken
from huddle.notifications.rules import NoticeKind
from huddle.units import levels
from huddle.units.rules import Level


def start(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Work has begun."""
    if item.status is not ActionStatus.ACCEPTED:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_change(actor, item).require()
    item.status = rules.move(item.status, ActionStatus.IN_PROGRESS)
    tell_and_record(item, EventKind.STARTED, actor=actor, now=now)


def get_stuck(item: ActionItem, *, blocker: Blocker, note: str, actor: Actor, now: datetime) -> None:
    """Something is in the way. The note may be empty unless what it is has no name here."""
    status = rules.move(item.status, ActionStatus.STUCK)
    policy.can_change(actor, item).require()
    if blocker is Blocker.OTHER:
        require_words("note", note, "Say what is in the way.")
    item.status, item.blocker, item.blocker_note, item.stuck_at = status, blocker, note, now
    tell_and_record(item, EventKind.STUCK, actor=actor, now=now, note=note)


def ask_above(item: ActionItem, *, actor: Actor, now: datetime) -> Level:
    """Ask the next level for help, as what is in the way says; the level that was asked.

    That is the lowest one for which somebody answers. Raises RuleBroken where nothing stands above the unit.
    """
    status = rules.move(item.status, ActionStatus.ESCALATED)
    policy.can_change(actor, item).require()
    level = planning.level_to_ask(item.unit_id)
    if level is None:
        raise RuleBroken("No level above this unit can be asked.")
    item.status, item.escalated_at, item.escalated_tier = status, now, level.tier
    tell_and_record(item, EventKind.ESCALATED, actor=actor, now=now)
    let_know(item, NoticeKind.STUCK, level.receiver_id, actor=actor, now=now)
    return level


def answer_above(item: ActionItem, *, answer: str, actor: Actor, now: datetime) -> None:
    """The level that was asked says what helps; it goes on with that in its history."""
    if item.status is not ActionStatus.ESCALATED or item.escalated_tier is None:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_help(actor, levels.of_tier(item.unit_id, item.escalated_tier)).require()
    require_words("answer", answer, "Say what helps, or what the unit can do instead.")
    _go_on(item, actor, now)
    tell_and_record(item, EventKind.HELPED_ON, actor=actor, now=now, note=answer)
    for person_id in {item.owner_id, planning.asked_above_by(item.id)}:
        let_know(item, NoticeKind.HANDED_BACK, person_id, actor=actor, now=now)
    let_owner_know(item, actor=actor, now=now)


def go_on(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Nothing is in the way any more, whether or not anybody above has answered."""
    if item.status not in {ActionStatus.STUCK, ActionStatus.ESCALATED}:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_change(actor, item).require()
    _go_on(item, actor, now)
    tell_and_record(item, EventKind.WENT_ON, actor=actor, now=now)
    let_owner_know(item, actor=actor, now=now)


def _go_on(item: ActionItem, actor: Actor, now: datetime) -> None:
    work_on(item, actor=actor, now=now)
    item.end_trouble()
