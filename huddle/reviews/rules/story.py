"""The timeline of a review, the work around it (domain.md 4.5), and who was there: pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from huddle.core.errors import RuleBroken

BESIDE_LIMIT = 240
CLOCK_LIMIT = 20
MOMENT_LIMIT = 200
KNOWN_FROM_LIMIT = 60
FACTOR_LIMIT = 200
ASKED_LIMIT = 200
NOTHING_NEEDED_LIMIT = 200
MOST_MOMENTS = 40
MOST_PEOPLE = 50

_CLOCK = re.compile(r"^\D{0,6}(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)\b")
_BEFORE = timedelta(hours=18)
"""A timeline reaches so far back from the event; the six hours after it stand below."""


class Element(StrEnum):
    """One part of the work system in which it happened."""

    PATIENT = "patient"
    PEOPLE = "people"
    TEAM = "team"
    TASK = "task"
    TOOLS = "tools"
    PLACE = "place"
    ORGANISATION = "organisation"
    OUTSIDE = "outside"


class Polarity(StrEnum):
    """Which way a part of the work system pulled."""

    HELPED = "helped"
    HINDERED = "hindered"
    BOTH = "both"


ELEMENT_LABELS = {
    Element.PATIENT: "Patient and family",
    Element.PEOPLE: "People",
    Element.TEAM: "Team",
    Element.TASK: "Task",
    Element.TOOLS: "Tools",
    Element.PLACE: "Place",
    Element.ORGANISATION: "Organisation",
    Element.OUTSIDE: "Outside",
}
ELEMENT_HINTS = {
    Element.PATIENT: "How ill, which language, what they wished, what the family saw.",
    Element.PEOPLE: "Rested or tired, new or used to it, breaks, too much at once. As conditions, never as a person.",
    Element.TEAM: "One shared picture, clear roles, speaking up, help asked for and given, the handoff.",
    Element.TASK: "Steps, time pressure, interruptions, two things at once, something rarely done.",
    Element.TOOLS: "Devices, alarms, supplies, access to the computer, labels, phones.",
    Element.PLACE: "Noise, light, layout, distance, what stood in the way.",
    Element.ORGANISATION: "Staffing plan, flow of beds, training, rules that fit or do not, support.",
    Element.OUTSIDE: "Another service, a supplier, shortages, weather.",
}
POLARITY_LABELS = {
    Polarity.HELPED: "It helped",
    Polarity.HINDERED: "It got in the way",
    Polarity.BOTH: "Both",
}
POLARITY_WORDS = {Polarity.HELPED: "Helped", Polarity.HINDERED: "Got in the way", Polarity.BOTH: "Both"}


class Timed(Protocol):
    """What is read of a row of a timeline to order it."""

    @property
    def clock(self) -> str: ...
    @property
    def number(self) -> int: ...


Row = TypeVar("Row", bound=Timed)


def minutes(clock: str) -> int | None:
    """Minutes since midnight of "14:05", "14.05" or "about 9:30"; None for words like "after lunch"."""
    found = _CLOCK.match(clock.strip())
    return int(found["hour"]) * 60 + int(found["minute"]) if found else None


def by_time(rows: Iterable[Row], event_at: datetime | None, zone: ZoneInfo) -> Sequence[Row]:
    """The rows in order of time; one without a clock time stays behind the row that it was written after.

    Times carry no day. Where the moment of the event is known, the day begins eighteen hours before it, so that
    23:50 stands before 00:10.
    """
    local = (event_at - _BEFORE).astimezone(zone) if event_at else None
    begins = local.hour * 60 + local.minute if local else 0
    keyed, last = [], -1
    for row in sorted(rows, key=lambda one: one.number):
        at = minutes(row.clock)
        last = last if at is None else (at - begins) % (24 * 60)
        keyed.append((last, row.number, row))
    return [row for _key, _number, row in sorted(keyed, key=lambda one: one[:2])]


def lines(text: str) -> list[str]:
    """A list as it was typed: one thing on each line, without the dashes and dots in front."""
    found = (line.strip().lstrip("-*•\u2013").strip() for line in text.splitlines())
    return [line for line in found if line]


def require_room(rows: int) -> None:
    """Raise RuleBroken when the timeline is as long as anybody will read."""
    if rows >= MOST_MOMENTS:
        raise RuleBroken(f"A timeline has at most {MOST_MOMENTS} rows. Put some of them together.")


def counted(
    present: Mapping[str, int], absent: Iterable[str], known: Iterable[str]
) -> tuple[dict[str, int], list[str]]:
    """Who was there and who was not, in the order of `known`. Raises RuleBroken for what nobody can have typed."""
    roles, missing = list(known), set(absent)
    if not ({*present} | missing) <= {*roles} or any(not 0 <= count <= MOST_PEOPLE for count in present.values()):
        raise RuleBroken("That is not a number of people in a role. Try once more.")
    here = {role: present[role] for role in roles if present.get(role)}
    return here, [role for role in roles if role in missing and role not in here]
