"""What one nurse says of one patient: the report, and what is to be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from huddle.core.errors import FieldRefused

TEXT_LIMIT = 2000
LINE_LIMIT = 120


class Severity(StrEnum):
    """How sick, on one scale everywhere (domain.md 1.2)."""

    STABLE = "stable"
    WATCHER = "watcher"
    UNSTABLE = "unstable"


class HandoffKind(StrEnum):
    """What the handoff is for; it sets the clock and how it is read back."""

    SHIFT = "shift"
    ESCALATION = "escalation"
    TRANSFER = "transfer"
    BREAK_COVER = "break_cover"


class Mode(StrEnum):
    """How it was spoken."""

    FACE_TO_FACE = "face_to_face"
    PHONE = "phone"
    WRITTEN_ONLY = "written_only"


class Checks(StrEnum):
    """The one row for code status, allergies and isolation."""

    CHECKED = "checked"
    CHANGED = "changed"


class Section(StrEnum):
    """The parts of a handoff, as a receiver can say that one is missing."""

    SITUATION = "situation"
    BACKGROUND = "background"
    ASSESSMENT = "assessment"
    RECOMMENDATION = "recommendation"
    ACTIONS = "actions"
    IF_THENS = "if_thens"


SEVERITY_LABELS = {
    Severity.STABLE: "Stable",
    Severity.WATCHER: "Watcher",
    Severity.UNSTABLE: "Unstable",
}
KIND_LABELS = {
    HandoffKind.SHIFT: "Shift change",
    HandoffKind.ESCALATION: "Escalation",
    HandoffKind.TRANSFER: "Transfer",
    HandoffKind.BREAK_COVER: "Break cover",
}
MODE_LABELS = {
    Mode.FACE_TO_FACE: "Face to face",
    Mode.PHONE: "By phone",
    Mode.WRITTEN_ONLY: "Written only",
}
CHECKS_LABELS = {Checks.CHECKED: "Checked, as before", Checks.CHANGED: "Changed"}
SECTION_LABELS = {
    Section.SITUATION: "Situation",
    Section.BACKGROUND: "Background",
    Section.ASSESSMENT: "Assessment",
    Section.RECOMMENDATION: "Recommendation",
    Section.ACTIONS: "What to do",
    Section.IF_THENS: "If and then",
}
SICK = (Severity.WATCHER, Severity.UNSTABLE)
SOFT_LIMITS = {
    Section.SITUATION: 280,
    Section.BACKGROUND: 400,
    Section.ASSESSMENT: 400,
    Section.RECOMMENDATION: 280,
}
"""What can be read aloud in two minutes. Counters speak of it; nothing is cut and nobody is stopped."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the sender says of one patient. The bed is where, never who; `extra` is what the unit asks besides."""

    initials: str
    last_four: str
    severity: Severity
    situation: str
    background: str
    assessment: str
    recommendation: str
    bed: str = ""
    kind: HandoffKind = HandoffKind.SHIFT
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that must happen; without a time it is for this shift.

    `came_from` is the thing of an older handoff that is still to be done: its words are those of the older one.
    """

    what: str
    due_at: datetime | None = None
    came_from: UUID | None = None


@dataclass(frozen=True, slots=True)
class IfThen:
    """What to look out for, and what to do and whom to call then."""

    sign: str
    response: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What must be done, what to look out for, and how it was told."""

    actions: tuple[ToDo, ...] = ()
    if_thens: tuple[IfThen, ...] = ()
    checks: Checks = Checks.CHECKED
    checks_note: str = ""
    mode: Mode = Mode.FACE_TO_FACE
    written_reason: str = ""


def require_plan(severity: Severity, plan: Plan) -> None:
    """Raises FieldRefused for what no handoff may be sent without."""
    if severity in SICK and not plan.if_thens:
        who = "a watcher" if severity is Severity.WATCHER else severity
        raise FieldRefused("if_1", f"Say what to look out for: a patient who is {who} needs one “if, then”.")
    if plan.checks is Checks.CHANGED and not plan.checks_note:
        raise FieldRefused("checks_note", "Say what has changed in code status, allergies or isolation.")
    if plan.mode is Mode.WRITTEN_ONLY and not plan.written_reason:
        raise FieldRefused("written_reason", "Say why it could not be spoken.")


def sicker(one: Severity, other: Severity) -> Severity:
    """Of two views of a patient the more worried one."""
    return min(one, other, key=by_sickness)


def by_sickness(severity: Severity) -> int:
    """For sorting: the sickest first.

    >>> min(Severity, key=by_sickness).value
    'unstable'
    """
    return -list(Severity).index(severity)
