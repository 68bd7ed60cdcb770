"""The steps of a huddle: looking back, counting who is here, saying "none, we asked"."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.actions import policy as action_policy
from huddle.actions import queries as actions
from huddle.actions import service as action_service
from huddle.actions.rules import ActionStatus
from huddle.concerns import policy as concern_policy
from huddle.concerns import queries as concerns
from huddle.concerns import service as concern_service
from huddle.concerns.rules import ConcernStatus, Outcome, ToldHow
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.huddles import rules
from huddle.huddles.models import Huddle, HuddleLookBack
from huddle.huddles.queries.locking import take_part
from huddle.huddles.rules import LookBackAnswer, Step, SubjectKind
from huddle.huddles.service.trace import store_and_record

DONE_WORDS = "Done, as said in the huddle."


def look_back(
    huddle: Huddle, *, kind: SubjectKind, subject_id: UUID, answer: LookBackAnswer, actor: Actor, now: datetime
) -> None:
    """Say how a concern or an action item stands. The last word said stands until it is settled.

    "Done" finishes an action item and answers a concern, where this person may; elsewhere it is only noted, and
    the page says who settles it. A concern never closes here: it still has to be told back.
    """
    take_part(huddle, actor)
    done = answer is LookBackAnswer.DONE
    if kind is SubjectKind.CONCERN:
        _look_at_concern(huddle.unit_id, subject_id, done, actor, now)
    else:
        _look_at_action(huddle.unit_id, subject_id, done, actor, now)
    _say(huddle, kind, subject_id, answer, actor, now)


def tell_back(huddle: Huddle, *, concern_id: UUID, actor: Actor, now: datetime) -> None:
    """Tell an answer back in front of everybody; this closes the concern."""
    take_part(huddle, actor)
    concern_service.tell_back(concerns.get(huddle.unit_id, concern_id), how=ToldHow.HUDDLE, actor=actor, now=now)
    _say(huddle, SubjectKind.CONCERN, concern_id, LookBackAnswer.DONE, actor, now)


def count_role(huddle: Huddle, *, role: str, count: int, actor: Actor, now: datetime) -> None:
    """Say how many of a role are here. Two tablets that say the same number agree."""
    take_part(huddle, actor)
    rules.changed_count(f"{role}:{count}")
    counts = {**huddle.attendance, role: count}
    huddle.attendance = {name: number for name, number in counts.items() if number}
    store_and_record(huddle, "counted", actor=actor, now=now)


def note_staffing(huddle: Huddle, *, note: str, actor: Actor, now: datetime) -> None:
    """Who is stretched and who can lend a hand, in one line."""
    take_part(huddle, actor)
    huddle.staffing_note = note
    store_and_record(huddle, "staffing_noted", actor=actor, now=now)


def confirm(huddle: Huddle, *, step: Step, actor: Actor, now: datetime) -> None:
    """Somebody asked aloud and there was nothing; for the people in the circle: the numbers are right."""
    take_part(huddle, actor)
    huddle.asked = {**huddle.asked, step.value: True}
    store_and_record(huddle, "step_asked", actor=actor, now=now)


def _look_at_concern(unit_id: UUID, concern_id: UUID, done: bool, actor: Actor, now: datetime) -> None:
    concern = concerns.get(unit_id, concern_id)
    if concern.status is ConcernStatus.CLOSED:
        raise RuleBroken("This concern is closed: it was answered and told back.")
    if done and concern.status is ConcernStatus.OPEN and concern_policy.can_answer(actor, concern):
        concern_service.answer(concern, outcome=Outcome.FIXED, answer=DONE_WORDS, actor=actor, now=now)


def _look_at_action(unit_id: UUID, item_id: UUID, done: bool, actor: Actor, now: datetime) -> None:
    item = actions.get(unit_id, item_id)
    if item.status is not ActionStatus.OPEN and not done:
        raise RuleBroken("A colleague has just marked this action item done.")
    if done and item.status is ActionStatus.OPEN and action_policy.can_change(actor, item):
        action_service.finish(item, note="", actor=actor, now=now)


def _say(
    huddle: Huddle, kind: SubjectKind, subject_id: UUID, answer: LookBackAnswer, actor: Actor, now: datetime
) -> None:
    query = select(HuddleLookBack).where(
        HuddleLookBack.huddle_id == huddle.id,
        HuddleLookBack.subject_kind == kind,
        HuddleLookBack.subject_id == subject_id,
    )
    row = db.session.execute(query).scalar_one_or_none()
    if row is None:
        row = HuddleLookBack(huddle_id=huddle.id, subject_kind=kind, subject_id=subject_id)
        db.session.add(row)
    row.answer, row.by, row.at = answer, actor.person_id, now
    store_and_record(huddle, "looked_back", actor=actor, now=now)
