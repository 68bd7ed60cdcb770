"""The formulas of H1 to H10, over plain rows. docs/measures.md has them in words. Nothing is counted by person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huddle.charts.measure import FEW, Share, middle
from huddle.handoffs.rules.promises import Carried
from huddle.handoffs.rules.readback import ReadBack, severity_differs
from huddle.handoffs.rules.report import SICK, HandoffKind, Mode, Section, Severity
from huddle.handoffs.rules.template_told import Completeness

MEASURED_FOR = timedelta(days=30)
"""What is counted from words looks back so far: then they are erased, unless the hospital chose otherwise."""
OPEN_FOR: tuple[tuple[int, str], ...] = (
    (5, "Less than 5 seconds"),
    (15, "5 to 15 seconds"),
    (30, "15 to 30 seconds"),
    (60, "30 to 60 seconds"),
    (120, "1 to 2 minutes"),
    (300, "2 to 5 minutes"),
)
LONGER, NOT_OPENED = "Longer than 5 minutes", "Signed in a list or on the tablet of whoever sent it"


@dataclass(frozen=True, slots=True)
class Told:
    """One handoff that was sent, as far as it is counted.

    `watched` counts the if-thens that the receiver said they watch for, `opened_at` is when the receiver opened it
    last before acknowledging; None when they signed without opening it themselves. `answered_at` is when an escalation
    was answered by phone, so that nobody had to acknowledge it. `missing` are the parts for want of which it was sent
    back.
    """

    kind: HandoffKind
    severity: Severity
    mode: Mode
    read_back: ReadBack
    started_at: datetime
    sent_at: datetime
    answer_by: datetime
    acknowledged_at: datetime | None
    receiver_severity: Severity | None
    if_thens: int
    watched: int
    handed_back: int
    opened_at: datetime | None
    answered_at: datetime | None = None
    missing: frozenset[Section] = frozenset()


@dataclass(frozen=True, slots=True)
class Mean:
    """What was there of what was required, and the mean of the shares of so many handoffs (None for fewer than 5)."""

    parts: Share
    handoffs: int
    percent: int | None


@dataclass(frozen=True, slots=True)
class Waited:
    """How many were acknowledged or answered of those sent, and the minutes that half of them waited at most."""

    share: Share
    minutes: int | None


@dataclass(frozen=True, slots=True)
class Seconds:
    """How many were counted, and the seconds that half of them took at most."""

    counted: int
    seconds: int | None


def in_time(told: Iterable[Told], now: datetime) -> Share:
    """H1: acknowledged by the time that stood, of those sent; one that still has time is not counted yet.

    Nor is one that was answered by phone: it was settled without anybody who could acknowledge it.
    """
    counted = [one for one in told if not one.answered_at and (one.acknowledged_at or one.answer_by < now)]
    kept = [one for one in counted if one.acknowledged_at and one.acknowledged_at <= one.answer_by]
    return Share(len(kept), len(counted))


def said_back(told: Iterable[Told]) -> Share:
    """H2: own view of the severity, what matters first, and for a sick patient what to watch for, of those taken on.

    A full read-back holds the first two (`require_full`), also after its words are erased.
    """
    taken = _taken(told)
    full = [one for one in taken if one.read_back is ReadBack.FULL and (one.severity not in SICK or one.watched)]
    return Share(len(full), len(taken))


def differences(told: Iterable[Told]) -> Share:
    """H3: the two saw the patient differently, or something to do was handed back, of those taken on."""
    taken = _taken(told)
    differ = [one for one in taken if severity_differs(one.severity, one.receiver_severity) or one.handed_back]
    return Share(len(differ), len(taken))


def looked_ahead(told: Iterable[Told]) -> Share:
    """H4: with at least one if-then, of the sick patients."""
    sick = [one for one in told if one.severity in SICK]
    return Share(sum(one.if_thens > 0 for one in sick), len(sick))


def complete(found: Sequence[Completeness]) -> Mean:
    """H5: required content that is there, of what is required; the mean over handoffs."""
    parts = Share(sum(one.present for one in found), sum(one.required for one in found))
    mean = round(100 * sum(one.share for one in found) / len(found)) if len(found) >= FEW else None
    return Mean(parts, len(found), mean)


def spoken(told: Iterable[Told]) -> Share:
    """H6: not only written, of all."""
    told = list(told)
    return Share(sum(one.mode is not Mode.WRITTEN_ONLY for one in told), len(told))


def escalations(told: Iterable[Told]) -> Waited:
    """H7: minutes from sending an escalation until it was acknowledged, or answered by phone."""
    asked = [one for one in told if one.kind is HandoffKind.ESCALATION]
    waits = [(at - one.sent_at).total_seconds() / 60 for one in asked if (at := one.acknowledged_at or one.answered_at)]
    return Waited(Share(len(waits), len(asked)), middle(waits))


def sent_back(told: Iterable[Told]) -> tuple[Share, dict[Section, int]]:
    """H8: sent back for more at least once, of those sent; and how many of them for want of which part."""
    told = list(told)
    counted = Counter(section for one in told for section in one.missing)
    by_part = {section: counted[section] for section in Section if counted[section]}
    return Share(sum(bool(one.missing) for one in told), len(told)), by_part


def carried_on(carried: Iterable[Carried], now: datetime) -> Share:
    """H9: done by their time, of the things that were handed over again; one that still has time is not counted yet."""
    over = [one for one in carried if one.done_at or one.due_at is None or one.due_at < now]
    return Share(sum(one.is_done_by_due for one in over), len(over))


def writing(told: Iterable[Told]) -> Seconds:
    """H10: seconds from the first page that was saved until it was sent. What was typed in from paper took none."""
    return _seconds([one.sent_at - one.started_at for one in told if one.sent_at > one.started_at])


def reading(told: Iterable[Told]) -> Seconds:
    """H10, the other half: seconds from opening it until it was acknowledged, read-back and signature included."""
    return _seconds([span for one in told if (span := _open_for(one)) is not None])


def open_for(told: Iterable[Told]) -> list[tuple[str, int]]:
    """How long it was open before it was acknowledged, as plain counts: what nobody can have read stands out."""
    counted = Counter(_bin(one) for one in _taken(told))
    return [(label, counted[label]) for label in (*(label for _, label in OPEN_FOR), LONGER, NOT_OPENED)]


def _taken(told: Iterable[Told]) -> list[Told]:
    return [one for one in told if one.acknowledged_at]


def _open_for(one: Told) -> timedelta | None:
    return one.acknowledged_at - one.opened_at if one.acknowledged_at and one.opened_at else None


def _bin(one: Told) -> str:
    span = _open_for(one)
    if span is None:
        return NOT_OPENED
    return next((label for limit, label in OPEN_FOR if span < timedelta(seconds=limit)), LONGER)


def _seconds(spans: Sequence[timedelta]) -> Seconds:
    return Seconds(len(spans), middle([span.total_seconds() for span in spans]))
