"""Single rows and short lists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.handoffs.rules import patient_text
from huddle.huddles.models import Huddle, HuddleItem, HuddleNote, Watcher
from huddle.huddles.rules import HuddleKind, NoteName, Slot


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


def open_extra(unit_id: UUID, kind: HuddleKind = HuddleKind.AD_HOC) -> Huddle | None:
    """The one of this kind that is going on; there is at most one of each that no shift plans."""
    query = select(Huddle).where(Huddle.unit_id == unit_id, Huddle.kind == kind, Huddle.closed_at.is_(None))
    return db.session.execute(query).scalar_one_or_none()


def left_open(unit_id: UUID, before: datetime) -> Sequence[Huddle]:
    """Huddles opened before this moment that nobody closed, in order."""
    query = select(Huddle).where(Huddle.unit_id == unit_id, Huddle.opened_at < before, Huddle.closed_at.is_(None))
    return db.session.execute(query.order_by(Huddle.opened_at, Huddle.id)).scalars().all()


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


def last_of(unit_id: UUID, kind: HuddleKind, shift_id: UUID | None) -> Huddle | None:
    """The last huddle of that kind: of this shift, else of any; for those without a shift also one of any kind."""
    query = select(Huddle).where(Huddle.unit_id == unit_id, Huddle.opened_at.is_not(None))
    query = query.order_by(Huddle.opened_at.desc(), Huddle.id).limit(1)
    wanted: list[ColumnElement[bool]] = [Huddle.kind == kind]
    if shift_id is not None:
        wanted.insert(0, Huddle.shift_id == shift_id)
    for clause in wanted:
        if (found := db.session.execute(query.where(clause)).scalar_one_or_none()) is not None:
            return found
    return db.session.execute(query).scalar_one_or_none()


def leaders(unit_id: UUID, *, limit: int = 60) -> list[UUID]:
    """Who led the last huddles, newest first; for the turn and for nothing else."""
    who = func.coalesce(Huddle.leader_id, Huddle.opened_by)
    query = select(who).where(Huddle.unit_id == unit_id, Huddle.opened_at.is_not(None))
    return list(db.session.execute(query.order_by(Huddle.opened_at.desc(), Huddle.id).limit(limit)).scalars())


def watchers(unit_id: UUID) -> Sequence[Watcher]:
    """Everybody who is watched on the unit now, who was added first."""
    query = select(Watcher).where(Watcher.unit_id == unit_id, Watcher.ended_at.is_(None))
    return db.session.execute(query.order_by(Watcher.added_at, Watcher.id)).scalars().all()


def watched_until(unit_id: UUID, since: datetime) -> dict[str, datetime]:
    """When a huddle of the unit last said "no longer" of a patient since then."""
    query = select(Watcher.patient_id1, Watcher.patient_id2, Watcher.ended_at)
    query = query.where(Watcher.unit_id == unit_id, Watcher.ended_at > since).order_by(Watcher.ended_at, Watcher.id)
    return {patient_text(one, other): ended_at for one, other, ended_at in db.session.execute(query) if ended_at}


def get_watcher(unit_id: UUID, watcher_id: UUID) -> Watcher:
    """One watcher of the unit. Raises NotFound, also for another unit's."""
    query = select(Watcher).where(Watcher.unit_id == unit_id, Watcher.id == watcher_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def notes(huddle_id: UUID) -> dict[NoteName, HuddleNote]:
    """The texts of one huddle by name."""
    query = select(HuddleNote).where(HuddleNote.huddle_id == huddle_id).order_by(HuddleNote.name)
    return {row.name: row for row in db.session.execute(query).scalars()}


def items(huddle_id: UUID) -> Sequence[HuddleItem]:
    """What stands in the lists of one huddle, in the order in which it was said, with what was taken off."""
    query = select(HuddleItem).where(HuddleItem.huddle_id == huddle_id)
    return db.session.execute(query.order_by(HuddleItem.at, HuddleItem.id)).scalars().all()


def get_item(huddle: Huddle, item_id: UUID) -> HuddleItem:
    """One thing said in this huddle. Raises NotFound, also for another huddle's."""
    query = select(HuddleItem).where(HuddleItem.huddle_id == huddle.id, HuddleItem.id == item_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def said_lately(unit_id: UUID, names: Sequence[NoteName], start: datetime, end: datetime) -> bool:
    """Whether one of these texts was written in a huddle of the unit opened in [start, end)."""
    query = select(HuddleNote.huddle_id).join(Huddle, Huddle.id == HuddleNote.huddle_id)
    query = query.where(
        Huddle.unit_id == unit_id, Huddle.opened_at >= start, Huddle.opened_at < end, HuddleNote.name.in_(names)
    )
    return db.session.execute(query.order_by(HuddleNote.huddle_id).limit(1)).first() is not None


def opening_before(unit_id: UUID, before: datetime, count: int) -> datetime | None:
    """When the huddle was opened that lies `count` huddles back; None for a unit with fewer."""
    query = select(Huddle.opened_at).where(Huddle.unit_id == unit_id, Huddle.opened_at <= before)
    query = query.order_by(Huddle.opened_at.desc(), Huddle.id).offset(count).limit(1)
    return db.session.execute(query).scalar_one_or_none()
