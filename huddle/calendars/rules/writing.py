"""How a calendar is written. Import this only to write one: the library behind it takes three megabytes a process."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDuration, vRecur

from huddle.calendars.rules import Entry, timezones

READ_AGAIN = timedelta(hours=6)
HUDDLE_LASTS = timedelta(minutes=10)
PRODUCT = "-//Huddle//Huddle//EN"


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
