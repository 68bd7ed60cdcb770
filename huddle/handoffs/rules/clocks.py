"""Until when a handoff should be acknowledged, and when it rises. All moments are real ones, in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local, local_day
from huddle.handoffs.rules.report import SICK, HandoffKind, Severity

Minutes = Mapping[Severity, int]

ACKNOWLEDGE_WITHIN: Mapping[HandoffKind, Minutes] = {
    HandoffKind.SHIFT: {Severity.STABLE: 30, Severity.WATCHER: 15, Severity.UNSTABLE: 5},
    HandoffKind.ESCALATION: {Severity.STABLE: 15, Severity.WATCHER: 15, Severity.UNSTABLE: 5},
    HandoffKind.TRANSFER: {Severity.STABLE: 15, Severity.WATCHER: 10, Severity.UNSTABLE: 5},
    HandoffKind.BREAK_COVER: {Severity.STABLE: 5, Severity.WATCHER: 5, Severity.UNSTABLE: 5},
}
"""Minutes, where a unit has set none of its own."""
NEXT_SHIFT_WITHIN = timedelta(minutes=60)


def answer_by(
    kind: HandoffKind,
    severity: Severity,
    sent_at: datetime,
    *,
    minutes: Minutes | None = None,
    shift_starts_at: datetime | None = None,
) -> datetime:
    """The moment until which a colleague should have taken the patient on.

    A stable patient who is handed over before the next shift has begun waits until its people are there; one who is
    sick does not.
    """
    allowed = timedelta(minutes=(minutes or ACKNOWLEDGE_WITHIN[kind])[severity])
    begins = sent_at
    waits = kind is HandoffKind.SHIFT and severity not in SICK
    if waits and shift_starts_at and sent_at < shift_starts_at <= sent_at + NEXT_SHIFT_WITHIN:
        begins = shift_starts_at
    return begins + allowed


def is_overdue(deadline: datetime, acknowledged_at: datetime | None, now: datetime) -> bool:
    """A handoff is overdue once its time has passed and nobody has acknowledged it."""
    return acknowledged_at is None and now > deadline


def rises_at(sent_at: datetime, deadline: datetime) -> datetime:
    """When a handoff that nobody acknowledged is the charge nurse's: after as much time again."""
    return deadline + (deadline - sent_at)


def next_at(clock_time: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The next moment at which a clock on the wall shows this time: today, else tomorrow.

    >>> from datetime import UTC
    >>> next_at(time(8), datetime(2026, 11, 21, 20, tzinfo=UTC), ZoneInfo("Europe/London")).isoformat()
    '2026-11-22T08:00:00+00:00'
    """
    today = local_day(now, zone)
    moment = at_local(today, clock_time, zone)
    return moment if moment >= now else at_local(today + timedelta(days=1), clock_time, zone)
