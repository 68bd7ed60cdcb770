"""What a unit may know of its handoffs: counts with what they are counts of. Nothing is counted by person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from huddle.handoffs.rules.readback import ReadBack
from huddle.handoffs.rules.report import SECTION_LABELS, SICK, HandoffKind, Mode, Section, Severity

MEASURED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """One handoff that was sent, as far as it is counted."""

    kind: HandoffKind
    severity: Severity
    mode: Mode
    read_back: ReadBack
    started_at: datetime
    sent_at: datetime
    answer_by: datetime
    acknowledged_at: datetime | None
    to_confirm: bool
    if_thens: int


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: how many of how many, or a middle value with its unit."""

    words: str
    number: int | None
    of: int
    unit: str = ""


def measures(
    told: Sequence[Told],
    actions: Sequence[tuple[datetime | None, datetime | None]],
    returned: Mapping[Section, int],
) -> list[Measure]:
    """The lines of a unit's page. `actions` are (due, done) of what was taken on with a time."""
    taken = [one for one in told if one.acknowledged_at]
    sick = [one for one in told if one.severity in SICK]
    timed = [(due, done) for due, done in actions if due]
    lines = [
        Measure("acknowledged in time", sum(_in_time(one) for one in told), len(told)),
        Measure("said back in full", sum(one.read_back is ReadBack.FULL for one in taken), len(taken)),
        Measure("talked through because two views differed", sum(one.to_confirm for one in taken), len(taken)),
        Measure("sick patients handed over with an “if, then”", sum(one.if_thens > 0 for one in sick), len(sick)),
        Measure("told face to face or by phone", sum(one.mode is not Mode.WRITTEN_ONLY for one in told), len(told)),
        Measure(
            "things to do that were done in time", sum(bool(done and done <= due) for due, done in timed), len(timed)
        ),
        _middle("minutes until an escalation was acknowledged", [_waited(one) for one in taken if _is_urgent(one)], 60),
        _middle("minutes to write one patient", [one.sent_at - one.started_at for one in told], 60),
    ]
    back = sum(returned.values())
    lines += [
        Measure(f"sent back for more: {SECTION_LABELS[part].lower()}", count, back) for part, count in returned.items()
    ]
    return lines


def _in_time(one: Told) -> bool:
    return one.acknowledged_at is not None and one.acknowledged_at <= one.answer_by


def _is_urgent(one: Told) -> bool:
    return one.kind is HandoffKind.ESCALATION


def _waited(one: Told) -> timedelta:
    assert one.acknowledged_at is not None  # noqa: S101 - only those that were acknowledged are asked
    return one.acknowledged_at - one.sent_at


def _middle(words: str, spans: Sequence[timedelta], seconds: int) -> Measure:
    middle = round(median(span.total_seconds() for span in spans) / seconds) if spans else None
    return Measure(words, middle, len(spans), unit="median")
