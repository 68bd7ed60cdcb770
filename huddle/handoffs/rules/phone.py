"""A handoff that is told by phone: what the caller heard the other person say back.

It is written down by the caller, so it proves that it was told and said back, and moves no responsibility: only the
person on the line can do that, with their own PIN (docs/adr/0009-told-by-phone.md).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from huddle.core.errors import FieldRefused
from huddle.handoffs.rules.readback import ActionAnswer, ReadBack
from huddle.handoffs.rules.report import Severity


class LineRole(StrEnum):
    """Who is on the line when they have no account here: a role, never a name."""

    DOCTOR = "doctor"
    RAPID_RESPONSE = "rapid_response"
    SUPERVISOR = "supervisor"
    OTHER_UNIT = "other_unit"
    PHARMACIST = "pharmacist"
    SOMEBODY_ELSE = "somebody_else"


LINE_ROLE_LABELS = {
    LineRole.DOCTOR: "A doctor",
    LineRole.RAPID_RESPONSE: "The rapid response team",
    LineRole.SUPERVISOR: "The nursing supervisor",
    LineRole.OTHER_UNIT: "A nurse of another unit",
    LineRole.PHARMACIST: "A pharmacist",
    LineRole.SOMEBODY_ELSE: "Somebody else",
}
TO_ROLE = "to_role"
"""Under which name it is kept, beside what the unit asks beyond the short form, for which role an escalation is."""


def role_of(stored: str | None) -> LineRole | None:
    """A stored role."""
    return LineRole(stored) if stored else None


def role_text(role: LineRole) -> str:
    """A role inside a sentence.

    >>> role_text(LineRole.DOCTOR)
    'a doctor'
    """
    label = LINE_ROLE_LABELS[role]
    return label[:1].lower() + label[1:]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said back on the phone. One of `person_id` and `role` says by whom; what was not said is empty."""

    person_id: UUID | None = None
    role: LineRole | None = None
    severity: Severity | None = None
    priority: str = ""
    watch_for: tuple[int, ...] = ()
    answers: Mapping[int, ActionAnswer] = field(default_factory=dict)


def heard_text(heard: Heard) -> str:
    """As it is stored: one text, which is erased with the other words of a handoff."""
    return json.dumps(
        {
            "person": str(heard.person_id) if heard.person_id else None,
            "role": heard.role,
            "severity": heard.severity,
            "priority": heard.priority,
            "watch_for": sorted(heard.watch_for),
            "answers": {str(number): answer for number, answer in sorted(heard.answers.items())},
        },
        ensure_ascii=False,
    )


def heard_of(text: str) -> Heard | None:
    """What was stored; None once it is erased."""
    if not text:
        return None
    found = json.loads(text)
    return Heard(
        person_id=UUID(found["person"]) if found["person"] else None,
        role=LineRole(found["role"]) if found["role"] else None,
        severity=Severity(found["severity"]) if found["severity"] else None,
        priority=found["priority"],
        watch_for=tuple(found["watch_for"]),
        answers={int(number): ActionAnswer(answer) for number, answer in found["answers"].items()},
    )


def require_heard(heard: Heard, level: ReadBack) -> None:
    """Raises FieldRefused for what must have been said back; what else was not said may stay empty."""
    if (heard.person_id is None) is (heard.role is None):
        raise FieldRefused("who", "Say who is on the line.")
    if level is ReadBack.LIGHT:
        return
    if heard.severity is None:
        raise FieldRefused("severity", "Ask how sick they find this patient, then write down what they say.")
    if not heard.priority.strip():
        raise FieldRefused("priority", "Ask what matters first, then write down what they say.")


def is_whole(heard: Heard, level: ReadBack, *, if_thens: Collection[int], actions: Collection[int]) -> bool:
    """Whether the person on the line said everything back, so that their PIN alone is missing."""
    if level is ReadBack.LIGHT:
        return True
    watches = bool(set(heard.watch_for) & set(if_thens)) or not if_thens
    return watches and set(actions) <= set(heard.answers) and bool(heard.severity and heard.priority)


def is_unlike(
    heard: Heard,
    *,
    severity: Severity | None,
    priority: str,
    watch_for: Collection[int],
    answers: Mapping[int, ActionAnswer],
) -> bool:
    """Whether somebody now says something else than what the caller heard of them. What was not said is no difference.

    >>> is_unlike(Heard(priority="Pain"), severity=None, priority=" pain ", watch_for=[], answers={})
    False
    """
    return (
        heard.severity not in (None, severity)
        or (bool(heard.priority) and _plain(heard.priority) != _plain(priority))
        or (bool(heard.watch_for) and set(heard.watch_for) != set(watch_for))
        or any(answers.get(number) is not answer for number, answer in heard.answers.items())
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
