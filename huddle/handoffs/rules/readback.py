"""Read-back by risk: the receiver does the work that proves understanding, most of it for the sickest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

from huddle.core.errors import FieldRefused
from huddle.handoffs.rules.report import SICK, HandoffKind, Severity

LIST_OF_AT_LEAST = 2


class ReadBack(StrEnum):
    """How much the receiver says back. Light: "heard, questions?"."""

    LIGHT = "light"
    FULL = "full"


class ActionAnswer(StrEnum):
    """What the receiver says to one thing to be done."""

    ACCEPTED = "accepted"
    HANDED_BACK = "handed_back"
    DONE = "done"


def read_back_needed(kind: HandoffKind, severity: Severity) -> ReadBack:
    """What this handoff needs by itself, before one of a list is drawn."""
    risky = severity in SICK or kind in (HandoffKind.ESCALATION, HandoffKind.TRANSFER)
    return ReadBack.FULL if risky else ReadBack.LIGHT


def drawn(handoff_ids: Collection[UUID]) -> UUID | None:
    """Of a list of stable patients the one who is read back in full: by lot, and the same lot however often asked.

    The ids are random, so their digests are a lot that nobody can foresee and everybody finds again.
    """
    if len(handoff_ids) < LIST_OF_AT_LEAST:
        return None
    return min(handoff_ids, key=lambda id_: sha256(id_.bytes).digest())


def severity_differs(sender: Severity, receiver: Severity | None) -> bool:
    """Whether the two see the patient differently: a reason to talk, not an error."""
    return receiver is not None and receiver is not sender


def require_full(
    priority: str,
    watch_for: Collection[int],
    answers: Mapping[int, ActionAnswer],
    *,
    if_thens: Collection[int],
    actions: Collection[int],
) -> None:
    """Raises FieldRefused for what a full read-back lacks. Actions and if-thens go by their numbers."""
    if not priority.strip():
        raise FieldRefused("priority", "Say in your own words what matters first.")
    if if_thens and not set(watch_for) & set(if_thens):
        raise FieldRefused("watch_for", "Say what you will watch for: choose at least one.")
    for number in actions:
        if number not in answers:
            raise FieldRefused(f"answer_{number}", "Say whether you take this on.")
