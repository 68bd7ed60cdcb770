"""Keeping the counts of months, so that no page has to count a year of promises."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text, update

from huddle.actions.models import FollowThroughMonth
from huddle.actions.queries import figures as queries
from huddle.actions.rules import Lane
from huddle.actions.rules.figures import COUNTED, Counts, Grade, Heap, Heaps
from huddle.core.actor import Actor
from huddle.core.dates import Month, local_day
from huddle.core.storing import Change
from huddle.units import queries as units

_KEY = ("unit_id", "month", "lane", "grade")
_COLUMNS = (*_KEY, "counted_at", *COUNTED)
_TYPES = FollowThroughMonth.__table__.c
_ALWAYS = Heap(Lane.IMPROVEMENT, Grade.UNSAID)
"""Kept even when it is empty, so that a month in which nothing was due is known to have been counted."""


def _upsert() -> Change:
    # Both databases know this statement. All names are those of our own columns; values go as parameters.
    places = ", ".join(f":{name}" for name in _COLUMNS)
    changes = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS if name not in _KEY)
    statement = text(
        f"INSERT INTO follow_through_month ({', '.join(_COLUMNS)}) VALUES ({places}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(_KEY)}) DO UPDATE SET {changes}"
    )
    return Change(statement.bindparams(*(bindparam(name, type_=_TYPES[name].type) for name in _COLUMNS)))


_KEEP = _upsert()
_STILL_SO = Change(
    update(FollowThroughMonth)
    .where(FollowThroughMonth.unit_id == bindparam("unit"))
    .where(FollowThroughMonth.month >= bindparam("first"), FollowThroughMonth.month <= bindparam("last"))
    .values(counted_at=bindparam("now"))
)


def keep_month(unit_id: UUID, month: Month, *, actor: Actor, now: datetime) -> None:
    """Count a month of the unit anew and keep what comes of it: the same again unless an item has changed."""
    # no trace: as below.
    today = local_day(now, units.facts(unit_id).zone)
    keep(unit_id, {month: queries.of_month(unit_id, month, today)}, actor=actor, now=now)


def keep(unit_id: UUID, counted: dict[Month, Heaps], *, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    """Keep what was counted of months in a row; of what is still the same, only that it was counted."""
    # no trace: nobody did anything, and the counts say nothing that the items do not
    first, last = min(counted), max(counted)
    before, _at = queries.kept(unit_id, first, last)
    _STILL_SO.run(unit=unit_id, first=str(first), last=str(last), now=now)
    for month, found in counted.items():
        known = before.get(month, {})
        heaps = dict.fromkeys((*known, _ALWAYS), Counts()) | found
        for heap, counts in heaps.items():
            if counts != known.get(heap):
                values = {name: getattr(counts, name) for name in COUNTED}
                _KEEP.run(unit_id=unit_id, month=str(month), lane=heap.lane, grade=heap.grade, counted_at=now, **values)
