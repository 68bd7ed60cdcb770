"""Until when a handoff should be acknowledged, and when it rises. All moments are real ones, in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from huddle.core.dates import at_local, local_day
from huddle.handoffs.rules.report import SICK, HandoffKind, Severity
from huddle.handoffs.rules.states import HandoffStatus
from huddle.units.rules import BETWEEN_SHIFTS, ShiftPattern, current_run, run_on

Minutes = Mapping[Severity, int]

ACKNOWLEDGE_WITHIN: Mapping[HandoffKind, Minutes] = {
    HandoffKind.SHIFT: {Severity.STABLE: 30, Severity.WATCHER: 15, Severity.UNSTABLE: 5},
    HandoffKind.ESCALATION: {Severity.STABLE: 15, Severity.WATCHER: 15, Severity.UNSTABLE: 5},
    HandoffKind.TRANSFER: {Severity.STABLE: 15, Severity.WATCHER: 10, Severity.UNSTABLE: 5},
    HandoffKind.BREAK_COVER: {Severity.STABLE: 5, Severity.WATCHER: 5, Severity.UNSTABLE: 5},
}
"""Minutes, where a unit has set none of its own."""
NEXT_SHIFT_WITHIN = timedelta(minutes=60)
JUST_PASSED = timedelta(hours=2)


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


def rises_at(asked_at: datetime, deadline: datetime) -> datetime:
    """When a handoff that nobody acknowledged is for whoever is in charge: after as much time again.

    `asked_at` is when its clock began: when it was sent, or sent again with what was missing.
    """
    return deadline + (deadline - asked_at)


def has_risen(status: HandoffStatus, asked_at: datetime, deadline: datetime, now: datetime) -> bool:
    """Whether the person in charge is asked to see to a handoff that nobody has acknowledged yet."""
    at_once = status in (HandoffStatus.ESCALATED, HandoffStatus.EXPIRED)
    return at_once or now > rises_at(asked_at, deadline)


def expires_at(deadline: datetime, shifts: Sequence[ShiftPattern], zone: ZoneInfo) -> datetime:
    """When a handoff that nobody acknowledged expires: at the end of the shift in which it was due.

    Of two shifts that overlap it is the one that began last, whose people should have taken the patient on; where no
    shift was running it is the next one. Between shifts that do not come again it is after half a day.
    """
    days = [local_day(deadline, zone) + timedelta(days=days) for days in (0, 1)]
    runs = [run_on(shift, day, zone) for shift in shifts for day in days if shift.runs_on(day)]
    coming = [run for run in runs if run.starts_at > deadline]
    due_in = current_run(shifts, deadline, zone) or min(coming, key=lambda run: run.starts_at, default=None)
    return due_in.ends_at if due_in else deadline + BETWEEN_SHIFTS


def next_at(clock_time: time, now: datetime, zone: ZoneInfo) -> datetime:
    """The next moment at which a clock on the wall shows this time: today, else tomorrow.

    A time that has only just passed is that moment still: what was typed before it, and sent after it, is late and
    not for tomorrow.

    >>> from datetime import UTC
    >>> next_at(time(8), datetime(2026, 11, 21, 20, tzinfo=UTC), ZoneInfo("Europe/London")).isoformat()
    '2026-11-22T08:00:00+00:00'
    """
    today = local_day(now, zone)
    moments = [at_local(today + timedelta(days=days), clock_time, zone) for days in (-1, 0, 1)]
    return next(moment for moment in moments if moment >= now - JUST_PASSED or moment == moments[-1])
