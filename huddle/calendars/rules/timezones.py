"""A time zone as a calendar program wants it: a block with yearly rules.

Blocks that list every change (RDATE) are misread by some programs after the next change of the clocks, so the rules are
taken from where the time zone database keeps them for the years to come: the last line of the zone's file, as POSIX
writes it ("GMT0BST,M3.5.0/1,M10.5.0").
"""

from __future__ import annotations

import re
import zoneinfo
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_NAME, _OFFSET = r"(<[^>]+>|[A-Za-z]+)", r"([+-]?\d+(?::\d+)?)"
_CHANGE = r"M(\d+)\.(\d)\.(\d)(?:/(\d+)(?::(\d+))?)?"
_STEADY = re.compile(rf"{_NAME}{_OFFSET}$")
_YEARLY = re.compile(rf"{_NAME}{_OFFSET}{_NAME}{_OFFSET}?,{_CHANGE},{_CHANGE}$")
_DAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_SINCE, _NEAR, _FAR = 1970, 2026, 2100
Part = type[TimezoneStandard] | type[TimezoneDaylight]


@cache
def block(zone: ZoneInfo) -> Timezone:
    """The block of a zone. A zone whose rule cannot be said yearly gets a list of its changes instead."""
    rule = _rule(zone.key) if _keeps_its_rule(zone) else ""
    if found := _YEARLY.match(rule):
        name, offset, summer, summer_offset, *changes = found.groups()
        standard = _offset(offset)
        daylight = _offset(summer_offset) if summer_offset else standard + timedelta(hours=1)
        begins, ends = changes[:5], changes[5:]
        if all(int(change[3] or 2) < 24 for change in (begins, ends)):
            made = _empty(zone)
            kinds: tuple[Part, Part] = (TimezoneDaylight, TimezoneStandard)
            # Ireland calls its winter time the saving one.
            later, earlier = kinds if daylight > standard else kinds[::-1]
            made.add_component(_part(later, summer, standard, daylight, begins))
            made.add_component(_part(earlier, name, daylight, standard, ends))
            return made
    if found := _STEADY.match(rule):
        made, offset = _empty(zone), _offset(found[2])
        made.add_component(_part(TimezoneStandard, found[1], offset, offset, None))
        return made
    return Timezone.from_tzinfo(zone, zone.key, last_date=date(2045, 1, 1))


def _keeps_its_rule(zone: ZoneInfo) -> bool:
    """Whether the coming years are as the rule says, which is all that the far future knows; Morocco's are not."""
    return all(_offsets(zone, year) == _offsets(zone, _FAR) for year in range(_NEAR, _NEAR + 20))


def _offsets(zone: ZoneInfo, year: int) -> list[timedelta | None]:
    return [datetime(year, month, 15, 12, tzinfo=zone).utcoffset() for month in range(1, 13)]


def _rule(key: str) -> str:
    """From the file that ZoneInfo itself reads, so that both say the same: the system's, else the package's."""
    places = [Path(folder, key) for folder in zoneinfo.TZPATH]
    found = next((place for place in places if place.is_file()), None)
    content = (found or resources.files("tzdata.zoneinfo").joinpath(*key.split("/"))).read_bytes()
    return content.rstrip(b"\n").rpartition(b"\n")[2].decode("ascii")


def _offset(text: str) -> timedelta:
    """POSIX counts westwards: "5" is five hours behind UTC."""
    hours, _, minutes = text.lstrip("+-").partition(":")
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return size if text.startswith("-") else -size


def _empty(zone: ZoneInfo) -> Timezone:
    made = Timezone()
    made.add("TZID", zone.key)
    return made


def _part(
    kind: Part, name: str, before: timedelta, after: timedelta, change: list[str] | None
) -> TimezoneStandard | TimezoneDaylight:
    """One half of the year. `change` is month, week of the month (5: the last), day of the week, hour, minute."""
    part = kind()
    part.add("TZNAME", name.strip("<>"))
    part.add("TZOFFSETFROM", before)
    part.add("TZOFFSETTO", after)
    if change is None:
        part.add("DTSTART", datetime(_SINCE, 1, 1))  # noqa: DTZ001 - a block counts in wall time
        return part
    month, week, weekday = (int(value) for value in change[:3])
    place = -1 if week == 5 else week
    on = _nth(_SINCE, month, place, weekday)
    at = timedelta(hours=int(change[3] or 2), minutes=int(change[4] or 0))
    part.add("DTSTART", datetime(on.year, on.month, on.day) + at)  # noqa: DTZ001 - a block counts in wall time
    part.add("RRULE", vRecur({"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{place}{_DAYS[weekday]}"}))
    return part


def _nth(year: int, month: int, place: int, weekday: int) -> date:
    """The first, second, ... or last (-1) Sunday (0) to Saturday (6) of a month."""
    first = datetime(year, month, 1, tzinfo=UTC).date()
    days = [first + timedelta(days=number) for number in range(31)]
    fitting = [day for day in days if day.month == month and day.isoweekday() % 7 == weekday]
    return fitting[place if place < 0 else place - 1]
