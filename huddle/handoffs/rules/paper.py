"""A nurse's own sheet of paper: the hours of a shift, what falls into which of them, and how patients share a page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from textwrap import wrap
from zoneinfo import ZoneInfo

from huddle.core.dates import clock_text, moment_text
from huddle.handoffs.rules.report import Severity

_SIZES = (8, 4, 2)
"""So many patients can be read on one folded A4: two rows of four, one row, or two halves."""
_ROOM, _LINE, _LETTERS = 191.0, 3.81, 43
"""Millimetres that a page has for patients and a line of 9 points takes; letters on a line, four abreast."""
LINE_OF = 100
"""So many letters of the situation, or of what was added, stand on the sheet; the rest is read in Huddle."""
HOUR = timedelta(hours=1)
PRINTED = "handoff.printed"
"""What the trail calls it when somebody takes their patients out on paper."""
_SICKEST = (Severity.UNSTABLE, None, Severity.WATCHER, Severity.STABLE)


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


def sheets(cards: Sequence[Card]) -> list[list[Card]]:
    """Patients sheet by sheet, in their order: eight, or four or two where their words need the room."""
    found, rest = list[list[Card]](), list(cards)
    while rest:
        most = next(size for size in _SIZES if size == _SIZES[-1] or _fit(rest[:size]))
        found.append(rest[:most])
        rest = rest[most:]
    return found


def _fit(cards: Sequence[Card]) -> bool:
    """Whether these fit on one page, as static/css/paper.css lays them out: four abreast, or two."""
    letters = _LETTERS if len(cards) > _SIZES[-1] else 2 * _LETTERS
    rows = [cards[start : start + 4] for start in range(0, len(cards), 4)]
    return sum(max(_height(card, letters) for card in row) for row in rows) <= _ROOM


def _height(card: Card, letters: int) -> float:
    """About how high a patient stands on paper, in millimetres, when a line has so many letters."""
    changed = [f"Changed: {card.changed} (code status, allergies, isolation)"] if card.changed else []
    added = [f"Added {text}" for text in card.added]
    if_thens = [f"If {sign}, then {response}" for sign, response in card.if_thens]
    parts = sum(_lines(text, letters) * _LINE + 0.4 for text in (card.whose, card.line, *changed, *added, *if_thens))
    slots = [card.any_time] if card.any_time else []
    slots += [dues for _hour, dues in card.hours]
    hours = sum(max(4.3, sum(_lines(f"{due.at} {due.what}", letters - 8) * _LINE for due in dues)) for dues in slots)
    head = _lines(f"{card.patient} {card.bed} {card.severity or 'not judged yet'}", letters - 6) * 5
    return head + 1.6 + parts + hours


def _lines(text: str, letters: int) -> int:
    """Some scripts write letters that are twice as wide."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return max(1, len(wrap(text, letters // 2 if wide else letters)))
