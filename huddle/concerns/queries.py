"""Reading concerns: of one unit, of one level above, of one person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, func, or_, select

from huddle.concerns import rules
from huddle.concerns.models import Concern, ConcernEvent
from huddle.concerns.rules import UNSETTLED, URGENT, ConcernStatus, EventKind, MeasuredConcern, MeasuredEvent, Topic
from huddle.core.db import db, read
from huddle.core.errors import NotFound
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import Level

PAGE = 20
Place = tuple[datetime, UUID]
"""Where a page of closed concerns ended: when the last one was told back, and its id."""

_NEWS = Statement(
    select(Concern.unit_id, Concern.id, Concern.text, Concern.raised_at)
    .add_columns(Concern.outcome, Concern.answer, Concern.answered_at, Concern.version)
    .where(Concern.raised_by == bindparam("person"), Concern.answered_at.is_not(None), Concern.raiser_seen_at.is_(None))
    .order_by(Concern.answered_at, Concern.id)
)
_PICKED_UP = (
    select(Concern.unit_id, Concern.id, Concern.text)
    .where(Concern.owner_id == bindparam("person"), Concern.status == ConcernStatus.FIXING_HERE)
    .order_by(Concern.picked_up_at, Concern.id)
)
_MEASURED = (
    select(Concern.raised_at, Concern.merged_into_id.is_not(None), Concern.outcome, Concern.answered_tier)
    .add_columns(Concern.answered_at, Concern.told_back_at)
    .where(
        Concern.unit_id == bindparam("unit"),
        or_(
            and_(Concern.raised_at >= bindparam("start"), Concern.raised_at < bindparam("end")),
            and_(Concern.answered_at >= bindparam("start"), Concern.answered_at < bindparam("end")),
        ),
    )
    .order_by(Concern.raised_at, Concern.id)
)
_EVENTS = (
    select(ConcernEvent.concern_id, ConcernEvent.kind, ConcernEvent.tier, ConcernEvent.at, ConcernEvent.due)
    .join(Concern, Concern.id == ConcernEvent.concern_id)
    .where(Concern.unit_id == bindparam("unit"), Concern.escalated_at >= bindparam("start"))
    .order_by(ConcernEvent.concern_id, ConcernEvent.number)
)


@dataclass(frozen=True, slots=True)
class News:
    """What whoever raised a concern has not read yet: "Said on Tuesday, fixed on Friday", and the answer."""

    unit_id: UUID
    concern_id: UUID
    text: str
    line: str
    answer: str
    version: int


@dataclass(frozen=True, slots=True)
class WaitsForYou:
    """A concern that waits for one person: picked up by them, or, with a level, escalated to them until `due`."""

    unit_id: UUID
    concern_id: UUID
    text: str
    level: Level | None = None
    due: datetime | None = None


def get(unit_id: UUID, concern_id: UUID) -> Concern:
    """One concern of the unit. Raises NotFound, also for another unit's."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.id == concern_id)
    return _one(query)


def raised_by(concern_id: UUID) -> UUID | None:
    """Who raised a concern, to be told what became of it; of an unnamed one nobody else is to know."""
    query = select(Concern.raised_by).where(Concern.id == concern_id)
    return db.session.execute(query).scalar_one_or_none()


def _one(query: Select[tuple[Concern]]) -> Concern:
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def locked(unit_id: UUID, concern_ids: set[UUID]) -> dict[UUID, Concern]:
    """Some concerns of the unit as they are stored now, held until the transaction ends."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.id.in_(concern_ids)).order_by(Concern.id)
    found = db.session.execute(query.with_for_update().execution_options(populate_existing=True)).scalars()
    return {concern.id: concern for concern in found}


def merged_into(concern_id: UUID) -> Sequence[Concern]:
    """Those that go on with this one, oldest first."""
    query = select(Concern).where(Concern.merged_into_id == concern_id)
    return db.session.execute(query.order_by(Concern.raised_at, Concern.id)).scalars().all()


def unsettled(unit_id: UUID, topic: Topic | None = None) -> Sequence[Concern]:
    """Everything not yet told back, oldest first: what the next huddle looks back on."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.status.in_(UNSETTLED))
    query = query if topic is None else query.where(Concern.topic == topic)
    return db.session.execute(query.order_by(Concern.raised_at, Concern.id)).scalars().all()


