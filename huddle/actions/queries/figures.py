"""Counting how promises fared, in the database: what `huddle.actions.rules.figures` says of one item, for all at once.

Months that are over come from the table `follow_through_month`, which the roll-up keeps; the running one is counted
as it is asked for. Both are counted by the same statement, and so are the numbers of a check-in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, bindparam, case, func, or_, select

from huddle.actions.models import ActionItem, FollowThroughMonth
from huddle.actions.rules import SEEN_DONE, ActionStatus, Effect, Lane
from huddle.actions.rules.figures import (
    CHECKED_AFTER,
    COUNTED,
    GRACE,
    MOVED_OFTEN,
    STATUSES_OF,
    Counts,
    Heap,
    Heaps,
    added,
    heap_of,
    total,
)
from huddle.actions.rules.kinds import NEEDS_MEASURE
from huddle.core.dates import Month, at_local
from huddle.core.reading import Statement
from huddle.core.types import UTCDateTime
from huddle.units import queries as units

DAY = timedelta(days=1)
DAYS_AT_ONCE = 31


def _moment(name: str) -> ColumnElement[datetime]:
    return bindparam(name, type_=UTCDateTime())


def _of_first_day(what: str) -> ColumnElement[datetime]:
    """The moment that belongs to the day for which an item was first promised: midnights move with the clocks."""
    days = range(DAYS_AT_ONCE)
    return case(*((ActionItem.original_due_on == bindparam(f"day_{n}"), _moment(f"{what}_{n}")) for n in days))


def _looked(days: int) -> dict[str, ColumnElement[bool]]:
    effect = ActionItem.first_effect_30 if days == CHECKED_AFTER[0] else ActionItem.first_effect_90
    old_enough = and_(
        ActionItem.strength.in_(NEEDS_MEASURE), _IS_VERIFIED, ActionItem.verified_at < _moment(f"old_{days}")
    )
    return {
        f"checks_{days}": or_(effect.is_not(None), old_enough),
        f"works_{days}": effect == Effect.WORKS,
        f"partly_{days}": effect == Effect.PARTLY,
    }


_IS_VERIFIED = and_(ActionItem.status.in_(SEEN_DONE), ActionItem.verified_at.is_not(None))
_NOT_MOVED = ActionItem.redated_count == 0
_WHICH: dict[str, ColumnElement[bool]] = {
    "done": ActionItem.done_at.is_not(None),
    "done_on_time": and_(_NOT_MOVED, ActionItem.done_at < _of_first_day("end")),
    "verified_on_time": and_(_NOT_MOVED, ActionItem.first_verified_at < _of_first_day("grace")),
    **{stand.value: ActionItem.status.in_(statuses) for stand, statuses in STATUSES_OF.items()},
    "told": and_(_IS_VERIFIED, ActionItem.told_back_at.is_not(None)),
    "moved_often": ActionItem.redated_count >= MOVED_OFTEN,
    "reopened": ActionItem.reopened_count > 0,
    **{name: condition for days in CHECKED_AFTER for name, condition in _looked(days).items()},
}
_COUNTED = Statement(
    select(
        ActionItem.lane,
        ActionItem.strength,
        func.count(),
        *(func.count(case((_WHICH[name], 1))) for name in COUNTED if name != "due"),
    )
    .where(
        ActionItem.unit_id == bindparam("unit"),
        ActionItem.original_due_on >= bindparam("first"),
        ActionItem.original_due_on <= bindparam("last"),
        ActionItem.status != ActionStatus.MERGED,
        or_(ActionItem.dropped_at.is_(None), ActionItem.dropped_at >= _of_first_day("start")),
    )
    .group_by(ActionItem.lane, ActionItem.strength)
    .order_by(ActionItem.lane, ActionItem.strength)
)
_ROWS = (
    select(
        FollowThroughMonth.unit_id,
        FollowThroughMonth.month,
        FollowThroughMonth.counted_at,
        FollowThroughMonth.lane,
        FollowThroughMonth.grade,
        *(getattr(FollowThroughMonth, name) for name in COUNTED),
    )
    .where(FollowThroughMonth.month >= bindparam("first"), FollowThroughMonth.month <= bindparam("last"))
    .order_by(FollowThroughMonth.unit_id, FollowThroughMonth.month, FollowThroughMonth.lane, FollowThroughMonth.grade)
)
_KEPT = Statement(_ROWS.where(FollowThroughMonth.unit_id == bindparam("unit")))
_KEPT_EVERYWHERE = Statement(_ROWS)


def counted(unit_id: UUID, first: date, last: date, today: date) -> Heaps:
    """The promises of the unit that were first due from `first` to `last`, as they stand now.

    `today` decides for which of them the effect could be known already.
    """
    zone = units.facts(unit_id).zone
    starts = range(0, (last - first).days + 1, DAYS_AT_ONCE)
    spans = [(first + DAY * n, min(first + DAY * (n + DAYS_AT_ONCE - 1), last)) for n in starts]
    return added(_span(unit_id, begin, end, zone, today) for begin, end in spans)


def of_month(unit_id: UUID, month: Month, today: date) -> Heaps:
    """The same for one month, counted from the items themselves."""
    return counted(unit_id, month.first_day(), month.last_day(), today)


def kept(unit_id: UUID, first: Month, last: Month) -> tuple[dict[Month, Heaps], datetime | None]:
    """What the roll-up has kept of these months, and when the oldest of it was counted. A month may be missing."""
    rows = _KEPT.rows(unit=unit_id, first=str(first), last=str(last))
    return _by_unit(rows).get(unit_id, {}), min((row[2] for row in rows), default=None)


def kept_of(
    unit_ids: Collection[UUID], first: Month, last: Month
) -> tuple[dict[UUID, dict[Month, Heaps]], datetime | None]:
    """The same for each of these units of which anything was kept."""
    rows = [row for row in _KEPT_EVERYWHERE.rows(first=str(first), last=str(last)) if row[0] in unit_ids]
    return _by_unit(rows), min((row[2] for row in rows), default=None)


def _by_unit(rows: Sequence[Any]) -> dict[UUID, dict[Month, Heaps]]:
    found: dict[UUID, dict[Month, Heaps]] = {}
    for unit_id, month, _at, lane, grade, *counts in rows:
        found.setdefault(unit_id, {}).setdefault(Month.parse(month), {})[Heap(lane, grade)] = Counts(*counts)
    return found


def of_months(unit_id: UUID, first: Month, last: Month, today: date) -> tuple[dict[Month, Heaps], datetime | None]:
    """Each month from `first` to `last`, oldest first, and when the oldest that was kept was counted.

    What has been kept is not counted again, except for the month of `today`; a month that nobody kept is counted now.
    """
    known, counted_at = kept(unit_id, first, last)
    found, month = {}, first
    while month <= last:
        is_running = month >= Month.of(today)
        found[month] = known[month] if month in known and not is_running else of_month(unit_id, month, today)
        month = month.next()
    return found, counted_at


def month_counts(unit_id: UUID, first_day: date, last_day: date) -> dict[str, int]:
    """How the promises of some days fared, counted by the date they were first given: the numbers of a check-in.

    `due` leaves out what was merged, and what was dropped before its date; `done` and `done_on_time` are of these,
    of both lanes. `verified` and `verified_on_time` are of the `improvements` alone.
    """
    heaps = counted(unit_id, first_day, last_day, last_day)
    both, improvements = total(heaps), total(heaps, Lane.IMPROVEMENT)
    return {
        "due": both.due,
        "done": both.done,
        "done_on_time": both.done_on_time,
        "improvements": improvements.due,
        "verified": improvements.verified,
        "verified_on_time": improvements.verified_on_time,
    }


def _span(unit_id: UUID, first: date, last: date, zone: ZoneInfo, today: date) -> Heaps:
    rows = _COUNTED.rows(unit=unit_id, first=first, last=last, **_moments(first, last, zone, today))
    return {heap_of(lane, strength): Counts(*counts) for lane, strength, *counts in rows}


def _moments(first: date, last: date, zone: ZoneInfo, today: date) -> dict[str, Any]:
    """When each day begins and ends on the unit; a short month repeats its last day."""
    found: dict[str, Any] = {
        f"old_{days}": at_local(today - timedelta(days=days - 1), time(0), zone) for days in CHECKED_AFTER
    }
    for number in range(DAYS_AT_ONCE):
        day = min(first + DAY * number, last)
        found[f"day_{number}"] = day
        for what, later in (("start", timedelta(0)), ("end", DAY), ("grace", GRACE + DAY)):
            found[f"{what}_{number}"] = at_local(day + later, time(0), zone)
    return found
