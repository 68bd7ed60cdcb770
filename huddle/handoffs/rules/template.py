"""How a unit tells one kind of handoff: one stored model, and over it a face, names, order, hints, limits, clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from huddle.core.errors import RuleBroken
from huddle.handoffs.rules.clocks import ACKNOWLEDGE_WITHIN, Minutes
from huddle.handoffs.rules.extra import OPTIONS, Option, offered
from huddle.handoffs.rules.faces import LETTERS, SPOKEN, Face, Part, faces, our_hint, our_name
from huddle.handoffs.rules.readback import ReadBack, read_back_needed
from huddle.handoffs.rules.report import SECTION_LABELS, SICK, SOFT_LIMITS, TEXT_LIMIT, HandoffKind, Section, Severity

NAME_LIMIT, HINT_LIMIT = 40, 120
LEAST_LETTERS = 20
MINUTES_LIMIT = 240
MOST_INPUTS = 8
WHO_AND_HOW_SICK = 3
"""Initials, record number, severity: every report asks them first."""

_ORDER: tuple[Part, ...] = (
    Option.ONE_LINER,
    Option.WATCHER_REASONS,
    Section.SITUATION,
    Section.BACKGROUND,
    Section.ASSESSMENT,
    Option.UNCERTAINTY,
    Option.VITALS,
    Option.RESULTS,
    Option.RESULTS_PENDING,
    Option.HIGH_RISK_MEDS,
    Option.LINES,
    Option.LINES_NOTE,
    Option.RISK_FLAGS,
    Option.ALLERGIES,
    Option.CODE_STATUS,
    Option.ISOLATION,
    Option.FAMILY_UPDATE,
    Option.REQUEST,
    Section.RECOMMENDATION,
    Option.READINESS,
    Option.SENDER_CONTACT,
    Option.FAMILY_PRESENT,
    Option.INTERRUPTED,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is asked. An empty name or hint means ours; the limit is soft."""

    part: Part
    on: bool
    required: bool
    limit: int
    name: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """How one kind of handoff is told, in which order, and how many minutes it may wait."""

    kind: HandoffKind
    face: Face
    lines: tuple[Line, ...]
    minutes: Minutes

    @property
    def asked(self) -> tuple[Line, ...]:
        """What is on, in the order in which it is told."""
        return tuple(line for line in self.lines if line.on)

    def name(self, line: Line) -> str:
        """What the page calls it."""
        return line.name or our_name(self.face, line.part)

    def letter(self, part: str) -> str:
        """The letter that stands beside a part; "" for none."""
        return LETTERS[self.face].get(part, "")

    def hint(self, line: Line) -> str:
        return line.hint or our_hint(self.kind, line.part)

    @property
    def section_names(self) -> dict[Section, str]:
        """What the unit calls each part that a receiver can say is missing."""
        own = {line.part: self.name(line) for line in self.lines if isinstance(line.part, Section)}
        return SECTION_LABELS | own

    def required(self, severity: Severity) -> tuple[Line, ...]:
        """Without what this patient's handoff is not taken. A stable patient is nobody's worry."""
        calm = severity not in SICK
        return tuple(
            line for line in self.asked if line.required and not (calm and line.part is Option.WATCHER_REASONS)
        )

    def read_back(self, severity: Severity) -> ReadBack:
        """How much the receiver says back: by risk, or in full where the unit wants that of every patient."""
        return ReadBack.FULL if self.face is Face.SBAR_READ_BACK else read_back_needed(self.kind, severity)

    @property
    def inputs(self) -> int:
        """How many inputs the page shows before "More"."""
        return WHO_AND_HOW_SICK + sum(_inputs(line.part) for line in self.asked if line.required)

    @property
    def bed_is_first(self) -> bool:
        """Whether the bed is asked beside who it is: wherever what the unit requires leaves room for it."""
        return self.inputs < MOST_INPUTS


