"""What was told by phone, and when the sender last said that all of it is true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from huddle.core.db import db
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent, HandoffIfThen
from huddle.handoffs.queries.one import actions, if_thens, read_back
from huddle.handoffs.rules import EventKind, ReadBack
from huddle.handoffs.rules.phone import Heard, heard_of, is_unlike, is_whole

SENDERS_WORD = (EventKind.STILL_TRUE, EventKind.CORRECTED, EventKind.ANSWERED, EventKind.SENT_AGAIN)
"""Whoever says one of these has the whole handoff in mind."""


def _newest(*kinds: EventKind) -> ScalarSelect[datetime]:
    """When one of these happened last to the handoff of the row."""
    query = select(func.max(HandoffEvent.at)).where(HandoffEvent.handoff_id == Handoff.id, HandoffEvent.kind.in_(kinds))
    return query.correlate(Handoff).scalar_subquery()


TOLD_AT = _newest(EventKind.TOLD_BY_PHONE).label("told_at")
SAID_AT = _newest(*SENDERS_WORD).label("said_at")
"""For lists of handoffs: when each was told by phone, and when its sender last said something about it."""


@dataclass(frozen=True, slots=True)
class Call:
    """One handoff told by phone: when, by whom, and what they heard said back; None once that is erased."""

    at: datetime
    by: UUID
    heard: Heard | None

    def is_of(self, person_id: UUID | None) -> bool:
        """Whether this person was on the line."""
        return self.heard is not None and person_id is not None and self.heard.person_id == person_id


def calls(handoff_id: UUID) -> Sequence[Call]:
    """Every time that it was told by phone, the newest first."""
    query = select(HandoffEvent).where(
        HandoffEvent.handoff_id == handoff_id, HandoffEvent.kind == EventKind.TOLD_BY_PHONE
    )
    events = db.session.execute(query.order_by(HandoffEvent.seq.desc())).scalars()
    return [Call(event.at, event.actor_id, heard_of(event.text)) for event in events if event.actor_id]


def call_with(calls: Sequence[Call], person_id: UUID | None) -> Call | None:
    """The newest one in which this person was on the line."""
    return next((call for call in calls if call.is_of(person_id)), None)


def call_with_role(calls: Sequence[Call]) -> Call | None:
    """The newest one in which somebody without an account was on the line."""
    return next((call for call in calls if call.heard and call.heard.role), None)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a read-back is about: what is to be done, what to watch for, how much of it is said back, the calls."""

    actions: Sequence[HandoffAction]
    if_thens: Sequence[HandoffIfThen]
    level: ReadBack
    calls: Sequence[Call]


def parts(handoff: Handoff) -> Parts:
    """Read once for all that a page shows of them."""
    return Parts(actions(handoff.id), if_thens(handoff.id), read_back(handoff), calls(handoff.id))


def needs_pin_alone(parts: Parts, call: Call) -> bool:
    """Whether everything that this handoff asks for was said back, so that the receiver may sign as it stands."""
    asked = {
        "if_thens": [row.number for row in parts.if_thens],
        "actions": [row.number for row in parts.actions],
    }
    return call.heard is not None and is_whole(call.heard, parts.level, **asked)


def was_unlike(handoff: Handoff, parts: Parts) -> bool:
    """Whether what the receiver signed is something else than what the caller heard of them."""
    call = call_with(parts.calls, handoff.acknowledged_by)
    if call is None or call.heard is None:
        return False
    return is_unlike(
        call.heard,
        severity=handoff.receiver_severity,
        priority=handoff.receiver_priority,
        watch_for=[row.number for row in parts.if_thens if row.watched],
        answers={row.number: row.answer for row in parts.actions if row.answer},
    )


def said_at(handoff: Handoff) -> datetime:
    """When the sender last said something about it: what they add or answer, or that it is still true."""
    newest: datetime | None = db.session.execute(select(SAID_AT).where(Handoff.id == handoff.id)).scalar_one()
    return handoff.sent_at if newest is None else max(handoff.sent_at, newest)
