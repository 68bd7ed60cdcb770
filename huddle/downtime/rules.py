"""Numbers of paper forms, how many to print, what stands on them and at what times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local
from huddle.core.errors import FieldRefused
from huddle.handoffs.rules import VISIBLE_FOR, IfThen, Report, Severity

WRITTEN_BY_LIMIT = 60
TYPED_WITHIN = timedelta(days=7)
PRINTED_HOURS = 8
COPIES_LIMIT = 60
AT_LEAST_SBAR = 8
"""So many are printed for a unit that has handed nobody over lately."""
CODE_LIMIT = 8


class PaperKind(StrEnum):
    """What is written on it."""

    HUDDLE = "huddle"
    SBAR = "sbar"
    DEBRIEF = "debrief"


KIND_LABELS = {
    PaperKind.HUDDLE: "Safety huddle",
    PaperKind.SBAR: "Handoff (SBAR)",
    PaperKind.DEBRIEF: "Hot debrief",
}


@dataclass(frozen=True, slots=True)
class Written:
    """When a sheet was written, in the wall time of the unit, and by which role."""

    on: date
    at: time
    by: str


@dataclass(frozen=True, slots=True)
class PaperHandoff:
    """What an SBAR sheet says. The receiver's own view counts when the receiver types it in."""

    report: Report
    if_then: IfThen | None
    from_id: UUID
    to_id: UUID | None
    receiver_severity: Severity | None
    priority: str


@dataclass(frozen=True, slots=True)
class PaperHuddle:
    """What a huddle sheet says."""

    minutes: int
    here: Mapping[str, int]
    note: str
    concerns: tuple[str, ...]


def unit_code(name: str) -> str:
    """How a unit is called in a number: its letters and digits, without accents.

    >>> unit_code("5 West"), unit_code("Hämatologie Süd"), unit_code("小児")
    ('5WEST', 'HAMATOLO', 'UNIT')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]", "", plain.upper())[:CODE_LIMIT] or "UNIT"


def form_number(code: str, day: date, running: int) -> str:
    """
    >>> form_number("5WEST", date(2026, 11, 22), 7)
    '5WEST-261122-07'
    """
    return f"{code}-{day:%y%m%d}-{running:02d}"


def clean_number(typed: str | None) -> str | None:
    """A number however it was typed.

    >>> clean_number(" 5west 261122 07 ")
    '5WEST-261122-07'
    """
    if typed is None:
        return None
    return re.sub(r"[^\w]+", "-", typed.strip().upper()).strip("-_")


def default_copies(kind: PaperKind, *, shift_starts: int, patients: int) -> int:
    """How many sheets eight hours need: a huddle for each shift that starts, an SBAR for each patient, two debriefs."""
    if kind is PaperKind.HUDDLE:
        return max(1, min(shift_starts + 1, COPIES_LIMIT))
    if kind is PaperKind.SBAR:
        return max(AT_LEAST_SBAR, min(patients, COPIES_LIMIT))
    return 2


def written_at(kind: PaperKind, day: date, clock_time: time, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment that stands on the paper. Raises FieldRefused for one to come, or too long ago.

    A handoff is shown for 48 hours: of an older one nobody could open what was typed.
    """
    moment = at_local(day, clock_time, zone)
    if moment > now:
        raise FieldRefused("written_time", "This time is still to come. Enter the time that stands on the paper.")
    if kind is PaperKind.SBAR and moment <= now - VISIBLE_FOR:
        raise FieldRefused(
            "written_time", "A handoff is typed in within 48 hours. Keep this sheet as your hospital says."
        )
    if moment < now - TYPED_WITHIN:
        raise FieldRefused("written_on", "Paper is typed in within 7 days. Keep this sheet as your hospital says.")
    return moment
