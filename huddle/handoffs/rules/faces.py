"""The faces of a handoff: in which letters, names and hints the same stored parts are told."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from huddle.handoffs.rules.extra import OPTIONS, Option
from huddle.handoffs.rules.report import SECTION_LABELS, HandoffKind, Section

Part = Section | Option
SPOKEN = (Section.SITUATION, Section.BACKGROUND, Section.ASSESSMENT, Section.RECOMMENDATION)


class Face(StrEnum):
    """In which letters a handoff is told."""

    SBAR = "sbar"
    SBAR_READ_BACK = "sbar_read_back"
    ISBAR = "isbar"
    SEVERITY_FIRST = "severity_first"
    FOUR_LINES = "four_lines"


FACE_LABELS = {
    Face.SBAR: "SBAR",
    Face.SBAR_READ_BACK: "SBAR with read-back",
    Face.ISBAR: "ISBAR",
    Face.SEVERITY_FIRST: "Severity first",
    Face.FOUR_LINES: "Four lines",
}
FACE_NOTES = {
    Face.SBAR: "Situation, background, assessment, recommendation. Read back by risk.",
    Face.SBAR_READ_BACK: "The same four, and every patient is said back in full, stable ones too.",
    Face.ISBAR: "The same four after who the patient is.",
    Face.SEVERITY_FIRST: "How sick, the patient, actions, what may happen, said back by the receiver.",
    Face.FOUR_LINES: "For a break: how sick, one line, what must be done, if and then.",
}
_SBAR: dict[str, str] = {
    Section.SITUATION: "S",
    Section.BACKGROUND: "B",
    Section.ASSESSMENT: "A",
    Section.RECOMMENDATION: "R",
}
LETTERS: Mapping[Face, Mapping[str, str]] = {
    Face.SBAR: _SBAR,
    Face.SBAR_READ_BACK: {**_SBAR, "read_back": "R"},
    Face.ISBAR: {"identity": "I", **_SBAR},
    Face.SEVERITY_FIRST: {
        "severity": "I",
        Option.ONE_LINER: "P",
        **dict.fromkeys(SPOKEN, "P"),
        Section.RECOMMENDATION: "A",
        Section.ACTIONS: "A",
        Section.IF_THENS: "S",
        "read_back": "S",
    },
    Face.FOUR_LINES: {},
}
_PATIENT_SUMMARY = {
    Section.SITUATION: "Patient: situation",
    Section.BACKGROUND: "Patient: background",
    Section.ASSESSMENT: "Patient: assessment",
    Section.RECOMMENDATION: "Actions: recommendation",
}
_HINTS = {
    Section.SITUATION: "What is happening now, since when?",
    Section.BACKGROUND: "Only what changes the next 12 hours.",
    Section.ASSESSMENT: "What do you think is going on? “I am not sure, but worried” is fine.",
    Section.RECOMMENDATION: "What do you ask of the next nurse?",
}
_HINTS_OF: Mapping[HandoffKind, Mapping[Part, str]] = {
    HandoffKind.ESCALATION: {
        Section.BACKGROUND: "Only what they must know to decide now.",
        Section.RECOMMENDATION: "What do you need, from whom, by when?",
    },
    HandoffKind.TRANSFER: {Section.RECOMMENDATION: "What do you ask of the unit that takes the patient on?"},
}
MISSING: Mapping[Part, str] = {
    Section.SITUATION: "Say in a few words what is happening now.",
    Section.BACKGROUND: "Say what the next nurse must know, or write “nothing new”.",
    Section.ASSESSMENT: "Say what you think. “I am not sure” is an answer too.",
    Section.RECOMMENDATION: "Say what must be done, or write “routine care”.",
}


def our_name(face: Face, part: Part) -> str:
    """The name where a unit has none of its own."""
    if isinstance(part, Option):
        return OPTIONS[part].label
    return _PATIENT_SUMMARY[part] if face is Face.SEVERITY_FIRST else SECTION_LABELS[part]


def our_hint(kind: HandoffKind, part: Part) -> str:
    """The hint where a unit has none of its own."""
    if isinstance(part, Option):
        return OPTIONS[part].hint
    return _HINTS_OF.get(kind, {}).get(part, _HINTS[part])


def faces(kind: HandoffKind) -> list[Face]:
    """The faces that a kind of handoff may have: four lines are too few but for a break."""
    return [face for face in Face if face is not Face.FOUR_LINES or kind is HandoffKind.BREAK_COVER]
