"""Concerns on the board: an answer that came back first, then what nobody has, then what is under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from huddle.concerns.rules import OUTCOME_WORDS, STATUS_LABELS, TOPIC_LABELS, ConcernStatus, Outcome
from huddle.core.dates import ago_text, moment_text
from huddle.today import rules
from huddle.today.rules import Line, Lines
from huddle.units.rules import UNIT_TIER

_ORDER = (ConcernStatus.ANSWERED, ConcernStatus.OPEN, ConcernStatus.FIXING_HERE, ConcernStatus.ESCALATED)


def split(
    unsettled: Sequence[tuple[Any, ...]], above: Mapping[int, str], base: str, now: datetime, zone: ZoneInfo
) -> tuple[Lines, Lines]:
    """Those that wait too long for an answer, and the others in the order in which they matter."""
    late: Lines = []
    others: list[tuple[int, Line]] = []
    for id_, text, topic, status, raised_at, tier, due, answered_tier, outcome in unsettled:
        address, level = f"{base}/concerns/{id_}", above.get(tier, "the level above")
        if _waits_above(status, due, now):
            late.append((address, text, f"With {level}", f"due {moment_text(due, now, zone)}", "No answer", "urgent"))
        elif status is ConcernStatus.OPEN and rules.is_waiting_long(raised_at, now):
            late.append((address, text, TOPIC_LABELS[topic], ago_text(raised_at, now), "No answer", "warn"))
        else:
            note = f"{TOPIC_LABELS[topic]} · {STATUS_LABELS[status]}"
            if status is ConcernStatus.ESCALATED:
                note = f"With {level}, answer due {moment_text(due, now, zone)}"
            word = ""
            if status is ConcernStatus.ANSWERED:
                word, note = "Tell it back", _answered(answered_tier, outcome, above)
            others.append((_ORDER.index(status), (address, text, note, "", word, "good" if word else "")))
    return late, [line for _place, line in sorted(others, key=lambda pair: pair[0])]


def _waits_above(status: ConcernStatus, due: datetime | None, now: datetime) -> bool:
    return status is ConcernStatus.ESCALATED and due is not None and due < now


def _answered(tier: int, outcome: Outcome, above: Mapping[int, str]) -> str:
    """Where the answer came from, in words; the answer itself is told before it stands on a board.

    >>> _answered(2, Outcome.NOT_NOW, {2: "Medicine"}), _answered(1, Outcome.FIXED, {})
    ('Medicine answered: Not now', 'Answered here: Fixed')
    """
    who = "Answered here" if tier == UNIT_TIER else f"{above.get(tier, 'The level above')} answered"
    return f"{who}: {OUTCOME_WORDS[outcome].removesuffix(' from above')}"
