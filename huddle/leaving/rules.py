"""Why people leave late."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

SHOWN_FROM = 5
"""Of fewer times only the number is shown: a reason might tell who it was."""


class LateReason(StrEnum):
    """What kept somebody, as they see it."""

    HANDOFF = "handoff"
    EMERGENCY = "emergency"
    STAFFING = "staffing"
    NO_RELIEF = "no_relief"
    DOCUMENTATION = "documentation"
    OTHER = "other"


REASON_LABELS = {
    LateReason.HANDOFF: "The handoff took longer",
    LateReason.EMERGENCY: "An emergency",
    LateReason.STAFFING: "Too few of us",
    LateReason.NO_RELIEF: "Nobody came to take over",
    LateReason.DOCUMENTATION: "Writing things up",
    LateReason.OTHER: "Something else",
}
_BECAUSE = {
    LateReason.HANDOFF: "the handoff took longer",
    LateReason.EMERGENCY: "there was an emergency",
    LateReason.STAFFING: "there were too few of us",
    LateReason.NO_RELIEF: "nobody came to take over",
    LateReason.DOCUMENTATION: "things had to be written up",
    LateReason.OTHER: "of something else",
}


def month_words(times: Mapping[str, int]) -> str:
    """What the check-in says of a month, from the times of each reason.

    >>> month_words({"handoff": 4, "emergency": 2})
    '6 times, most often because the handoff took longer'
    >>> month_words({"emergency": 3}), month_words({"other": 1}), month_words({})
    ('3 times', 'Once', 'Nobody said so')
    """
    total = sum(times.values())
    if total == 0:
        return "Nobody said so"
    words = "Once" if total == 1 else f"{total} times"
    most = [LateReason(name) for name, count in times.items() if count == max(times.values())]
    if total < SHOWN_FROM or len(most) > 1:
        return words
    return f"{words}, most often because {_BECAUSE[most[0]]}"
