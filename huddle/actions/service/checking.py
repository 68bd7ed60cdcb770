"""Whether an improvement is really done, and whether it works."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import exists, select

from huddle.actions import policy, rules
from huddle.actions.models import ActionEvidence, ActionItem
from huddle.actions.queries import lists
from huddle.actions.queries.asking import require_words, today
from huddle.actions.rules import ActionStatus, Effect, EffectCheck, EventKind
from huddle.actions.service.letting_know import let_know, let_owner_know
from huddle.actions.service.owning import work_on
from huddle.actions.service.trace import tell_and_record
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.notifications.rules import NoticeKind
from huddle.units import queries as units

_TOLD_AS = {
    Effect.WORKS: EventKind.WORKS,
    Effect.PARTLY: EventKind.WORKS_PARTLY,
    Effect.NO: EventKind.WORKS_NOT,
    Effect.TOO_EARLY: EventKind.TOO_EARLY,
}


def verify(item: ActionItem, *, note: str, actor: Actor, now: datetime) -> None:
    """Somebody else went and saw that it is done. The note says what they saw, unless something else shows it.

    Raises RuleBroken for the owner, for everybody who said this time that it is done, and while nobody has said what
    kind of change it is.
    """
    status = rules.move(item.status, ActionStatus.VERIFIED)
    _require_other_eyes(item, actor)
    if item.change_type is None:
        raise RuleBroken("Its owner says first what kind of change it is, and how you will know that it helps.")
    if not (item.done_note or _has_evidence(item)):
        require_words("note", note, "Nothing shows yet that it is done. Say what you saw.")
    item.status, item.verified_note = status, note
    item.verified_at, item.verified_by = now, actor.person_id
    item.first_verified_at = item.first_verified_at or now
    tell_and_record(item, EventKind.VERIFIED, actor=actor, now=now, note=note)
    let_know(item, NoticeKind.VERIFIED, item.owner_id, actor=actor, now=now)


def send_back(item: ActionItem, *, note: str, actor: Actor, now: datetime) -> None:
    """Somebody else went and saw that it is not done yet; it goes on, with what they saw."""
    if item.status is not ActionStatus.DONE_UNVERIFIED:
        raise RuleBroken(rules.REFUSED[item.status])
    _require_other_eyes(item, actor)
    require_words("note", note, "Say what is missing.")
    item.status = rules.move(item.status, ActionStatus.IN_PROGRESS)
    _undo(item)
    tell_and_record(item, EventKind.NOT_VERIFIED, actor=actor, now=now, note=note)
    let_know(item, NoticeKind.REOPENED, item.owner_id, actor=actor, now=now)


def check_effect(item: ActionItem, *, effect: Effect, note: str, actor: Actor, now: datetime) -> None:
    """Say whether it works, 30 and 90 days after it was verified; "too early to tell" asks again in 30 days.

    Raises RuleBroken while it is not time yet. "No" leaves it to be opened again, or dropped with the reason.
    """
    if item.status not in {ActionStatus.VERIFIED, ActionStatus.EFFECTIVE}:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_check(actor, item).require()
    check = rules.require_check_due(item, today(item.unit_id, now), units.facts(item.unit_id).zone)
    if effect is Effect.NO:
        require_words("note", note, "Say what still happens.")
    status = rules.after_check(item.status, effect)
    if status is not item.status:
        item.status = rules.move(item.status, status)
    if check is EffectCheck.FIRST:
        item.effect_30, item.effect_30_at, item.effect_30_by, item.effect_30_note = effect, now, actor.person_id, note
        item.first_effect_30 = rules.first_answer(item.first_effect_30, effect)
    else:
        item.effect_90, item.effect_90_at, item.effect_90_by, item.effect_90_note = effect, now, actor.person_id, note
        item.first_effect_90 = rules.first_answer(item.first_effect_90, effect)
    _settle(item)
    tell_and_record(item, _TOLD_AS[effect], actor=actor, now=now, note=note)


def _settle(item: ActionItem) -> None:
    """Close what was told back and of which nothing more is asked; what did not work is told anew another time."""
    if item.status is ActionStatus.NOT_EFFECTIVE:
        item.told_back_at, item.told_back_by, item.told_back_note = None, None, ""
    elif item.told_back_at is not None and rules.is_over(item):
        item.status = rules.move(item.status, ActionStatus.CLOSED)


def reopen(item: ActionItem, *, due_on: date, note: str, actor: Actor, now: datetime) -> None:
    """It did not work: try something else, by a new day. The first date stays; verified and checked it is anew.

    An owner who got it since and has not accepted it is asked first.

    What figures count, `first_...`, stays too: a change that failed is not forgotten because somebody tries again.
    """
    if item.status is not ActionStatus.NOT_EFFECTIVE:
        raise RuleBroken(rules.REFUSED[item.status])
    policy.can_change(actor, item).require()
    rules.require_due_day(due_on, today(item.unit_id, now))
    before = item.due_on
    goes_on = work_on(item, actor=actor, now=now)
    _undo(item)
    item.verified_at, item.verified_by, item.verified_note = None, None, ""
    item.effect_30, item.effect_30_at, item.effect_30_by, item.effect_30_note = None, None, None, ""
    item.effect_90, item.effect_90_at, item.effect_90_by, item.effect_90_note = None, None, None, ""
    item.due_on = due_on
    item.reopened_count += 1
    tell_and_record(item, EventKind.REOPENED, actor=actor, now=now, from_day=before, to_day=due_on, note=note)
    if goes_on:
        let_know(item, NoticeKind.REOPENED, item.owner_id, actor=actor, now=now)
    else:
        let_owner_know(item, actor=actor, now=now)


def _undo(item: ActionItem) -> None:
    item.done_at, item.done_by, item.done_note = None, None, ""


def _require_other_eyes(item: ActionItem, actor: Actor) -> None:
    said_done = lists.said_done([item])[item.id]
    rules.require_other_eyes(actor.user_id, item.owner_id, item.done_by, said_done)
    policy.can_verify(actor, item, said_done).require()


def _has_evidence(item: ActionItem) -> bool:
    found = db.session.execute(select(exists().where(ActionEvidence.item_id == item.id))).scalar_one()
    return bool(found)
