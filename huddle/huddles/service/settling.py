"""What was said in the look back takes effect when the huddle closes: until then every tap can be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from huddle.concerns import policy, queries
from huddle.concerns import service as concerns
from huddle.concerns.rules import UNANSWERED, Outcome, ToldHow
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.huddles.models import Huddle, HuddleLookBack
from huddle.huddles.rules import PLAIN_DONE, LookBackAnswer, SubjectKind
from huddle.units.staff import actor_on


def settle(huddle: Huddle, *, actor: Actor, now: datetime) -> None:
    """Answer the concerns that were said to be done and close those whose answer was told, each by who said so.

    What somebody has settled on the concern's own page meanwhile stays as it is there. `actor` stands in for
    somebody who has left the unit since.
    """
    # no trace: each concern leaves its own.
    said = (LookBackAnswer.DONE, LookBackAnswer.TOLD)
    query = select(HuddleLookBack).where(
        HuddleLookBack.huddle_id == huddle.id,
        HuddleLookBack.subject_kind == SubjectKind.CONCERN,
        HuddleLookBack.answer.in_(said),
    )
    for row in db.session.execute(query.order_by(HuddleLookBack.at, HuddleLookBack.id)).scalars():
        _settle(huddle.unit_id, row, _who(huddle.unit_id, row.by, actor, now), now)


def _who(unit_id: UUID, person_id: UUID, otherwise: Actor, now: datetime) -> Actor:
    if person_id == otherwise.user_id:
        return otherwise
    try:
        return actor_on(unit_id, person_id, otherwise.device_id, now=now)
    except NotFound:
        return otherwise


def _settle(unit_id: UUID, row: HuddleLookBack, actor: Actor, now: datetime) -> None:
    try:
        concern = queries.get(unit_id, row.subject_id)
    except NotFound:
        return
    if _moved_on(concern, row.at):
        return
    if row.answer is LookBackAnswer.TOLD:
        if policy.can_tell_back(actor, concern):
            concerns.tell_back(concern, how=ToldHow.HUDDLE, actor=actor, now=now)
    elif concern.status in UNANSWERED and policy.can_answer(actor, concern):
        words = row.words or PLAIN_DONE
        concerns.answer(concern, outcome=Outcome.FIXED, answer=words, actor=actor, now=now)


def _moved_on(concern: Any, said_at: datetime) -> bool:
    """Whether it was picked up, asked above or answered after the huddle spoke of it: what they did stands."""
    later = (concern.picked_up_at, concern.escalated_at, concern.answered_at)
    return any(moment is not None and moment > said_at for moment in later)
