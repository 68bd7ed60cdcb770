"""What can become of a handoff."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from huddle.core.errors import RuleBroken

OPENED_AGAIN_AFTER = timedelta(minutes=5)


class HandoffStatus(StrEnum):
    """From the first word to the next handoff of the same patient."""

    DRAFT = "draft"
    SENT = "sent"
    OPENED = "opened"
    RETURNED = "returned"
    ESCALATED = "escalated"
    SUPERSEDED = "superseded"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class EventKind(StrEnum):
    """What happens to a handoff."""

    SENT = "sent"
    OPENED = "opened"
    ASKED = "asked"
    ANSWERED = "answered"
    RETURNED = "returned"
    SENT_AGAIN = "sent_again"
    ESCALATED = "escalated"
    SUPERSEDED = "superseded"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    CORRECTION_SEEN = "correction_seen"
    CLOSED = "closed"
    ACTION_DONE = "action_done"


SPEAKING = (
    EventKind.ASKED,
    EventKind.ANSWERED,
    EventKind.RETURNED,
    EventKind.SENT_AGAIN,
    EventKind.ESCALATED,
    EventKind.CORRECTED,
)
"""Events that carry words."""

WAITING = (HandoffStatus.SENT, HandoffStatus.OPENED, HandoffStatus.RETURNED, HandoffStatus.ESCALATED)
"""Nobody has acknowledged it yet."""
TAKEN = (HandoffStatus.ACKNOWLEDGED, HandoffStatus.CONFIRMED, HandoffStatus.CLOSED)
"""A colleague is responsible, or was until the patient was handed on."""

NEXT: dict[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.DRAFT: frozenset({HandoffStatus.SENT}),
    HandoffStatus.SENT: frozenset(
        {
            HandoffStatus.OPENED,
            HandoffStatus.RETURNED,
            HandoffStatus.ESCALATED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.OPENED: frozenset(
        {
            HandoffStatus.RETURNED,
            HandoffStatus.ESCALATED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.RETURNED: frozenset(
        {
            HandoffStatus.SENT,
            HandoffStatus.ESCALATED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.ESCALATED: frozenset({HandoffStatus.RETURNED, HandoffStatus.SUPERSEDED, HandoffStatus.ACKNOWLEDGED}),
    HandoffStatus.SUPERSEDED: frozenset(),
    HandoffStatus.ACKNOWLEDGED: frozenset({HandoffStatus.CONFIRMED, HandoffStatus.CLOSED}),
    HandoffStatus.CONFIRMED: frozenset({HandoffStatus.CLOSED}),
    HandoffStatus.CLOSED: frozenset(),
}

REFUSED = {
    HandoffStatus.DRAFT: "This handoff was not sent yet.",
    HandoffStatus.SENT: "This handoff was sent already.",
    HandoffStatus.OPENED: "This handoff was sent already.",
    HandoffStatus.RETURNED: "This handoff went back to the sender for more detail.",
    HandoffStatus.ESCALATED: "The charge nurse was told of this handoff already.",
    HandoffStatus.SUPERSEDED: "There is a newer handoff of this patient. This one counts no more.",
    HandoffStatus.ACKNOWLEDGED: "This handoff was acknowledged: a colleague is responsible for this patient.",
    HandoffStatus.CONFIRMED: "This handoff was acknowledged and confirmed.",
    HandoffStatus.CLOSED: "This patient was handed on since.",
}


def move(status: HandoffStatus, to: HandoffStatus) -> HandoffStatus:
    """The new state. Raises RuleBroken when a handoff cannot go there from here."""
    if to not in NEXT[status]:
        raise RuleBroken(REFUSED[status])
    return to
