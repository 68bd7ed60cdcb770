"""Patients between two units: the two of the practice hospital, and one whom Daniel is about to send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from huddle.core.actor import Actor
from huddle.handoffs import queries
from huddle.handoffs import service as handoffs
from huddle.handoffs.rules import HandoffKind
from huddle.practice.moves import GOES
from huddle.practice.shifts import report


def between_units(ids: dict[str, Any], who: Callable[[str], Actor], now: datetime) -> dict[str, Any]:
    """One begun, one on its way from 5 West, one that came there; their ids by name."""
    west = ids["5 West"]
    about = replace(report(GOES, "TT", "0909", "4"), kind=HandoffKind.TRANSFER)
    begun = handoffs.begin(west, about, actor=who("Daniel Osei"), now=now)
    goes = next(row.id for row in queries.waiting(west, now) if row.goes_to)
    came = next(row.id for row in queries.taken(west, now) if row.came_from)
    return {"begun transfer": begun.id, "transfer on its way": goes, "transfer that came": came}
