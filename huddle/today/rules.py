"""What the board puts first, when something counts as late, and whose shift is about to end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from huddle.core.dates import local_day
from huddle.units.rules import COMES_EARLY, ShiftPattern, ShiftRun, run_on

Line = tuple[str, str, str, str, str, str]
"""Address (or none), title, note, what stands at the side, a word for its state and the tone of that word."""
Lines = list[Line]
ANSWER_CONCERN_WITHIN = timedelta(days=3)
DUE_WITHIN = timedelta(days=7)
"""So far ahead the board shows what was promised."""
OFFERED_BEFORE = timedelta(minutes=45)
"""So long before the end of their shift people are asked whether they have handed everything over."""
OFFERED_AFTER = timedelta(minutes=90)
LONGEST_SHIFT = timedelta(hours=24)
"""Who signed in earlier than this did not come for a shift that ends now."""


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


def wall_counts(*, late_handoffs: int, waiting: int, watchers: int, concerns: int) -> list[tuple[int, str, bool]]:
    """What a screen on the wall counts: how many, of what, and whether that is late."""
    patients = "patient waits" if waiting == 1 else "patients wait"
    return [
        (waiting, f"{patients} to be taken over", late_handoffs > 0),
        (watchers, "watcher" if watchers == 1 else "watchers", False),
        (concerns, "open concern" if concerns == 1 else "open concerns", False),
    ]


def is_waiting_long(raised_at: datetime, now: datetime) -> bool:
    """A concern without an answer is late after three days."""
    return now - raised_at > ANSWER_CONCERN_WITHIN


def late_text(count: int) -> str:
    """The answer to "is anything late?".

    >>> late_text(0), late_text(1), late_text(4)
    ('Nothing is late', '1 thing is late', '4 things are late')
    """
    if count == 0:
        return "Nothing is late"
    return "1 thing is late" if count == 1 else f"{count} things are late"


def fold(lines: list[Any], shown: int) -> tuple[list[Any], list[Any]]:
    """What a list shows at once, and what it folds away; never a single line.

    >>> one = ("", "a", "", "", "", "")
    >>> [len(part) for part in fold([one] * 5, 4)], [len(part) for part in fold([one] * 6, 4)]
    ([5, 0], [4, 2])
    """
    return (lines, []) if len(lines) <= shown + 1 else (lines[:shown], lines[shown:])


def tag(revision: int, now: datetime) -> str:
    """What a board shows is known by the unit's revision and the minute, because things grow late by themselves."""
    return f"{revision}.{int(now.timestamp()) // 60}"


def ending(shifts: Sequence[ShiftPattern], came: Sequence[datetime], now: datetime, zone: ZoneInfo) -> ShiftRun | None:
    """The shift of somebody who signed in at these moments, when it ends soon or ended a short while ago.

    Who came in its last hour has come for the next one.
    """
    days = (local_day(now, zone) - timedelta(days=1), local_day(now, zone))
    runs = [run_on(shift, day, zone) for shift in shifts for day in days if shift.runs_on(day)]
    near = [run for run in runs if run.ends_at - OFFERED_BEFORE <= now < run.ends_at + OFFERED_AFTER]
    mine = [run for run in near if any(run.starts_at - COMES_EARLY <= at < run.ends_at - COMES_EARLY for at in came)]
    return max(mine, key=lambda run: (run.ends_at, run.name), default=None)
