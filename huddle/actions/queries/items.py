"""Action items of one unit, of one person, of one source."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select, true

from huddle.actions.models import ActionEvent, ActionItem
from huddle.actions.queries.lists import Shown, not_hidden
from huddle.actions.rules import UNFINISHED, SourceKind
from huddle.core.db import db
from huddle.core.errors import NotFound


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


def for_source(source_kind: SourceKind, source_id: UUID) -> Sequence[ActionItem]:
    """What came of one concern, huddle, review and so on; the caller has checked that it may be read."""
    return for_sources(source_kind, [source_id])


def for_sources(source_kind: SourceKind, source_ids: Collection[UUID]) -> Sequence[ActionItem]:
    """The same of several of one kind, in one query."""
    query = select(ActionItem).where(ActionItem.source_kind == source_kind, ActionItem.source_id.in_(source_ids))
    return db.session.execute(query.order_by(ActionItem.created_at, ActionItem.id)).scalars().all()


def sources_with_items(source_kind: SourceKind, source_ids: Collection[UUID]) -> set[UUID]:
    """Which of these sources led to an action item at all."""
    query = select(ActionItem.source_id).where(
        ActionItem.source_kind == source_kind, ActionItem.source_id.in_(source_ids)
    )
    found = db.session.execute(query.distinct().order_by(ActionItem.source_id)).scalars()
    return {id_ for id_ in found if id_ is not None}


def of_owner(person_id: UUID) -> Sequence[ActionItem]:
    """What one person still has to do, on whichever unit, the oldest date first; for that person alone."""
    query = select(ActionItem).where(ActionItem.owner_id == person_id, ActionItem.status.in_(UNFINISHED))
    return db.session.execute(query.order_by(ActionItem.due_on, ActionItem.id)).scalars().all()


def history(item_id: UUID) -> Sequence[ActionEvent]:
    """What happened to one item, in order."""
    query = select(ActionEvent).where(ActionEvent.item_id == item_id)
    return db.session.execute(query.order_by(ActionEvent.number, ActionEvent.item_id)).scalars().all()


def promised_for(unit_id: UUID, first_day: date, last_day: date, *, shown: Shown) -> Sequence[ActionItem]:
    """Everything first promised for one of these days, whatever became of it, in the order of those days.

    What came of a review is there only where `shown`, the ids of those of which somebody may know, has it.
    """
    query = select(ActionItem).where(
        ActionItem.unit_id == unit_id,
        ActionItem.original_due_on >= first_day,
        ActionItem.original_due_on <= last_day,
        true() if shown is None else not_hidden(shown),
    )
    return db.session.execute(query.order_by(ActionItem.original_due_on, ActionItem.id)).scalars().all()
