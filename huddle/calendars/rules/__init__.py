"""What stands in a calendar, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vRecur

from huddle.calendars.rules import timezones

READ_AGAIN = timedelta(hours=6)
HUDDLE_LASTS = timedelta(minutes=10)
PRODUCT = "-//Huddle//Huddle//EN"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar.

    `begins` is a moment with its zone, or a whole day. `repeats` is "DAILY" or "MONTHLY", the latter on the day of the
    month on which it begins, until `until` if that is given. `uid` stays the same for the same thing, `sequence` grows
    when it changes, `stamp` is when it was made.
    """

    uid: str
    summary: str
    begins: datetime | date
    url: str
    stamp: datetime
    sequence: int = 0
    repeats: str = ""
    until: datetime | None = None


def write(name: str, entries: Iterable[Entry]) -> bytes:
    """The calendar as its programs read it: escaped, folded, with the zones of its times."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", name)
    calendar.add("X-WR-CALNAME", name)
    calendar.add("REFRESH-INTERVAL", vDuration(READ_AGAIN), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(READ_AGAIN))
    rows = list(entries)
    zones = {entry.begins.tzinfo for entry in rows if isinstance(entry.begins, datetime)}
    for zone in sorted((zone for zone in zones if isinstance(zone, ZoneInfo)), key=str):
        calendar.add_component(timezones.block(zone))
    for entry in rows:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("UID", entry.uid)
    event.add("SUMMARY", entry.summary)
    event.add("DTSTAMP", entry.stamp.astimezone(UTC))
    event.add("SEQUENCE", entry.sequence)
    event.add("URL", entry.url)
    event.add("DESCRIPTION", f"Open it in Huddle: {entry.url}")
    event.add("DTSTART", entry.begins)
    if isinstance(entry.begins, datetime):
        event.add("DURATION", HUDDLE_LASTS)
    else:
        event.add("DTEND", entry.begins + timedelta(days=1))
        event.add("TRANSP", "TRANSPARENT")
    if entry.repeats:
        rule = {"FREQ": entry.repeats} | ({"BYMONTHDAY": entry.begins.day} if entry.repeats == "MONTHLY" else {})
        event.add("RRULE", vRecur(rule | ({"UNTIL": entry.until.astimezone(UTC)} if entry.until else {})))
    return event


def due_words(count: int) -> str:
    """
    >>> due_words(1), due_words(3)
    ('1 action item due', '3 action items due')
    """
    return f"{count} action item{'' if count == 1 else 's'} due"
