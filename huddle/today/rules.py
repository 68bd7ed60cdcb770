"""What the board puts first, and when something counts as late."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

ANSWER_CONCERN_WITHIN = timedelta(days=3)


class Lead(StrEnum):
    """The one thing to do now on this unit."""

    HUDDLE_OPEN = "huddle_open"
    HUDDLE_DUE = "huddle_due"
    LATE_HANDOFF = "late_handoff"
    NOTHING = "nothing"


def lead(*, huddle_open: bool, huddle_due: bool, late_handoffs: int) -> Lead:
    """An open huddle first, then one that is due, then a patient without an answer."""
    if huddle_open:
        return Lead.HUDDLE_OPEN
    if huddle_due:
        return Lead.HUDDLE_DUE
    return Lead.LATE_HANDOFF if late_handoffs else Lead.NOTHING


def is_waiting_long(raised_at: datetime, now: datetime) -> bool:
    """A concern without an answer is late after three days."""
    return now - raised_at > ANSWER_CONCERN_WITHIN


def tag(revision: int, now: datetime) -> str:
    """What a board shows is known by the unit's revision and the minute, because things grow late by themselves."""
    return f"{revision}.{int(now.timestamp()) // 60}"
