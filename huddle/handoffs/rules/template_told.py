"""What was said of one patient, held to the template it is told in: what is missing, how complete, in which order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from huddle.core.errors import FieldRefused
from huddle.handoffs.rules.extra import Extra, Option, at_name, in_words, moment, since_name
from huddle.handoffs.rules.faces import MISSING, Part
from huddle.handoffs.rules.report import SICK, Section, Severity
from huddle.handoffs.rules.template import Shape


class Words(Protocol):
    """What was said of one patient: a report, or the row that holds it."""

    @property
    def severity(self) -> Severity: ...
    @property
    def extra(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing as it was told. `at` is when a measured one was true, `since` when a carried one was first written."""

    part: Part
    letter: str
    name: str
    text: str
    at: datetime | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Completeness:
    """How much of what the template requires of one handoff is there."""

    present: int
    required: int

    @property
    def share(self) -> float:
        return self.present / self.required


def said(words: Words, part: Part) -> str:
    """What was said of one part, as it is read; empty for nothing."""
    if isinstance(part, Option):
        return in_words(part, words.extra)
    return str(getattr(words, part.value)).strip()


def missing(shape: Shape, words: Words) -> list[tuple[str, str]]:
    """What the template requires and is not there: the part, and what to say to whoever writes."""
    return [
        (line.part.value, MISSING.get(line.part, f"“{shape.name(line)}” is needed here."))
        for line in shape.required(words.severity)
        if not said(words, line.part)
    ]


def require_report(shape: Shape, words: Words) -> None:
    """Raises FieldRefused for the first thing that is required and missing."""
    for part, why in missing(shape, words):
        raise FieldRefused(part, why)


def completeness(shape: Shape, words: Words, *, if_thens: int) -> Completeness:
    """How much of the required content one handoff has; for a sick patient an if-then belongs to it."""
    needs = shape.required(words.severity)
    present = sum(bool(said(words, line.part)) for line in needs)
    if words.severity not in SICK:
        return Completeness(present, len(needs))
    return Completeness(present + (if_thens > 0), len(needs) + 1)


def spoken(shape: Shape, words: Words) -> list[Spoken]:
    """Everything that was said, in the order of the template; what it no longer asks stands at the end.

    A letter stands only beside the first of the things that share it.
    """
    told, before = list[Spoken](), ""
    for line in (*shape.asked, *(line for line in shape.lines if not line.on)):
        if text := said(words, line.part):
            letter = shape.letter(line.part)
            told.append(_spoken(line.part, "" if letter == before else letter, shape.name(line), text, words.extra))
            before = letter or before
    return told


def _spoken(part: Part, letter: str, name: str, text: str, extra: Extra) -> Spoken:
    return Spoken(part, letter, name, text, moment(extra, at_name(part)), moment(extra, since_name(part)))


def in_short(words: Words) -> str:
    """The one thing to say where there is room for one: the line of a short report, else what happens now."""
    return said(words, Option.ONE_LINER) or said(words, Section.SITUATION)
