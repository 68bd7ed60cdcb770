"""States, severities, clocks and words of a handoff."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huddle.core.errors import RuleBroken

TEXT_LIMIT = 2000
BED_LIMIT = 20
INITIALS_LIMIT = 4
LAST_FOUR = 4
VISIBLE_FOR = timedelta(hours=48)
OPENED_AGAIN_AFTER = timedelta(minutes=5)
GONE = (
    "This handoff is not here, or it belongs to another unit. "
    "Working handoffs leave the tablet after 48 hours; look in the medical record."
)

SITUATION_SOFT, BACKGROUND_SOFT, ASSESSMENT_SOFT, RECOMMENDATION_SOFT = 280, 400, 400, 280
"""What can be read aloud in two minutes. Counters speak of it; nothing is cut and nobody is stopped."""


class HandoffStatus(StrEnum):
    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"


class Severity(StrEnum):
    """How sick, on one scale everywhere (domain.md 1.2)."""

    STABLE = "stable"
    WATCHER = "watcher"
    UNSTABLE = "unstable"


class EventKind(StrEnum):
    """What happens to a handoff."""

    SENT = "sent"
    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    CORRECTED = "corrected"
    CORRECTION_SEEN = "correction_seen"


SEVERITY_LABELS = {
    Severity.STABLE: "Stable",
    Severity.WATCHER: "Watcher",
    Severity.UNSTABLE: "Unstable",
}

SHIFT_HANDOFF_WITHIN = timedelta(minutes=30)
WATCHER_WITHIN = timedelta(minutes=15)
UNSTABLE_WITHIN = timedelta(minutes=5)
ACKNOWLEDGE_WITHIN = {
    Severity.STABLE: SHIFT_HANDOFF_WITHIN,
    Severity.WATCHER: WATCHER_WITHIN,
    Severity.UNSTABLE: UNSTABLE_WITHIN,
}

NEXT: dict[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.SENT: frozenset({HandoffStatus.ACKNOWLEDGED}),
    HandoffStatus.ACKNOWLEDGED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What the sender says of one patient. The bed is where, never who."""

    initials: str
    last_four: str
    severity: Severity
    situation: str
    background: str
    assessment: str
    recommendation: str
    bed: str = ""


def move(status: HandoffStatus, to: HandoffStatus) -> HandoffStatus:
    """The new state. Raises RuleBroken when a handoff cannot go there from here."""
    if to not in NEXT[status]:
        if status is HandoffStatus.ACKNOWLEDGED:
            raise RuleBroken("This handoff was acknowledged: a colleague is responsible for this patient.")
        raise RuleBroken("This handoff was sent already.")
    return to


def sicker(one: Severity, other: Severity) -> Severity:
    """Of two views of a patient the more worried one."""
    return max(one, other, key=list(Severity).index)


def answer_by(severity: Severity, sent_at: datetime) -> datetime:
    """The moment until which a colleague should have taken the patient on."""
    return sent_at + ACKNOWLEDGE_WITHIN[severity]


def is_overdue(deadline: datetime, acknowledged_at: datetime | None, now: datetime) -> bool:
    """A handoff is overdue once its time has passed and nobody has acknowledged it."""
    return acknowledged_at is None and now > deadline


def severity_differs(sender: Severity, receiver: Severity | None) -> bool:
    """Whether the two see the patient differently: a reason to talk, not an error."""
    return receiver is not None and receiver is not sender


def patient_text(initials: str, last_four: str) -> str:
    """
    >>> patient_text("MK", "4821")
    'MK 4821'
    """
    return f"{initials} {last_four}"


def bed_text(bed: str) -> str:
    """Where the patient lies, as people say it.

    >>> bed_text("12"), bed_text("Bay 2"), bed_text("")
    ('bed 12', 'Bay 2', '')
    """
    has_word = re.search(r"[^\W\d_]{3,}", bed)
    return bed if has_word or not bed else f"bed {bed}"


def clean_identifier(text: str | None) -> str | None:
    """An identifier however it was typed: capitals, without dots, dashes and blanks.

    >>> clean_identifier(" m.k. ")
    'MK'
    """
    return None if text is None else re.sub(r"[\s.\-/]", "", text).upper()


def initials_fault(initials: str) -> str:
    """Why these cannot be initials, as a sentence; empty when they can.

    >>> initials_fault("MK"), initials_fault("Ö")
    ('', '')
    """
    letters = [letter for letter in initials if letter.isalpha()]
    marks = [letter for letter in initials if unicodedata.category(letter).startswith("M")]
    if not 1 <= len(letters) <= INITIALS_LIMIT or len(letters) + len(marks) != len(initials):
        return f"Initials are 1 to {INITIALS_LIMIT} letters, like MK."
    return "" if len(marks) <= len(letters) else f"Initials are 1 to {INITIALS_LIMIT} letters, like MK."


def last_four_fault(last_four: str) -> str:
    """Why this cannot be the end of a record number, as a sentence; empty when it can."""
    if len(last_four) == LAST_FOUR and last_four.isalnum():
        return ""
    return "Use the last four letters or digits of the record number, like 4821."
