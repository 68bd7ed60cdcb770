"""Which beds a typed list means, when two ways of writing a bed are the same, and for which shifts beds are given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.core.dates import local_day
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.units.rules import COMES_EARLY, ShiftPattern, ShiftRun, run_on

BED_LIMIT = 20
LIST_LIMIT = 400
MOST_BEDS = 80
NO_SHIFT = "This shift is over, or it begins more than an hour from now. Open the beds again."
_RANGE = re.compile(r"(?P<prefix>.*?)(?P<first>\d+)\s*[-–—]\s*(?P<again>.*?)(?P<last>\d+)")  # noqa: RUF001 - as typed


def bed_key(text: str) -> str:
    """What two ways of writing a bed have in common.

    >>> bed_key("Bed 12"), bed_key("012"), bed_key(" a-01 "), bed_key("Bay 2, bed 1")
    ('12', '12', 'a1', 'bay2bed1')
    >>> bed_key("1-2") == bed_key("12")
    False
    """
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    plain = re.sub(r"^bed(?![^\W\d_])", "", plain)
    plain = re.sub(r"(?<=\d)[\W_]+(?=\d)", ".", plain)
    plain = re.sub(r"[^\w.]|_", "", plain)
    return re.sub(r"(?<!\d)0+(?=\d)", "", plain)[:BED_LIMIT]


def beds_of(typed: str) -> list[str]:
    """The beds that somebody listed, in their order, each once. Raises FieldRefused for what cannot be read.

    >>> beds_of("1-3, A1, A2"), beds_of("A1 to A3"), beds_of("")
    (['1', '2', '3', 'A1', 'A2'], ['A1', 'A2', 'A3'], [])
    """
    found: dict[str, str] = {}
    for part in re.split(r"[,;\n]", typed):
        for bed in _one_or_range(" ".join(part.split())):
            found.setdefault(bed_key(bed), bed)
            if len(found) > MOST_BEDS:
                raise FieldRefused("beds", f"List at most {MOST_BEDS} beds.")
    return list(found.values())


def _one_or_range(part: str) -> list[str]:
    if not part:
        return []
    found = _RANGE.fullmatch(re.sub(r"(?<=\d) to (?=.*\d$)", "-", part))
    if found and found["again"] in ("", found["prefix"]):
        return _range(part, found["prefix"], found["first"], found["last"])
    if len(part) > BED_LIMIT or not bed_key(part):
        raise FieldRefused("beds", f"“{part}” is not a bed. Use up to {BED_LIMIT} letters and digits, like 12 or A2.")
    return [part]


def _range(part: str, prefix: str, first: str, last: str) -> list[str]:
    start, end = int(first[:6]), int(last[:6])
    if not start < end < start + MOST_BEDS:
        raise FieldRefused("beds", f"“{part}” cannot be read. Write the smaller number first, like 1-28.")
    return _fitting(part, [f"{prefix}{number:0{len(first)}}" for number in range(start, end + 1)])


def _fitting(part: str, beds: list[str]) -> list[str]:
    if any(len(bed) > BED_LIMIT for bed in beds):
        raise FieldRefused("beds", f"“{part}” is too long for a bed. Use up to {BED_LIMIT} letters and digits.")
    return beds


def with_others(listed: Sequence[str], others: Iterable[str]) -> list[str]:
    """The listed beds, then others in which somebody lies, each once.

    >>> with_others(["1", "2"], ["Bed 2", "Bay 9", ""])
    ['1', '2', 'Bay 9']
    """
    found = {bed_key(bed): bed for bed in listed}
    for bed in sorted(others, key=in_order):
        if bed_key(bed):
            found.setdefault(bed_key(bed), bed)
    return list(found.values())


def in_order(bed: str) -> list[tuple[int, int, str]]:
    """As people count: 2 before 10, and both before Bay 1."""
    parts = re.findall(r"\d{1,6}|\D+", bed_key(bed))
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def open_runs(shifts: Sequence[ShiftPattern], now: datetime, zone: ZoneInfo) -> list[ShiftRun]:
    """The shifts for which beds can be given now: what runs, and what begins within the hour; the first first."""
    today = local_day(now, zone)
    days = (today - timedelta(days=1), today, today + timedelta(days=1))
    runs = [run_on(shift, day, zone) for shift in shifts for day in days if shift.runs_on(day)]
    here = [run for run in runs if run.starts_at - COMES_EARLY <= now < run.ends_at]
    return sorted(here, key=lambda run: (run.starts_at, run.name))


def run_named(runs: Sequence[ShiftRun], shift_id: UUID | None, on: str | None) -> ShiftRun:
    """One of these runs, by its shift and day. Raises RuleBroken when beds cannot be given for it any more."""
    for run in runs:
        if run.shift_id == shift_id and run.on.isoformat() == on:
            return run
    raise RuleBroken(NO_SHIFT)
