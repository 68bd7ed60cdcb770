"""Months and wall clocks, in zones and nights in which they misbehave."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from huddle.core import dates
from huddle.core.dates import Month, at_local

ZONES = ["Europe/London", "America/New_York", "America/Asuncion", "Asia/Kolkata", "Pacific/Chatham"]


def test_the_examples_in_the_module_hold() -> None:
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("year", [2023, 2026, 2027])
def test_months_follow_each_other_without_gap_or_overlap(zone: str, year: int) -> None:
    month = Month(year, 1)
    for _ in range(12):
        assert month.ends_at(ZoneInfo(zone)) == month.next().starts_at(ZoneInfo(zone))
        assert month.starts_at(ZoneInfo(zone)) < month.ends_at(ZoneInfo(zone))
        assert month.next().previous() == month
        month = month.next()


@pytest.mark.parametrize(
    ("month", "last"), [("2026-01", 31), ("2026-02", 28), ("2028-02", 29), ("2026-04", 30), ("2026-12", 31)]
)
def test_the_last_day_of_a_month(month: str, last: int) -> None:
    assert Month.parse(month).last_day().day == last


@pytest.mark.parametrize("text", ["2026", "2026-13", "26-01", "2026-1-1", "", "October"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Month.parse(text)


def test_a_skipped_hour_and_a_doubled_hour() -> None:
    london = ZoneInfo("Europe/London")
    assert at_local(date(2027, 3, 28), time(1, 30), london) == datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    assert at_local(date(2027, 10, 31), time(1, 30), london) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_ago_counts_up_through_its_units() -> None:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    texts = [dates.ago_text(now - timedelta(minutes=m), now) for m in (0, 1, 59, 60, 47 * 60, 48 * 60)]
    assert texts == ["just now", "1 min ago", "59 min ago", "1 h ago", "47 h ago", "2 days ago"]


@pytest.mark.parametrize("name", ["Mars/Base", "Europe", "x" * 300])
def test_an_unknown_zone_is_named(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        dates.zone_named(name)
