"""Who owns an improvement: accepting it with a plan, suggesting a change, saying that one cannot."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete

from huddle.actions import policy, rules
from huddle.actions.models import ActionHelper, ActionItem
from huddle.actions.queries import planning
from huddle.actions.queries.asking import require_colleague, require_words
from huddle.actions.rules import ActionStatus, EventKind, Lane, OwnerAnswer, Plan
from huddle.actions.service.letting_know import let_owner_know
from huddle.actions.service.notices import say_it_is_to_verify
from huddle.actions.service.trace import tell_and_record
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken


def accept(item: ActionItem, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Its owner takes it on, and says what kind of change it is and how everybody will know that it helped.

    Raises FieldRefused for what the plan lacks.
    """
    status = rules.move(item.status, ActionStatus.ACCEPTED)
    policy.can_answer(actor, item).require()
    _store_plan(item, plan, now)
    item.status = status
    _answer(item, OwnerAnswer.ACCEPTED, "", now)
    tell_and_record(item, EventKind.ACCEPTED, actor=actor, now=now)


def plan(item: ActionItem, plan: Plan, *, actor: Actor, now: datetime) -> None:
    """Say it later, or otherwise; until it is verified."""
    if item.status not in rules.PLANNED_IN:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_change(actor, item).require()
    is_first = item.change_type is None
    _store_plan(item, plan, now)
    tell_and_record(item, EventKind.PLANNED, actor=actor, now=now)
    if is_first:
        say_it_is_to_verify(item, actor=actor, now=now)


def suggest_change(item: ActionItem, *, note: str, actor: Actor, now: datetime) -> None:
    """Its owner would take it on if it were something else; whoever leads reads what."""
    _require_proposed(item, actor)
    require_words("note", note, "Say what would have to change.")
    _answer(item, OwnerAnswer.CHANGE, note, now)
    tell_and_record(item, EventKind.CHANGE_SUGGESTED, actor=actor, now=now, note=note)


def decline(item: ActionItem, *, note: str, actor: Actor, now: datetime) -> None:
    """Its owner cannot; whoever leads finds somebody else."""
    _require_proposed(item, actor)
    require_words("note", note, "Say why not, in one sentence. It helps to find somebody else.")
    _answer(item, OwnerAnswer.CANNOT, note, now)
    tell_and_record(item, EventKind.DECLINED, actor=actor, now=now, note=note)


def reword(item: ActionItem, *, title: str, actor: Actor, now: datetime) -> None:
    """Change what will be done before it is accepted; its owner is asked again."""
    if item.status is not ActionStatus.PROPOSED:
        raise RuleBroken("It is accepted as it stands. Open a new action item for something else.")
    policy.can_change(actor, item).require()
    require_words("title", title, "Say what will be done.")
    item.title = title
    item.ask_owner()
    tell_and_record(item, EventKind.REWORDED, actor=actor, now=now)
    accept_by_own_word(item, actor=actor, now=now)
    let_owner_know(item, actor=actor, now=now)


def make_improvement(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Follow a quick fix to the end after all: somebody else verifies it, and it is asked whether it works."""
    status = rules.move(item.status, ActionStatus.PROPOSED)
    policy.can_change(actor, item).require()
    item.status, item.lane = status, Lane.IMPROVEMENT
    tell_and_record(item, EventKind.MADE_IMPROVEMENT, actor=actor, now=now)
    accept_by_own_word(item, actor=actor, now=now)
    let_owner_know(item, actor=actor, now=now)


def accept_by_own_word(item: ActionItem, *, actor: Actor, now: datetime) -> None:
    """Whoever writes an improvement down for themself, takes one over or says that it is done has accepted it."""
    if item.status not in rules.KEPT or not policy.can_answer(actor, item):
        return
    if item.status is ActionStatus.PROPOSED:
        item.status = rules.move(item.status, ActionStatus.ACCEPTED)
    _answer(item, OwnerAnswer.ACCEPTED, "", now)
    tell_and_record(item, EventKind.ACCEPTED, actor=actor, now=now)


def work_on(item: ActionItem, *, actor: Actor, now: datetime) -> bool:
    """Whether it goes on at once: where its owner has accepted it or says so; else they are asked before."""
    # no trace: whoever calls leaves one.
    if policy.can_answer(actor, item):
        _answer(item, OwnerAnswer.ACCEPTED, "", now)
    is_accepted = item.owner_answer is OwnerAnswer.ACCEPTED
    item.status = rules.move(item.status, ActionStatus.IN_PROGRESS if is_accepted else ActionStatus.PROPOSED)
    return is_accepted


def _require_proposed(item: ActionItem, actor: Actor) -> None:
    if item.status is not ActionStatus.PROPOSED:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_answer(actor, item).require()


def _answer(item: ActionItem, answer: OwnerAnswer, note: str, now: datetime) -> None:
    item.owner_answer, item.owner_answer_note, item.owner_answered_at = answer, note, now


def _store_plan(item: ActionItem, plan: Plan, now: datetime) -> None:
    rules.require_whole(plan, item.owner_id)
    if plan.sponsor_id is not None and plan.sponsor_id not in planning.sponsors(item.unit_id, now):
        raise FieldRefused("sponsor_id", "Choose a manager of the unit, or somebody who answers above it.")
    for person_id in plan.helpers:
        require_colleague(item.unit_id, person_id, now, "helpers")
    item.change_type, item.strength = plan.change_type, plan.counts_as
    for name in ("strength_reason", "measure", "small_test", "baseline", "target", "balancing_check", "condition"):
        setattr(item, name, getattr(plan, name))
    item.beyond_unit, item.sponsor_id = plan.beyond_unit, plan.sponsor_id if plan.beyond_unit else None
    db.session.execute(delete(ActionHelper).where(ActionHelper.item_id == item.id))
    db.session.add_all(ActionHelper(item_id=item.id, user_id=person_id) for person_id in sorted(plan.helpers))
