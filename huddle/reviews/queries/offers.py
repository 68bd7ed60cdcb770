"""What a debrief can be offered after: events of a look back, escalations that were settled, concerns with harm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.concerns.queries import ask_harmful
from huddle.core.reading import Asked, Statement, together
from huddle.core.types import UTCDateTime
from huddle.handoffs.queries.settled import ask_escalations
from huddle.huddles.queries.noted import ask_events
from huddle.reviews.models import Review
from huddle.reviews.rules import ReviewSource, ReviewTrigger
from huddle.reviews.rules.debriefs import (
    ESCALATION_OFFERED_FOR,
    EVENT_TRIGGERS,
    EVENT_WORDS,
    OFFERED_FOR,
    Offer,
    event_trigger,
    still_offered,
)

_REVIEWED = Statement(
    select(Review.source_id)
    .where(
        Review.unit_id == bindparam("unit"),
        Review.source_id.is_not(None),
        Review.created_at >= bindparam("since", type_=UTCDateTime()),
    )
    .order_by(Review.created_at, Review.id)
)


def ask(unit_id: UUID, now: datetime) -> list[Asked[Any]]:
    """The questions behind `open_ones`, so that a board asks them together with its own."""
    since = now - OFFERED_FOR
    return [
        *_sources(unit_id, since, now),
        _REVIEWED.ask(lambda rows: [id_ for (id_,) in rows], unit=unit_id, since=since),
    ]


def open_ones(answers: list[Any], now: datetime) -> list[Offer]:
    """What is offered now, the newest first, made of the answers to `ask`."""
    events, escalations, harms, reviewed = answers
    recent = [row for row in escalations if row[2] > now - ESCALATION_OFFERED_FOR]
    return still_offered(_offers(events, recent, harms), reviewed, now)


def now_offered(unit_id: UUID, now: datetime) -> list[Offer]:
    """What is offered now, the newest first."""
    return open_ones(together(*ask(unit_id, now)), now)


def happened(unit_id: UUID, start: datetime, end: datetime) -> list[Offer]:
    """All that a debrief was offered after in [start, end), answered or not."""
    return _offers(*together(*_sources(unit_id, start, end)))


def _sources(unit_id: UUID, start: datetime, end: datetime) -> list[Asked[Any]]:
    return [ask(unit_id, start, end) for ask in (ask_events, ask_escalations, ask_harmful)]


def _offers(events: Iterable[Any], escalations: Iterable[Any], harms: Iterable[Any]) -> list[Offer]:
    return [
        *(
            Offer(ReviewSource.HUDDLE, id_, at, event_trigger(facts["type"], facts.get("topic")), words, _known({by}))
            for id_, at, facts, by in events
            if facts["type"] in EVENT_TRIGGERS and (words := EVENT_WORDS[facts["type"]])
        ),
        *(
            Offer(ReviewSource.HANDOFF, id_, at, ReviewTrigger.OTHER, "Escalation", _known({called, taken_by}))
            for id_, at, _settled_at, called, taken_by in escalations
        ),
        *(
            Offer(ReviewSource.CONCERN, id_, at, ReviewTrigger.CONCERN, "Concern about harm", _known({owner}))
            for id_, at, owner in harms
        ),
    ]


def _known(ids: set[UUID | None]) -> frozenset[UUID]:
    return frozenset(id_ for id_ in ids if id_)
