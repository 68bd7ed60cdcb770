"""A nurse's own sheet of paper: the hours of a shift, what falls into which of them, and how patients share a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from huddle.core.dates import clock_text, moment_text
from huddle.handoffs.rules.report import Severity

ON_A_SHEET = 8
"""So many patients can be read on one folded A4."""
LINE_OF = 100
"""So many letters of the situation, or of what was added, stand on the sheet; the rest is read in Huddle."""
HOUR = timedelta(hours=1)
PRINTED = "handoff.printed"
"""What the trail calls it when somebody takes their patients out on paper."""
_SICKEST = (Severity.UNSTABLE, None, Severity.WATCHER, Severity.STABLE)
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Hour:
    """One real hour of a shift. `label` is what the clock on the wall shows then, `again` for the second time."""

    starts_at: datetime
    label: str
    again: bool = False

    def holds(self, moment: datetime) -> bool:
        """Whether a moment falls into it."""
        return self.starts_at <= moment < self.starts_at + HOUR


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to be done: `at` says when where the hour alone does not."""

    what: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One patient on the sheet. `severity` is None while nobody but the sender has judged it.

    `whose` says in words who is responsible. any_time: what has no hour in this shift.
    """

    patient: str
    bed: str
    severity: Severity | None
    whose: str
    line: str
    changed: str = ""
    added: tuple[str, ...] = ()
    if_thens: tuple[tuple[str, str], ...] = ()
    any_time: tuple[Due, ...] = ()
    hours: tuple[tuple[Hour, tuple[Due, ...]], ...] = field(default=())


def hours_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> list[Hour]:
    """The hours of a shift, as they really pass: one more in the night in which the clocks go back.

    >>> from datetime import UTC
    >>> night = datetime(2026, 10, 24, 23, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)
    >>> [(hour.label, hour.again) for hour in hours_of(*night, ZoneInfo("Europe/London"))]
    [('00', False), ('01', False), ('01', True), ('02', False)]
    """
    local = starts_at.astimezone(zone)
    # A shift that begins at 06:45 begins in the hour of six.
    at = starts_at - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    found: list[Hour] = []
    while at < ends_at:
        found.append(Hour(at, clock_text(at, zone).removesuffix(":00"), again=at.astimezone(zone).fold == 1))
        at += HOUR
    return found


def by_hour(
    todos: Iterable[tuple[str, datetime | None]], hours: Sequence[Hour], now: datetime, zone: ZoneInfo
) -> tuple[tuple[Due, ...], tuple[tuple[Hour, tuple[Due, ...]], ...]]:
    """What has no hour in this shift (with its time, where it has one), then each hour with what falls into it."""
    timed = sorted(((due_at, what) for what, due_at in todos if due_at), key=lambda pair: pair[0])
    loose = [Due(what) for what, due_at in todos if due_at is None]
    for due_at, what in timed:
        if not any(hour.holds(due_at) for hour in hours):
            loose.append(Due(what, moment_text(due_at, now, zone)))
    return tuple(loose), tuple(
        (hour, tuple(_due(what, due_at, hour, zone) for due_at, what in timed if hour.holds(due_at))) for hour in hours
    )


def _due(what: str, due_at: datetime, hour: Hour, zone: ZoneInfo) -> Due:
    return Due(what, "" if due_at == hour.starts_at else clock_text(due_at, zone))


def shortened(text: str, limit: int = LINE_OF) -> str:
    """
    >>> shortened("one two  three", 9), shortened("one\\ntwo", 9)
    ('one two …', 'one two')
    """
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    cut = words[:limit]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut) + " …"


def sickest_first(cards: Iterable[Card]) -> list[Card]:
    """Unstable, then who is still to be judged, then watchers, then the others; within them by bed."""
    return sorted(cards, key=lambda card: (_SICKEST.index(card.severity), card.bed, card.patient))


def sheets(cards: Sequence[Item], most: int = ON_A_SHEET) -> list[list[Item]]:
    """Patients sheet by sheet, in their order.

    >>> [len(sheet) for sheet in sheets(range(9))]
    [8, 1]
    """
    return [list(cards[start : start + most]) for start in range(0, len(cards), most)]
