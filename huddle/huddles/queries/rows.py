"""Single rows and short lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.huddles.models import Huddle, Watcher
from huddle.huddles.rules import HuddleKind, Slot


def get(unit_id: UUID, huddle_id: UUID) -> Huddle:
    """One huddle that was held on the unit. Raises NotFound, also for another unit's and for a missed one."""
    query = select(Huddle).where(Huddle.unit_id == unit_id, Huddle.id == huddle_id, Huddle.opened_at.is_not(None))
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def for_slot(unit_id: UUID, slot: Slot) -> Huddle | None:
    """The row of one shift on one day: a huddle, or the reason why there was none."""
    query = select(Huddle).where(Huddle.unit_id == unit_id, Huddle.shift_id == slot[0], Huddle.shift_on == slot[1])
    return db.session.execute(query).scalar_one_or_none()


def open_extra(unit_id: UUID) -> Huddle | None:
    """The extra huddle that is going on; there is at most one."""
    query = select(Huddle).where(
        Huddle.unit_id == unit_id, Huddle.kind == HuddleKind.AD_HOC, Huddle.closed_at.is_(None)
    )
    return db.session.execute(query).scalar_one_or_none()


def newest(unit_id: UUID, *, limit: int) -> Sequence[Huddle]:
    """The last ones that were held, newest first."""
    query = select(Huddle).where(Huddle.unit_id == unit_id, Huddle.opened_at.is_not(None))
    return db.session.execute(query.order_by(Huddle.opened_at.desc(), Huddle.id).limit(limit)).scalars().all()


def of_slots(unit_id: UUID, start: datetime, end: datetime) -> Sequence[Huddle]:
    """The rows of all shifts whose huddle was planned in [start, end), held or explained, in order."""
    query = select(Huddle).where(
        Huddle.unit_id == unit_id,
        Huddle.kind == HuddleKind.SCHEDULED,
        Huddle.scheduled_for >= start,
        Huddle.scheduled_for < end,
    )
    return db.session.execute(query.order_by(Huddle.scheduled_for, Huddle.id)).scalars().all()


def opened_by_slot(unit_id: UUID, start: datetime, end: datetime) -> dict[Slot, datetime]:
    """When the huddle of each shift was opened, for those planned in [start, end) that were held."""
    return {
        (row.shift_id, row.shift_on): row.opened_at
        for row in of_slots(unit_id, start, end)
        if row.shift_id and row.shift_on and row.opened_at
    }


def last_attendance(unit_id: UUID, shift_id: UUID | None) -> dict[str, Any]:
    """Who was there last time: at the last huddle of this shift, else at the last one of the unit."""
    query = select(Huddle.attendance).where(Huddle.unit_id == unit_id, Huddle.opened_at.is_not(None))
    query = query.order_by(Huddle.opened_at.desc(), Huddle.id).limit(1)
    found = db.session.execute(query.where(Huddle.shift_id == shift_id)).scalar_one_or_none()
    return dict(found or db.session.execute(query).scalar_one_or_none() or {})


def leaders(unit_id: UUID, *, limit: int = 60) -> list[UUID]:
    """Who opened the last huddles, newest first; for the turn and for nothing else."""
    return [huddle.opened_by for huddle in newest(unit_id, limit=limit) if huddle.opened_by]


def watchers(unit_id: UUID) -> Sequence[Watcher]:
    """Everybody who is watched on the unit now, who was added first."""
    query = select(Watcher).where(Watcher.unit_id == unit_id, Watcher.ended_at.is_(None))
    return db.session.execute(query.order_by(Watcher.added_at, Watcher.id)).scalars().all()


def get_watcher(unit_id: UUID, watcher_id: UUID) -> Watcher:
    """One watcher of the unit. Raises NotFound, also for another unit's."""
    query = select(Watcher).where(Watcher.unit_id == unit_id, Watcher.id == watcher_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found
