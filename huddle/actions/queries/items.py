"""Action items of one unit, of one person, of one source."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from huddle.actions.models import ActionEvent, ActionItem
from huddle.actions.rules import FINISHED, UNFINISHED, SourceKind
from huddle.core.dates import at_local
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.core.types import UTCDateTime
from huddle.units import queries as units


def get(unit_id: UUID, item_id: UUID) -> ActionItem:
    """One action item of the unit. Raises NotFound, also for another unit's."""
    query = select(ActionItem).where(ActionItem.unit_id == unit_id, ActionItem.id == item_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def open_items(unit_id: UUID) -> Sequence[ActionItem]:
    """Everything still to be done on the unit, the oldest date first."""
    query = select(ActionItem).where(ActionItem.unit_id == unit_id, ActionItem.status.in_(UNFINISHED))
    return db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id)).scalars().all()


def done_recently(unit_id: UUID, *, limit: int = 10, owner_id: UUID | None = None) -> Sequence[ActionItem]:
    """The last ones done, newest first; of one person when asked, for that person alone."""
    query = select(ActionItem).where(ActionItem.unit_id == unit_id, ActionItem.status.in_(FINISHED))
    if owner_id is not None:
        query = query.where(ActionItem.owner_id == owner_id)
    query = query.order_by(ActionItem.done_at.desc(), ActionItem.id).limit(limit)
    return db.session.execute(query).scalars().all()


def for_source(source_kind: SourceKind, source_id: UUID) -> Sequence[ActionItem]:
    """What came of one concern, huddle, review and so on; the caller has checked that it may be read."""
    query = select(ActionItem).where(ActionItem.source_kind == source_kind, ActionItem.source_id == source_id)
    return db.session.execute(query.order_by(ActionItem.created_at, ActionItem.id)).scalars().all()


def sources_with_items(source_kind: SourceKind, source_ids: Collection[UUID]) -> set[UUID]:
    """Which of these sources led to an action item at all."""
    query = select(ActionItem.source_id).where(
        ActionItem.source_kind == source_kind, ActionItem.source_id.in_(source_ids)
    )
    found = db.session.execute(query.distinct().order_by(ActionItem.source_id)).scalars()
    return {id_ for id_ in found if id_ is not None}


def count_for(source_kind: SourceKind, source_ids: Collection[UUID]) -> int:
    """How many action items came of these sources."""
    query = select(func.count(ActionItem.id)).where(
        ActionItem.source_kind == source_kind, ActionItem.source_id.in_(source_ids)
    )
    return db.session.execute(query).scalar_one()


def of_owner(person_id: UUID) -> Sequence[ActionItem]:
    """What one person still has to do, on whichever unit, the oldest date first; for that person alone."""
    query = select(ActionItem).where(ActionItem.owner_id == person_id, ActionItem.status.in_(UNFINISHED))
    return db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id)).scalars().all()


def history(item_id: UUID) -> Sequence[ActionEvent]:
    """What happened to one item, in order."""
    query = select(ActionEvent).where(ActionEvent.item_id == item_id)
    return db.session.execute(query.order_by(ActionEvent.number, ActionEvent.item_id)).scalars().all()


def month_counts(unit_id: UUID, first_day: date, last_day: date) -> dict[str, int]:
    """How the promises of some days fared, counted by the date they were first given.

    `due` leaves out what was dropped before its date; `done` and `done_on_time` are of these, and a moved
    date makes nothing on time. `overdue_open` are all first due by `last_day` and still open at its end; what
    happened later does not change it. One statement, however many promises there were.
    """
    zone = units.facts(unit_id).zone
    days = [first_day + timedelta(days=number) for number in range((last_day - first_day).days + 2)]
    midnights = {day: at_local(day, time(0), zone) for day in days}
    starts = _of_first_day({day: midnights[day] for day in days[:-1]})
    ends = _of_first_day({day: midnights[day + timedelta(days=1)] for day in days[:-1]})
    end = midnights[days[-1]]
    is_due = and_(
        ActionItem.original_due_on >= first_day, or_(ActionItem.dropped_at.is_(None), ActionItem.dropped_at >= starts)
    )
    was_open = and_(ActionItem.created_at < end, func.coalesce(ActionItem.done_at, ActionItem.dropped_at, end) >= end)
    query = select(
        _count(is_due),
        _count(and_(is_due, ActionItem.done_at.is_not(None))),
        _count(and_(is_due, ActionItem.done_at < ends)),
        _count(was_open),
    ).where(
        ActionItem.unit_id == unit_id,
        ActionItem.original_due_on <= last_day,
        or_(ActionItem.original_due_on >= first_day, was_open),
    )
    counted = db.session.execute(query).one()
    return dict(zip(("due", "done", "done_on_time", "overdue_open"), counted, strict=True))


def _of_first_day(moments: dict[date, datetime]) -> ColumnElement[datetime]:
    """The moment that belongs to the day for which an item was first promised."""
    return case({day: literal(at, UTCDateTime()) for day, at in moments.items()}, value=ActionItem.original_due_on)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


def promised_for(unit_id: UUID, first_day: date, last_day: date) -> Sequence[ActionItem]:
    """Everything first promised for one of these days, whatever became of it, in the order of those days."""
    query = select(ActionItem).where(
        ActionItem.unit_id == unit_id,
        ActionItem.original_due_on >= first_day,
        ActionItem.original_due_on <= last_day,
    )
    return db.session.execute(query.order_by(ActionItem.original_due_on, ActionItem.id)).scalars().all()
