"""Whose turn it is to lead, from the huddles of the past. For the turn and for nothing else."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from huddle.huddles import rules
from huddle.huddles.queries import rows
from huddle.units import queries as units


def whose_turn(unit_id: UUID, now: datetime) -> UUID | None:
    """Who leads the huddle that opens now: whoever was named last time, if here; else by turn among those here."""
    here = units.on_shift(unit_id, now)
    last = next(iter(rows.newest(unit_id, limit=1)), None)
    if last is not None and last.next_leader_id in here:
        return last.next_leader_id
    return by_turn(unit_id, here)


def by_turn(unit_id: UUID, people: Collection[UUID]) -> UUID | None:
    """Of these, who has not led for longest."""
    return rules.by_turn(sorted(people), rows.leaders(unit_id))
