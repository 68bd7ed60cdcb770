"""Months, weeks and local times. All arithmetic on a unit's day happens in the unit's own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    >>> Month.parse("2026-10").next()
    Month(year=2026, number=11)
    >>> str(Month(2026, 1).previous())
    '2025-12'
    """

    year: int
    number: int

    @classmethod
    @lru_cache(maxsize=256)
    def parse(cls, text: str) -> Month:
        """Read `YYYY-MM`. Raises ValueError for anything else."""
        parsed = datetime.strptime(text, "%Y-%m").replace(tzinfo=UTC)
        return cls(parsed.year, parsed.month)

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def next(self) -> Month:
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def previous(self) -> Month:
        return Month(self.year - (self.number == 1), (self.number - 2) % 12 + 1)

    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    def last_day(self) -> date:
        return self.next().first_day() - timedelta(days=1)

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """The first moment of the month in `zone`, in UTC."""
        return at_local(self.first_day(), time(0), zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """The first moment after the month in `zone`, in UTC."""
        return self.next().starts_at(zone)

    def label(self) -> str:
        """
        >>> Month(2026, 10).label()
        'October 2026'
        """
        return self.first_day().strftime("%B %Y")


def months_before(month: Month, count: int) -> list[Month]:
    """The `count` months before this one, oldest first.

    >>> [str(month) for month in months_before(Month(2026, 2), 3)]
    ['2025-11', '2025-12', '2026-01']
    """
    found: list[Month] = []
    for _ in range(count):
        month = month.previous()
        found.append(month)
    return found[::-1]


class Period(NamedTuple):
    """Whole weeks of a place, Monday to Sunday in its zone. `mondays` is empty for a place without one."""

    mondays: tuple[date, ...]
    start: datetime
    end: datetime


def whole_weeks(count: int, now: datetime, began_at: datetime, zone: ZoneInfo) -> Period:
    """The last `count` weeks that are over, from when the place began."""
    this_monday = monday_of(local_day(now, zone))
    mondays = tuple(this_monday - timedelta(weeks=back) for back in range(count, 0, -1))
    start = max(at_local(mondays[0], time(0), zone), began_at)
    end = at_local(this_monday, time(0), zone)
    first = local_day(began_at, zone)
    whole = tuple(monday for monday in mondays if monday + timedelta(days=6) >= first)
    return Period(whole, start, end) if start < end else Period((), end, end)


def monday_of(day: date) -> date:
    """The Monday of the week of a day.

    >>> monday_of(date(2026, 11, 22)).isoformat()
    '2026-11-16'
    """
    return day - timedelta(days=day.weekday())


def at_local(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """The UTC moment at which a wall clock in `zone` shows this day and time.

    A time that the clocks skip in spring is read as the moment they jump past it; a time that comes twice in
    autumn means the first of the two.

    >>> at_local(date(2026, 3, 29), time(1, 30), ZoneInfo("Europe/London")).isoformat()
    '2026-03-29T01:30:00+00:00'
    >>> at_local(date(2026, 10, 25), time(1, 30), ZoneInfo("Europe/London")).isoformat()
    '2026-10-25T00:30:00+00:00'
    """
    return datetime.combine(day, clock_time, tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()


def zone_named(name: str) -> ZoneInfo:
    """A time zone by its IANA name. Raises ValueError when there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # OSError: a folder of zones, like "Europe"
        raise ValueError(f"There is no time zone named {name}.") from error


def zone_or_utc(name: str) -> ZoneInfo:
    """The same for a list of many: one name that this machine does not know (an older tzdata) stops nobody else."""
    try:
        return zone_named(name)
    except ValueError:
        return ZoneInfo("UTC")


def clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """
    >>> clock_text(datetime(2026, 7, 1, 6, 5, tzinfo=UTC), ZoneInfo("Europe/London"))
    '07:05'
    """
    return moment.astimezone(zone).strftime("%H:%M")


def day_text(day: date, today: date) -> str:
    """A day as people say it, near days by name.

    >>> day_text(date(2026, 11, 20), date(2026, 11, 21))
    'yesterday'
    >>> day_text(date(2026, 11, 3), date(2026, 11, 21))
    '3 Nov'
    >>> day_text(date(2025, 11, 3), date(2026, 11, 21))
    '3 Nov 2025'
    """
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}
    distance = (day - today).days
    if distance in near:
        return near[distance]
    return f"{day.day} {day:%b}" + ("" if day.year == today.year else f" {day.year}")


def long_day_text(day: date) -> str:
    """
    >>> long_day_text(date(2026, 11, 21))
    'Saturday 21 November'
    """
    return f"{day:%A} {day.day} {day:%B}"


def moment_text(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """
    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> moment_text(noon - timedelta(hours=5), noon, ZoneInfo("UTC"))
    'today 07:00'
    """
    return f"{day_text(local_day(moment, zone), local_day(now, zone))} {clock_text(moment, zone)}"


def ago_text(moment: datetime, now: datetime) -> str:
    """How long ago, in one unit.

    >>> noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    >>> ago_text(noon - timedelta(minutes=4), noon), ago_text(noon - timedelta(hours=30), noon)
    ('4 min ago', '30 h ago')
    """
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"
