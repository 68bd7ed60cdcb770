"""States, months and numbers of a check-in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from huddle.actions.rules import FINISHED, STATUS_LABELS, UNFINISHED, ActionStatus
from huddle.core.dates import Month, at_local, local_day
from huddle.core.errors import FieldRefused, RuleBroken

RULES_VERSION = 2
"""What the numbers of a snapshot mean; grows when a definition changes.

2: promises leave out what was merged, a moved date is late however it was moved, and improvements count apart.
"""
NOTE_LIMIT = 240
FOCUS_LIMIT = 160
WINS_SHOWN = 5
SMALL = 5
"""Below this many, counts only: a share of three says nothing."""
CAUGHT_UP_MONTHS = 12
RECHECKED_MONTHS = 2
"""Late entries are looked for by the scheduler in this many months; later ones by `huddle rollup`."""
ROLLED_UP_AT = time(3)
MONTH_PATTERN = r"20\d{2}-(?:0[1-9]|1[0-2])"

Numbers = Mapping[str, Mapping[str, int]]


class CheckInState(StrEnum):
    DRAFTED = "drafted"
    PUBLISHED = "published"


class Outcome(StrEnum):
    """What a roll-up of one unit and month did."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    ADDENDUM = "addendum"
    FAILED = "failed"


NEXT: dict[CheckInState, frozenset[CheckInState]] = {
    CheckInState.DRAFTED: frozenset({CheckInState.PUBLISHED}),
    CheckInState.PUBLISHED: frozenset(),
}


def move(state: CheckInState, to: CheckInState) -> CheckInState:
    """The new state. Raises RuleBroken for a check-in that was published already."""
    if to not in NEXT[state]:
        raise RuleBroken("This check-in is published. What comes up now belongs to the next one.")
    return to


def require_drafted(state: CheckInState) -> None:
    """Raise RuleBroken once it is published."""
    move(state, CheckInState.PUBLISHED)


def read_month(text: str) -> Month:
    """
    >>> read_month("2026-10")
    Month(year=2026, number=10)

    Raises ValueError for anything that is not YYYY-MM in this century.
    """
    if not re.fullmatch(MONTH_PATTERN, text):
        raise ValueError(f"{text!r} is not a month. Write it as YYYY-MM, for example 2026-10.")
    return Month.parse(text)


def due_from(month: Month, zone: ZoneInfo) -> datetime:
    """The moment from which a month is rolled up: three in the night after its last day, by the unit's clock."""
    return at_local(month.next().first_day(), ROLLED_UP_AT, zone)


def is_over(month: Month, zone: ZoneInfo, now: datetime) -> bool:
    return now >= due_from(month, zone)


def months_due(created_at: datetime, zone: ZoneInfo, now: datetime) -> list[Month]:
    """The months that a unit of this age should have by now, oldest first, at most the last twelve."""
    first, month = Month.of(local_day(created_at, zone)), Month.of(local_day(now, zone)).previous()
    if not is_over(month, zone, now):
        month = month.previous()
    found: list[Month] = []
    while month >= first and len(found) < CAUGHT_UP_MONTHS:
        found.append(month)
        month = month.previous()
    return found[::-1]


def require_ready(better: str, promise_count: int) -> None:
    """A check-in is published with something that got better and with a promise, or not at all."""
    if not better:
        raise FieldRefused("better", "Write one thing that is better. Small is good enough.")
    if promise_count < 1:
        raise RuleBroken("Make at least one promise first: something that will be done, by whom and by when.")


@dataclass(frozen=True, slots=True)
class Line:
    """One number of a month, always as so many of so many."""

    label: str
    part: int
    whole: int
    none: str

    @property
    def share(self) -> str:
        """
        >>> Line("Huddles held", 45, 60, "").share, Line("Huddles held", 3, 4, "").share
        ('75 %', '')
        """
        return f"{round(100 * self.part / self.whole)} %" if self.whole >= SMALL else ""

    @property
    def text(self) -> str:
        """
        >>> Line("Huddles held", 3, 4, "").text, Line("Huddles held", 0, 0, "None was planned").text
        ('3 of 4', 'None was planned')
        """
        return f"{self.part} of {self.whole}" if self.whole else self.none


def promise_line(numbers: Numbers) -> Line:
    """Promises that were due in the month and are done."""
    promises = numbers["promises"]
    return Line("Promises done", promises["done"], promises["due"], "None was due")


def lines(numbers: Numbers) -> tuple[Line, ...]:
    """The other numbers, in the order of the agenda. Months of before the second version know no improvements."""
    promises = numbers["promises"]
    huddles, handoffs = numbers["huddles"], numbers["handoffs"]
    reviews, concerns = numbers["reviews"], numbers["concerns"]
    verified = Line(
        "Improvements verified so far", promises.get("verified", 0), promises.get("improvements", 0), "None was due"
    )
    return (
        *((verified,) if "improvements" in promises else ()),
        Line("Huddles held", huddles["held"], huddles["scheduled"], "None was planned"),
        Line("Handoffs acknowledged in time", handoffs["in_time"], handoffs["sent"], "None was sent"),
        Line("Reviews that led to an action item", reviews["with_actions"], reviews["published"], "None was published"),
        Line("Concerns told back", concerns["told_back"], concerns["raised"], "None was raised"),
    )


class PromiseFacts(Protocol):
    """What a promise is told by."""

    @property
    def status(self) -> ActionStatus: ...
    @property
    def due_on(self) -> date: ...


def fate(promise: PromiseFacts, today: date) -> tuple[str, str]:
    """What became of a promise, in words and in the tone of a tag; never red."""
    if promise.status in UNFINISHED:
        return ("Moving", "plain") if promise.due_on >= today else ("Not done yet", "plain")
    return STATUS_LABELS[promise.status], "good" if promise.status in FINISHED else "plain"


def comparable(numbers: Numbers, before: Numbers, version: int) -> dict[str, Mapping[str, int]]:
    """The numbers of today beside those of a snapshot that was counted by older definitions.

    What was defined otherwise then stays as it was counted: a new definition is not something that came in late.
    """
    return dict(numbers) | ({"promises": before["promises"]} if version < RULES_VERSION else {})


def is_quiet(numbers: Numbers) -> bool:
    """Whether so little was written down that the numbers cannot say much."""
    return sum(line.whole for line in (promise_line(numbers), *lines(numbers))) < SMALL


def changed_lines(before: Numbers, after: Numbers) -> list[tuple[Line, Line]]:
    """What an addendum changes of what is shown: each line before and after."""
    pairs = zip((promise_line(before), *lines(before)), (promise_line(after), *lines(after)), strict=True)
    return [(old, new) for old, new in pairs if old != new]
