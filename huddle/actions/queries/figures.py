"""Counting how promises fared, in the database: what `huddle.actions.rules.figures` says of one item, for all at once.

Months that are over come from the table `follow_through_month`, which the roll-up keeps; the running one is counted
as it is asked for. Both are counted by the same statement, and so are the numbers of a check-in.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.actions.models import FollowThroughMonth
from huddle.actions.queries.counting import by_month
from huddle.actions.rules import Lane
from huddle.actions.rules.figures import COUNTED, Counts, Heap, Heaps, added, total
from huddle.core.dates import Month
from huddle.core.reading import Statement

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
    return added(by_month(unit_id, first, last, today).values())


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
    found, counted_at = kept(unit_id, first, last)
    months, month = [], first
    while month <= last:
        months.append(month)
        month = month.next()
    new = [month for month in months if month not in found or month >= Month.of(today)]
    if new:
        counts = by_month(unit_id, new[0].first_day(), new[-1].last_day(), today)
        found |= {month: counts.get(month, {}) for month in new}
    return {month: found[month] for month in months}, counted_at


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
