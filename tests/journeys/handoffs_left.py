"""What a handoff left behind: the two handoffs of the practice hospital, and a third one begun."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from huddle.core.actor import Actor
from huddle.handoffs import queries
from huddle.handoffs import service as handoffs
from huddle.practice import left_behind


def begin_after(ids: dict[str, Any], who: Callable[[str], Actor], now: datetime) -> dict[str, Any]:
    """The older handoff, the one that carries something, and the next one begun; their ids by name."""
    west = ids["5 West"]
    name = " ".join(left_behind.PATIENTS[0])
    newer, older = (row.id for row in queries.taken(west, now) if row.patient == name)
    draft = handoffs.begin(west, left_behind.report(*left_behind.PATIENTS[0]), actor=who("Jade Thompson"), now=now)
    return {"handed on handoff": older, "carrying handoff": newer, "handoff with something open": draft.id}
