"""The statement that counts promises, for any days at once.

Days are those of the unit, so each comes with the moments at which it begins and ends there: a table of midnights,
worked out here and joined by its date. One pass over the index finds, for each month, lane, strength and state, how
many there are and what can be told of them only from their times; `_counts` makes the figures of that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CTE,
    ColumnClause,
    ColumnElement,
    Date,
    FromClause,
    String,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    values,
)

from huddle.actions.models import ActionItem
from huddle.actions.rules import SEEN_DONE, ActionStatus, Effect, Strength
from huddle.actions.rules.figures import (
    CHECKED_AFTER,
    GRACE,
    MOVED_OFTEN,
    STATUSES_OF,
    Counts,
    Heaps,
    added,
    heap_of,
)
from huddle.actions.rules.kinds import NEEDS_MEASURE
from huddle.core.dates import Month, at_local
from huddle.core.db import is_sqlite
from huddle.core.reading import Statement
from huddle.core.types import UTCDateTime
from huddle.units import queries as units

DAY = timedelta(days=1)
_COLUMNS: tuple[ColumnClause[Any], ...] = (
    column("day", Date),
    column("month", String),
    *(column(name, UTCDateTime()) for name in ("start", "end", "grace")),
)


def by_month(unit_id: UUID, first: date, last: date, today: date) -> dict[Month, Heaps]:
    """The promises of the unit that were first due from `first` to `last`, as they stand now.

    A month without any is left out. `today` decides for which of them the effect could be known already.
    """
    zone = units.facts(unit_id).zone
    old = {f"old_{days}": at_local(today - DAY * (days - 1), time(0), zone) for days in CHECKED_AFTER}
    rows = _statement(zone, first, last, is_sqlite()).rows(unit=unit_id, **old)
    found: dict[Month, list[Heaps]] = {}
    for month, lane, strength, status, *sums in rows:
        counts = _counts(strength, status, sums)
        found.setdefault(Month.parse(month), []).append({heap_of(lane, strength): counts})
    return {month: added(heaps) for month, heaps in found.items()}


@lru_cache(maxsize=64)
def _statement(zone: ZoneInfo, first: date, last: date, on_sqlite: bool) -> Statement[Any]:
    days = _days(zone, first, last, on_sqlite)
    key = (days.c.month, ActionItem.lane, ActionItem.strength, ActionItem.status)
    # This helps PostgreSQL, which has to see how many days they are; SQLite would read the items first, and all days
    # for each of them.
    begin, end = (literal(day, Date, literal_execute=True) for day in (first, last))
    between = () if on_sqlite else (ActionItem.original_due_on.between(begin, end),)
    return Statement(
        select(*key, *_sums(days).values())
        .join_from(days, ActionItem, ActionItem.original_due_on == days.c.day)
        .where(
            ActionItem.unit_id == bindparam("unit"),
            *between,
            ActionItem.status != ActionStatus.MERGED,
            or_(ActionItem.dropped_at.is_(None), ActionItem.dropped_at >= days.c.start),
        )
        .group_by(*key)
        .order_by(*key)
    )


def _days(zone: ZoneInfo, first: date, last: date, on_sqlite: bool) -> CTE:
    """Each day: its month, when it begins and ends on the unit, and when the grace after it ends."""
    days = [first + DAY * number for number in range((last - first).days + 1)]
    rows: list[tuple[Any, ...]] = [
        (day, str(Month.of(day)), *(_midnight(day + later, zone) for later in (DAY * 0, DAY, GRACE + DAY)))
        for day in days
    ]
    if not on_sqlite:
        # It takes what is written in quotes for text, unless the first row says what it is.
        rows[0] = tuple(cast(value, each.type) for value, each in zip(rows[0], _COLUMNS, strict=True))
    found = values(*_COLUMNS, name="days", literal_binds=True).data(rows).cte("days")
    # As a table of its own, or PostgreSQL takes each row for a group of its own and sorts instead of counting at once.
    return found.prefix_with("MATERIALIZED")


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return at_local(day, time(0), zone)


def _sums(days: FromClause) -> dict[str, ColumnElement[int]]:
    """What is counted of each month, lane, strength and state."""
    not_moved = ActionItem.redated_count == 0
    told = and_(ActionItem.verified_at.is_not(None), ActionItem.told_back_at.is_not(None))
    return {
        "due": func.count(),
        "done": func.count(ActionItem.done_at),
        "done_on_time": _where(not_moved, ActionItem.done_at < days.c.end),
        "verified_on_time": _where(not_moved, ActionItem.first_verified_at < days.c.grace),
        "told": _where(told),
        "moved_often": _where(ActionItem.redated_count >= MOVED_OFTEN),
        "reopened": _where(ActionItem.reopened_count > 0),
        **{name: sum_ for days_after in CHECKED_AFTER for name, sum_ in _looked(days_after).items()},
    }


def _looked(days: int) -> dict[str, ColumnElement[int]]:
    effect = ActionItem.first_effect_30 if days == CHECKED_AFTER[0] else ActionItem.first_effect_90
    old = bindparam(f"old_{days}", type_=UTCDateTime())
    return {
        f"looked_{days}": func.count(effect),
        f"old_{days}": _where(effect.is_(None), ActionItem.verified_at < old),
        f"works_{days}": _where(effect == Effect.WORKS),
        f"partly_{days}": _where(effect == Effect.PARTLY),
    }


def _where(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count().filter(and_(*conditions))


_NAMES = tuple(_sums(values(*_COLUMNS, name="any")))


def _counts(strength: Strength | None, status: ActionStatus, sums: Sequence[int]) -> Counts:
    """The figures of items that are alike in strength and state."""
    said = dict(zip(_NAMES, sums, strict=True))
    is_seen = status in SEEN_DONE
    for days in CHECKED_AFTER:
        looked, old = said.pop(f"looked_{days}"), said.pop(f"old_{days}")
        said[f"checks_{days}"] = looked + (old if is_seen and strength in NEEDS_MEASURE else 0)
    said["told"] = said["told"] if is_seen else 0
    stands = {stand.value: said["due"] for stand, statuses in STATUSES_OF.items() if status in statuses}
    return Counts(**said, **stands)
