"""How the open promises of one unit stand at this moment: their age, what holds them up, and the oldest stuck one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, true

from huddle.actions.models import ActionItem
from huddle.actions.queries.lists import TO_VERIFY, Shown, not_hidden
from huddle.actions.rules import UNFINISHED, ActionStatus, Blocker, Lane
from huddle.core.dates import local_day
from huddle.core.db import read
from huddle.units import queries as units

HELD_UP = (ActionStatus.STUCK, ActionStatus.ESCALATED)
_OPEN = (
    ActionItem.unit_id == bindparam("unit"),
    ActionItem.lane == Lane.IMPROVEMENT,
    ActionItem.status.in_(UNFINISHED),
)
_STUCK = (ActionItem.unit_id == bindparam("unit"), ActionItem.status.in_(HELD_UP))


_HOW_MANY = select(func.count()).where(*_OPEN)
_TO_VERIFY = select(func.count()).where(ActionItem.unit_id == bindparam("unit"), TO_VERIFY)
_MIDDLE = (
    select(ActionItem.created_at)
    .where(*_OPEN)
    .order_by(ActionItem.created_at, ActionItem.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_BLOCKERS = (
    select(ActionItem.blocker, func.count()).where(*_STUCK).group_by(ActionItem.blocker).order_by(ActionItem.blocker)
)
_OLDEST = (
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


def standing(unit_id: UUID, now: datetime, *, shown: Shown) -> Standing:
    """How the open improvements of the unit stand.

    What came of a review counts only where `shown`, the ids of those of which somebody may know, has it: whoever reads
    this finds each of these items on the list that they can open.
    """
    zone = units.facts(unit_id).zone
    today = local_day(now, zone)
    may_be_shown = true() if shown is None else not_hidden(shown)
    [(how_many,)] = read(_HOW_MANY.where(may_be_shown), unit=unit_id)
    [(to_verify,)] = read(_TO_VERIFY.where(may_be_shown), unit=unit_id)
    middle = read(_MIDDLE.where(may_be_shown), unit=unit_id, most=2 - how_many % 2, skip=max(how_many - 1, 0) // 2)
    oldest = read(_OLDEST.where(may_be_shown), unit=unit_id)
    blockers = read(_BLOCKERS.where(may_be_shown), unit=unit_id)
    return Standing(
        open=how_many,
        middle_days=tuple((today - local_day(created_at, zone)).days for (created_at,) in middle),
        to_verify=to_verify,
        blockers={blocker or Blocker.OTHER: count for blocker, count in blockers},
        oldest_stuck=next((Stuck(id_, title, (today - local_day(at, zone)).days) for id_, title, at in oldest), None),
    )


def stuck_since(unit_ids: Collection[UUID], *, shown: Shown) -> dict[UUID, datetime]:
    """Since when the oldest stuck improvement of each of these units has been stuck; none where nothing is."""
    query = (
        select(ActionItem.unit_id, func.min(ActionItem.stuck_at))
        .where(
            ActionItem.unit_id.in_(unit_ids),
            ActionItem.status.in_(HELD_UP),
            ActionItem.stuck_at.is_not(None),
            true() if shown is None else not_hidden(shown),
        )
        .group_by(ActionItem.unit_id)
        .order_by(ActionItem.unit_id)
    )
    return {unit_id: at for unit_id, at in read(query)}