def fitted(face: Face, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The same lines with what the face decides: four letters ask their four sections, four lines ask one line."""
    is_short = face is Face.FOUR_LINES

    def fit(line: Line) -> Line:
        if isinstance(line.part, Section):
            return replace(line, on=not is_short)
        if line.part is Option.ONE_LINER and is_short:
            return replace(line, on=True, required=True)
        return line

    return tuple(fit(line) for line in lines)


def _default(kind: HandoffKind, face: Face) -> Shape:
    here = {*SPOKEN, *offered(kind)}
    lines = (Line(part, False, isinstance(part, Section), _limit(part)) for part in _ORDER if part in here)
    return Shape(kind, face, fitted(face, lines), ACKNOWLEDGE_WITHIN[kind])


def _limit(part: Part) -> int:
    return OPTIONS[part].limit if isinstance(part, Option) else SOFT_LIMITS[part]


def _inputs(part: Part) -> int:
    return OPTIONS[part].inputs if isinstance(part, Option) else 1


DEFAULTS: Mapping[HandoffKind, Shape] = {
    HandoffKind.SHIFT: _default(HandoffKind.SHIFT, Face.SBAR),
    HandoffKind.ESCALATION: _default(HandoffKind.ESCALATION, Face.SBAR_READ_BACK),
    HandoffKind.TRANSFER: _default(HandoffKind.TRANSFER, Face.ISBAR),
    HandoffKind.BREAK_COVER: _default(HandoffKind.BREAK_COVER, Face.FOUR_LINES),
}
"""Where a unit begins."""


def stored(shape: Shape) -> dict[str, Any]:
    """As a row keeps it."""
    return {
        "face": shape.face.value,
        "lines": [
            {
                "part": line.part.value,
                "on": line.on,
                "required": line.required,
                "limit": line.limit,
                "name": line.name,
                "hint": line.hint,
            }
            for line in shape.lines
        ],
        "minutes": {severity.value: shape.minutes[severity] for severity in Severity},
    }


def read_shape(kind: HandoffKind, row: Mapping[str, Any]) -> Shape:
    """A stored shape. What a kind no longer offers is left out, what is new stands at the end, off."""
    ours = {line.part.value: line for line in DEFAULTS[kind].lines}
    face = Face(row["face"])
    known = [_line(ours[one["part"]].part, one) for one in row["lines"] if one["part"] in ours]
    there = {line.part for line in known}
    new = [replace(line, on=False) for line in ours.values() if line.part not in there]
    minutes = {severity: int(row["minutes"][severity]) for severity in Severity}
    return Shape(kind, face, fitted(face, [*known, *new]), minutes)


def _line(part: Part, row: Mapping[str, Any]) -> Line:
    return Line(part, bool(row["on"]), bool(row["required"]), int(row["limit"]), str(row["name"]), str(row["hint"]))


def moved(lines: Sequence[Line], part: str, *, up: bool) -> tuple[Line, ...]:
    """The same lines with one of them a place further up or down among those that are on; at the end it stays."""
    on = [line for line in lines if line.on]
    at = next((place for place, line in enumerate(on) if line.part == part), None)
    if at is None:
        return tuple(lines)
    to = min(max(at + (-1 if up else 1), 0), len(on) - 1)
    on.insert(to, on.pop(at))
    return (*on, *(line for line in lines if not line.on))


def require_shape(shape: Shape) -> None:
    """Raise RuleBroken for a template that nobody could write or read with."""
    ours = DEFAULTS[shape.kind].lines
    if sorted(line.part for line in shape.lines) != sorted(line.part for line in ours):
        raise RuleBroken("Open the page again: it asks for other things now.")
    if shape.face not in faces(shape.kind):
        raise RuleBroken("Four lines are for a break. Choose another one.")
    if not any(line.required for line in shape.asked):
        raise RuleBroken("Require at least one thing: a handoff without words helps nobody.")
    if shape.inputs > MOST_INPUTS:
        too_many = shape.inputs - MOST_INPUTS
        raise RuleBroken(
            f"That is too much to write at a bedside. Require fewer things: {too_many} too many. "
            "What is not required stands under “More”."
        )
    _require_words(shape.lines)
    if any(not 1 <= shape.minutes[severity] <= MINUTES_LIMIT for severity in Severity):
        raise RuleBroken(f"A handoff waits between 1 and {MINUTES_LIMIT} minutes.")


def _require_words(lines: Iterable[Line]) -> None:
    for line in lines:
        if not LEAST_LETTERS <= line.limit <= TEXT_LIMIT:
            raise RuleBroken(f"A limit is between {LEAST_LETTERS} and {TEXT_LIMIT:,} letters.")
        if len(line.name) > NAME_LIMIT or len(line.hint) > HINT_LIMIT:
            raise RuleBroken(f"A name has at most {NAME_LIMIT} letters, a hint {HINT_LIMIT}.")
