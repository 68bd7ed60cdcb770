"""When a handoff is late, rises and expires: over midnight, and in the nights in which the clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.core.dates import at_local
from huddle.handoffs import rules
from huddle.handoffs.rules import HandoffKind, HandoffStatus, Severity
from huddle.units.rules import BETWEEN_SHIFTS, ShiftPattern

NOW = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)


def shift(starts_at: time, ends_at: time, **days: date) -> ShiftPattern:
    return ShiftPattern(uuid4(), "Shift", starts_at, ends_at, starts_at, **days)


DAY, NIGHT = shift(time(7), time(19)), shift(time(19), time(7))
NIGHTS = [
    # London, New York and Lord Howe (half an hour) go forward, then back; Kolkata never does.
    ("Europe/London", date(2026, 3, 28), 11),
    ("Europe/London", date(2026, 10, 24), 13),
    ("America/New_York", date(2026, 3, 7), 11),
    ("America/New_York", date(2026, 10, 31), 13),
    ("Australia/Lord_Howe", date(2026, 10, 3), 11.5),
    ("Australia/Lord_Howe", date(2026, 4, 4), 12.5),
    ("Asia/Kolkata", date(2026, 3, 28), 12),
    ("Asia/Kolkata", date(2026, 10, 31), 12),
]


@pytest.mark.parametrize(("zone_name", "evening", "hours"), NIGHTS)
def test_a_night_with_a_clock_change_ends_when_the_wall_says_so(zone_name: str, evening: date, hours: float) -> None:
    zone, morning = ZoneInfo(zone_name), evening + timedelta(days=1)
    begins, ends = at_local(evening, time(19), zone), at_local(morning, time(7), zone)
    assert ends - begins == timedelta(hours=hours)
    for due in (begins, begins + timedelta(hours=6), ends - timedelta(seconds=1)):
        assert rules.expires_at(due, [DAY, NIGHT], zone) == ends
    assert rules.expires_at(ends, [DAY, NIGHT], zone) == at_local(morning, time(19), zone)


@pytest.mark.parametrize(("zone_name", "evening", "_hours"), NIGHTS)
@pytest.mark.parametrize("severity", Severity)
def test_minutes_are_real_ones_in_every_night(zone_name: str, evening: date, _hours: float, severity: Severity) -> None:
    allowed = timedelta(minutes=rules.ACKNOWLEDGE_WITHIN[HandoffKind.SHIFT][severity])
    sent_at = at_local(evening + timedelta(days=1), time(1, 50), ZoneInfo(zone_name))
    due = rules.answer_by(HandoffKind.SHIFT, severity, sent_at)
    assert (due - sent_at, rules.rises_at(sent_at, due) - due) == (allowed, allowed)


@pytest.mark.parametrize("zone_name", ["Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_a_clock_runs_over_midnight(zone_name: str) -> None:
    zone, day = ZoneInfo(zone_name), date(2026, 11, 16)
    sent_at = at_local(day, time(23, 50), zone)
    due = rules.answer_by(HandoffKind.SHIFT, Severity.STABLE, sent_at)
    assert due == at_local(day + timedelta(days=1), time(0, 20), zone)
    assert rules.expires_at(due, [DAY, NIGHT], zone) == at_local(day + timedelta(days=1), time(7), zone)


def test_of_two_shifts_the_one_that_came_last_should_have_taken_the_patient_on() -> None:
    early, late, zone = shift(time(6), time(14)), shift(time(13, 30), time(21, 30)), ZoneInfo("Europe/London")
    assert rules.expires_at(datetime(2026, 11, 16, 13, 45, tzinfo=UTC), [early, late], zone).hour == 21
    assert rules.expires_at(datetime(2026, 11, 16, 13, 15, tzinfo=UTC), [early, late], zone).hour == 14


def test_what_falls_due_between_shifts_is_the_next_ones() -> None:
    clinic, zone = shift(time(8), time(16)), ZoneInfo("Asia/Kolkata")
    due = at_local(date(2026, 11, 16), time(16, 5), zone)
    assert rules.expires_at(due, [clinic], zone) == at_local(date(2026, 11, 17), time(16), zone)


def test_without_shifts_it_expires_after_half_a_day() -> None:
    zone = ZoneInfo("Europe/London")
    given_up = shift(time(7), time(19), ended_on=date(2026, 11, 1))
    for shifts in ([], [given_up]):
        assert rules.expires_at(NOW, shifts, zone) == NOW + BETWEEN_SHIFTS


def test_a_shift_of_a_whole_day_ends_with_it() -> None:
    whole, zone = shift(time(8), time(8)), ZoneInfo("America/New_York")
    due = at_local(date(2026, 10, 31), time(23), zone)
    assert rules.expires_at(due, [whole], zone) == at_local(date(2026, 11, 1), time(8), zone)


@pytest.mark.parametrize("status", HandoffStatus)
def test_what_expired_or_was_escalated_has_risen_at_once_and_the_rest_after_as_much_time_again(
    status: HandoffStatus,
) -> None:
    due = NOW + timedelta(minutes=15)
    at_once = status in (HandoffStatus.EXPIRED, HandoffStatus.ESCALATED)
    assert rules.has_risen(status, NOW, due, NOW) is at_once
    assert rules.has_risen(status, NOW, due, NOW + timedelta(minutes=30)) is at_once
    assert rules.has_risen(status, NOW, due, NOW + timedelta(minutes=30, seconds=1))
