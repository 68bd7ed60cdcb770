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
    EXPIRED = "expired_unacknowledged"
    ESCALATED = "escalated"
    ANSWERED = "answered"
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
    EXPIRED = "expired"
    ESCALATED = "escalated"
    SUPERSEDED = "superseded"
    ACKNOWLEDGED = "acknowledged"
    CONFIRMED = "confirmed"
    TOLD_BY_PHONE = "told_by_phone"
    ANSWERED_BY_PHONE = "answered_by_phone"
    STILL_TRUE = "still_true"
    CORRECTED = "corrected"
    CORRECTION_SEEN = "correction_seen"
    CLOSED = "closed"
    ACTION_DONE = "action_done"
    ACTION_DROPPED = "action_dropped"
    ITEM_OPENED = "item_opened"
    CONCERN_RAISED = "concern_raised"


SPEAKING = (
    EventKind.ASKED,
    EventKind.ANSWERED,
    EventKind.RETURNED,
    EventKind.SENT_AGAIN,
    EventKind.ESCALATED,
    EventKind.CORRECTED,
)
"""Events that carry words."""

MAY_EXPIRE = (HandoffStatus.SENT, HandoffStatus.OPENED)
"""Nobody has acknowledged it yet, and no more than a clock asks for it.

What was sent back waits for the sender's detail, what was escalated until it is taken: neither word may be hidden.
"""
WAITING = (*MAY_EXPIRE, HandoffStatus.RETURNED, HandoffStatus.EXPIRED, HandoffStatus.ESCALATED)
"""Nobody has acknowledged it yet: whoever had the patient still has them, and a colleague can take them on."""
TAKEN = (HandoffStatus.ACKNOWLEDGED, HandoffStatus.CONFIRMED, HandoffStatus.CLOSED)
"""A colleague is responsible, or was until the patient was handed on."""
SETTLED = (*TAKEN, HandoffStatus.ANSWERED)
"""It waits for nobody, and says who has the patient: whoever took them on, or kept them with an answer by phone."""

NEXT: dict[HandoffStatus, frozenset[HandoffStatus]] = {
    HandoffStatus.DRAFT: frozenset({HandoffStatus.SENT}),
    HandoffStatus.SENT: frozenset(
        {
            HandoffStatus.OPENED,
            HandoffStatus.RETURNED,
            HandoffStatus.EXPIRED,
            HandoffStatus.ESCALATED,
            HandoffStatus.ANSWERED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.OPENED: frozenset(
        {
            HandoffStatus.RETURNED,
            HandoffStatus.EXPIRED,
            HandoffStatus.ESCALATED,
            HandoffStatus.ANSWERED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.RETURNED: frozenset(
        {
            HandoffStatus.SENT,
            HandoffStatus.ESCALATED,
            HandoffStatus.ANSWERED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.EXPIRED: frozenset(
        {
            HandoffStatus.RETURNED,
            HandoffStatus.ESCALATED,
            HandoffStatus.ANSWERED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.ESCALATED: frozenset(
        {
            HandoffStatus.RETURNED,
            HandoffStatus.ANSWERED,
            HandoffStatus.SUPERSEDED,
            HandoffStatus.ACKNOWLEDGED,
        }
    ),
    HandoffStatus.ANSWERED: frozenset(),
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
    HandoffStatus.EXPIRED: "The shift ended before anybody acknowledged this handoff.",
    HandoffStatus.ESCALATED: "The person in charge was told of this handoff already.",
    HandoffStatus.ANSWERED: "This was answered by phone, and the patient stayed where they were. Send a new handoff.",
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
