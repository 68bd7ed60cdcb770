"""How the open promises of one unit stand at this moment: their age, what holds them up, and the oldest stuck one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from huddle.actions.models import ActionItem
from huddle.actions.rules import UNFINISHED, ActionStatus, Blocker, Lane
from huddle.core.dates import local_day
from huddle.core.reading import Statement
from huddle.units import queries as units

HELD_UP = (ActionStatus.STUCK, ActionStatus.ESCALATED)
_OPEN = (
    ActionItem.unit_id == bindparam("unit"),
    ActionItem.lane == Lane.IMPROVEMENT,
    ActionItem.status.in_(UNFINISHED),
)
_WAITING = (ActionItem.unit_id == bindparam("unit"), ActionItem.status == ActionStatus.DONE_UNVERIFIED)
_STUCK = (ActionItem.unit_id == bindparam("unit"), ActionItem.status.in_(HELD_UP))


def _counted(*where: Any) -> Select[Any]:
    return select(func.count()).where(*where)


_HOW_MANY = Statement(_counted(*_OPEN))
_TO_VERIFY = Statement(_counted(*_WAITING))
_MIDDLE = Statement(
    select(ActionItem.created_at)
    .where(*_OPEN)
    .order_by(ActionItem.created_at, ActionItem.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_BLOCKERS = Statement(
    select(ActionItem.blocker, func.count()).where(*_STUCK).group_by(ActionItem.blocker).order_by(ActionItem.blocker)
)
_OLDEST = Statement(
    select(ActionItem.id, ActionItem.title, ActionItem.stuck_at)
    .where(*_STUCK, ActionItem.stuck_at.is_not(None))
    .order_by(ActionItem.stuck_at, ActionItem.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """The item that has been stuck for longest, and for how many days."""

    item_id: UUID
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Improvements that are open now: how many, the days that half of them are at most old, and what is in the way.

    `middle_days` holds the one or two ages in the middle. `blockers` are counts by what holds an item up.
    """

    open: int
    middle_days: tuple[int, ...]
    to_verify: int
    blockers: dict[Blocker, int]
    oldest_stuck: Stuck | None


def standing(unit_id: UUID, now: datetime) -> Standing:
    """How the open improvements of the unit stand."""
    zone = units.facts(unit_id).zone
    today = local_day(now, zone)
    [(how_many,)] = _HOW_MANY.rows(unit=unit_id)
    [(to_verify,)] = _TO_VERIFY.rows(unit=unit_id)
    middle = _MIDDLE.rows(unit=unit_id, most=2 - how_many % 2, skip=max(how_many - 1, 0) // 2)
    oldest = _OLDEST.rows(unit=unit_id)
    return Standing(
        open=how_many,
        middle_days=tuple((today - local_day(created_at, zone)).days for (created_at,) in middle),
        to_verify=to_verify,
        blockers={blocker or Blocker.OTHER: count for blocker, count in _BLOCKERS.rows(unit=unit_id)},
        oldest_stuck=next((Stuck(*row[:2], (today - local_day(row[2], zone)).days) for row in oldest if row[2]), None),
    )


def days_stuck(unit_id: UUID, now: datetime) -> int | None:
    """For how many days the oldest stuck improvement of the unit has been stuck; None where nothing is."""
    zone = units.facts(unit_id).zone
    stuck = [at for _id, _title, at in _OLDEST.rows(unit=unit_id) if at]
    return (local_day(now, zone) - local_day(stuck[0], zone)).days if stuck else None
