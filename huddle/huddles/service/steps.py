"""The steps of a huddle: looking back, counting, notes, and saying "none, we asked"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from huddle.actions import policy as action_policy
from huddle.actions import queries as actions
from huddle.actions import service as action_service
from huddle.actions.rules import is_unfinished
from huddle.concerns import queries as concerns
from huddle.concerns.rules import ConcernStatus
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.huddles import rules
from huddle.huddles.models import Huddle, HuddleLookBack, HuddleNote
from huddle.huddles.queries.locking import take_part
from huddle.huddles.rules import LookBackAnswer, Mark, NoteName, Step, SubjectKind, Tally
from huddle.huddles.service.trace import store_and_record

CLOSED_CONCERN = "This concern is closed: it was answered and told back."


def look_back(
    huddle: Huddle,
    *,
    kind: SubjectKind,
    subject_id: UUID,
    answer: LookBackAnswer,
    actor: Actor,
    now: datetime,
    words: str = "",
) -> None:
    """Say how a concern or an action item stands. The last word said stands, and can be taken back.

    "Done" finishes an action item at once, where this person may; what is said of a concern ("done" with the words
    of its answer, "told") takes effect when the huddle closes, and again only where this person may.
    """
    take_part(huddle, actor)
    if len(words) > rules.WORDS_LIMIT:
        raise FieldRefused("words", f"Use at most {rules.WORDS_LIMIT} letters.")
    if kind is SubjectKind.CONCERN:
        _look_at_concern(huddle.unit_id, subject_id, answer)
    else:
        _look_at_action(huddle, subject_id, answer, actor, now)
    row = _said(huddle, kind, subject_id)
    if row is None:
        row = HuddleLookBack(huddle_id=huddle.id, subject_kind=kind, subject_id=subject_id, words="")
        db.session.add(row)
    elif row.answer is answer and not words:
        return  # a second tablet taps the same: who said it first, and the words, stay
    row.answer, row.words, row.by, row.at = answer, words or row.words, actor.person_id, now
    store_and_record(huddle, "looked_back", actor=actor, now=now)


def take_back(huddle: Huddle, *, kind: SubjectKind, subject_id: UUID, actor: Actor, now: datetime) -> None:
    """As if nothing had been said of it in this huddle. Twice is the same as once."""
    take_part(huddle, actor)
    row = _said(huddle, kind, subject_id)
    if row is None:
        return
    if kind is SubjectKind.ACTION and row.answer is LookBackAnswer.DONE:
        item = actions.get(huddle.unit_id, subject_id)
        if item.done_at == row.at:
            _reopen(huddle, item, actor, now)
    db.session.delete(row)
    store_and_record(huddle, "took_back", actor=actor, now=now)


def tell_back(huddle: Huddle, *, concern_id: UUID, actor: Actor, now: datetime) -> None:
    """Tell an answer back in front of everybody; this closes the concern when the huddle closes."""
    # no trace: looking back leaves it.
    look_back(huddle, kind=SubjectKind.CONCERN, subject_id=concern_id, answer=LookBackAnswer.TOLD, actor=actor, now=now)


def mark(huddle: Huddle, *, marks: Sequence[Mark], actor: Actor, now: datetime) -> None:
    """Count or choose. Two tablets that say the same agree; else the last word stands, and who said it is shown."""
    take_part(huddle, actor)
    counts = {**huddle.counts}
    for one in marks:
        before = huddle.attendance if one.tally is Tally.HERE else counts.get(one.tally, {})
        after = {**before, one.key: one.value}
        after = {key: value for key, value in after.items() if value not in {0, ""}}
        if one.tally is Tally.HERE:
            huddle.attendance, counts["counted"] = after, True
        else:
            counts[one.tally.value] = after
        counts["last"] = {
            "tally": one.tally.value,
            "key": one.key,
            "from": before.get(one.key, 0),
            "to": one.value,
            "by": str(actor.person_id),
            "at": now.isoformat(),
        }
    huddle.counts = counts
    store_and_record(huddle, "counted", actor=actor, now=now)


def note(huddle: Huddle, *, name: NoteName, text: str, actor: Actor, now: datetime) -> None:
    """Write one of the texts of a huddle. The route compares its version: two who write at once both keep theirs."""
    take_part(huddle, actor)
    if len(text) > rules.STORED_LIMIT:
        raise FieldRefused("text", "Both texts together are too long. Make them shorter.")
    row = db.session.get(HuddleNote, (huddle.id, name), populate_existing=True)
    if row is None:
        row = HuddleNote(huddle_id=huddle.id, name=name)
        db.session.add(row)
    row.text, row.by, row.at = text, actor.person_id, now
    store_and_record(huddle, "noted", actor=actor, now=now)


def confirm(huddle: Huddle, *, step: Step, actor: Actor, now: datetime) -> None:
    """Somebody asked aloud and there was nothing; for the people in the circle: the numbers are right."""
    take_part(huddle, actor)
    huddle.asked = {**huddle.asked, step.value: True}
    store_and_record(huddle, "step_asked", actor=actor, now=now)


def _said(huddle: Huddle, kind: SubjectKind, subject_id: UUID) -> HuddleLookBack | None:
    query = select(HuddleLookBack).where(
        HuddleLookBack.huddle_id == huddle.id,
        HuddleLookBack.subject_kind == kind,
        HuddleLookBack.subject_id == subject_id,
    )
    return db.session.execute(query).scalar_one_or_none()


def _look_at_concern(unit_id: UUID, concern_id: UUID, answer: LookBackAnswer) -> None:
    concern = concerns.get(unit_id, concern_id)
    if concern.status is ConcernStatus.CLOSED:
        raise RuleBroken(CLOSED_CONCERN)
    if answer is LookBackAnswer.TOLD and concern.status is not ConcernStatus.ANSWERED:
        raise RuleBroken("Answer this concern first. Nothing closes in silence.")


def _look_at_action(huddle: Huddle, item_id: UUID, answer: LookBackAnswer, actor: Actor, now: datetime) -> None:
    item = actions.get(huddle.unit_id, item_id)
    done = answer is LookBackAnswer.DONE
    if not done and not is_unfinished(item.status):
        _reopen(huddle, item, actor, now)
    if done and is_unfinished(item.status) and action_policy.can_finish(actor, item):
        action_service.finish(item, note="", actor=actor, now=now)


def _reopen(huddle: Huddle, item: Any, actor: Actor, now: datetime) -> None:
    """Take back a "done" of this very huddle, by somebody who may; what was done elsewhere stays done."""
    if is_unfinished(item.status):
        return
    row = _said(huddle, SubjectKind.ACTION, item.id)
    in_this_huddle = row is not None and row.answer is LookBackAnswer.DONE and item.done_at == row.at
    if not in_this_huddle or not action_policy.can_change(actor, item):
        raise RuleBroken("A colleague has just marked this action item done.")
    action_service.undo_finish(item, actor=actor, now=now)