def closed(
    unit_id: UUID,
    *,
    since: datetime | None = None,
    topic: Topic | None = None,
    before: Place | None = None,
    limit: int = PAGE,
) -> Sequence[Concern]:
    """The newest that were told back: "you said, we did"; the page after `before`."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.status == ConcernStatus.CLOSED)
    query = query if since is None else query.where(Concern.told_back_at >= since)
    query = query if topic is None else query.where(Concern.topic == topic)
    if before is not None:
        at, id_ = before
        query = query.where(or_(Concern.told_back_at < at, and_(Concern.told_back_at == at, Concern.id > id_)))
    query = query.order_by(Concern.told_back_at.desc(), Concern.id).limit(limit)
    return db.session.execute(query).scalars().all()


def topics(unit_id: UUID, since: datetime) -> set[Topic]:
    """What the concerns that a list shows are about."""
    shown = or_(Concern.status.in_(UNSETTLED), Concern.told_back_at >= since)
    query = select(Concern.topic).where(Concern.unit_id == unit_id, shown).distinct().order_by(Concern.topic)
    return set(db.session.execute(query).scalars())


def history(concern_id: UUID) -> Sequence[ConcernEvent]:
    """What happened to one concern, in order."""
    query = select(ConcernEvent).where(ConcernEvent.concern_id == concern_id)
    return db.session.execute(query.order_by(ConcernEvent.number, ConcernEvent.concern_id)).scalars().all()


def for_raiser(person_id: UUID, now: datetime) -> list[News]:
    """Answers that the person who raised the concern has not said to have read, on whichever unit, oldest first.

    Also those that a huddle has told: only their own tap ends the line.
    """
    return ask_raiser(person_id, now).read()


def ask_raiser(person_id: UUID, now: datetime) -> Asked[list[News]]:
    """`for_raiser`, to be read together with other questions."""
    return _NEWS.ask(lambda rows: _news(rows, now), person=person_id)


def _news(rows: list[tuple[Any, ...]], now: datetime) -> list[News]:
    zones = {unit.id: unit.zone for unit in units.facts_of(list({row[0] for row in rows}))} if rows else {}
    return [
        News(on, id_, text, rules.said_and_done(raised_at, answered_at, outcome, now, zones[on]), answer, version)
        for on, id_, text, raised_at, outcome, answer, answered_at, version in rows
    ]


def waiting_on(person_id: UUID) -> list[WaitsForYou]:
    """What this person picked up, then what waits at a level for which they answer, the nearest date first."""
    mine = [WaitsForYou(*row) for row in read(_PICKED_UP, person=person_id)]
    for level in levels.received_by(person_id):
        mine += [WaitsForYou(row.unit_id, row.id, row.text, level, row.response_due) for row in at_level(level)]
    return mine


def at_level(level: Level) -> Sequence[Concern]:
    """What waits for this level's answer, by the date that was promised, oldest first."""
    query = select(Concern).where(
        Concern.status == ConcernStatus.ESCALATED, Concern.tier == level.tier, Concern.unit_id.in_(level.unit_ids)
    )
    return db.session.execute(query.order_by(Concern.response_due, Concern.raised_at, Concern.id)).scalars().all()


def for_level(level: Level, concern_id: UUID) -> Concern:
    """One concern of a unit below this level that was ever escalated. Raises NotFound for any other."""
    return _one(
        select(Concern).where(
            Concern.id == concern_id, Concern.unit_id.in_(level.unit_ids), Concern.escalated_at.is_not(None)
        )
    )


def settled_at_level(level: Level, start: datetime, end: datetime | None) -> list[tuple[Concern, ConcernEvent]]:
    """What this level answered, gave back or took higher from `start` to `end` (until now without one), in order."""
    here = and_(ConcernEvent.kind.in_((EventKind.ANSWERED, EventKind.GIVEN_BACK)), ConcernEvent.tier == level.tier)
    higher = and_(ConcernEvent.kind == EventKind.TAKEN_HIGHER, ConcernEvent.tier == level.tier + 1)
    query = (
        select(Concern, ConcernEvent)
        .join(ConcernEvent, ConcernEvent.concern_id == Concern.id)
        .where(Concern.unit_id.in_(level.unit_ids), Concern.merged_into_id.is_(None))
        .where(or_(here, higher), ConcernEvent.at >= start)
    )
    query = query if end is None else query.where(ConcernEvent.at <= end)
    rows = db.session.execute(query.order_by(ConcernEvent.at, Concern.id, ConcernEvent.number))
    return [(concern, event) for concern, event in rows]


def raised_between(unit_id: UUID, start: datetime, end: datetime | None) -> Sequence[Concern]:
    """What was raised from `start` to `end`, or since `start` when there is no end yet, in order."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.raised_at >= start)
    query = query if end is None else query.where(Concern.raised_at <= end)
    return db.session.execute(query.order_by(Concern.raised_at, Concern.id)).scalars().all()


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the concerns raised in [start, end): how many, how many answered, how many told back."""
    query = select(func.count(Concern.id), func.count(Concern.answered_at), func.count(Concern.told_back_at)).where(
        Concern.unit_id == unit_id, Concern.raised_at >= start, Concern.raised_at < end
    )
    raised, answered, told = db.session.execute(query).one()
    return {"raised": raised, "answered": answered, "told_back": told}


def measured(unit_id: UUID, start: datetime, end: datetime) -> list[MeasuredConcern]:
    """Every concern that was raised or answered in [start, end), by when it was raised."""
    return [MeasuredConcern(*row) for row in read(_MEASURED, unit=unit_id, start=start, end=end)]


def measured_events(unit_id: UUID, start: datetime) -> list[MeasuredEvent]:
    """Everything that happened to concerns escalated since `start`, concern by concern."""
    return [MeasuredEvent(*row) for row in read(_EVENTS, unit=unit_id, start=start)]


_HARMFUL = Statement(
    select(Concern.id, Concern.picked_up_at, Concern.owner_id)
    .where(
        Concern.unit_id == bindparam("unit"),
        Concern.harm.in_(URGENT),
        Concern.picked_up_at >= bindparam("start", type_=UTCDateTime()),
        Concern.picked_up_at < bindparam("end", type_=UTCDateTime()),
    )
    .order_by(Concern.picked_up_at, Concern.id)
)


def ask_harmful(unit_id: UUID, start: datetime, end: datetime) -> Asked[list[tuple[Any, ...]]]:
    """Concerns of which somebody said in [start, end) that they harm, or will today: id, when it was said, whose."""
    return _HARMFUL.ask(lambda rows: [row for row in rows if row[1]], unit=unit_id, start=start, end=end)
