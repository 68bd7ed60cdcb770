"""Months, numbers and states of a check-in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huddle.actions.rules import ActionStatus
from huddle.checkins import rules
from huddle.checkins.rules import CheckInState, Line, Outcome
from huddle.core.dates import Month
from huddle.core.errors import FieldRefused, RuleBroken

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


def numbers(**changes: dict[str, int]) -> dict[str, dict[str, int]]:
    return {
        "promises": {"due": 3, "done": 2, "done_on_time": 1},
        "huddles": {"scheduled": 60, "held": 45, "on_time": 40},
        "handoffs": {"sent": 10, "acknowledged": 9, "in_time": 8, "severity_differs": 1},
        "reviews": {"started": 0, "published": 0, "with_actions": 0},
        "concerns": {"raised": 4, "answered": 4, "told_back": 3},
        "thanks": {"given": 2},
    } | changes


@pytest.mark.parametrize(
    ("zone", "month", "moment"),
    [
        ("Europe/London", Month(2026, 10), "2026-11-01T03:00:00Z"),
        ("Europe/London", Month(2026, 3), "2026-04-01T02:00:00Z"),
        ("America/New_York", Month(2026, 10), "2026-11-01T08:00:00Z"),  # the clocks went back one hour before
        ("America/New_York", Month(2026, 2), "2026-03-01T08:00:00Z"),
        ("Australia/Sydney", Month(2026, 9), "2026-09-30T17:00:00Z"),
        ("America/Asuncion", Month(2023, 9), "2023-10-01T06:00:00Z"),  # midnight of the first did not exist
        ("Asia/Kolkata", Month(2028, 2), "2028-02-29T21:30:00Z"),
    ],
)
def test_a_month_is_due_at_three_in_the_night_by_the_units_clock(zone: str, month: Month, moment: str) -> None:
    assert rules.due_from(month, ZoneInfo(zone)) == datetime.fromisoformat(moment)


def test_new_york_is_not_due_when_london_is() -> None:
    now = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    assert rules.is_over(Month(2026, 10), LONDON, now)
    assert not rules.is_over(Month(2026, 10), NEW_YORK, now)


def test_the_months_of_a_unit_begin_with_the_one_in_which_it_was_set_up() -> None:
    created, now = datetime(2026, 8, 31, 23, 30, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)
    assert [str(month) for month in rules.months_due(created, NEW_YORK, now)] == ["2026-08", "2026-09", "2026-10"]
    assert [str(month) for month in rules.months_due(created, LONDON, now)] == ["2026-09", "2026-10"]


def test_at_most_twelve_months_are_caught_up_oldest_first() -> None:
    due = rules.months_due(datetime(2020, 1, 1, tzinfo=UTC), LONDON, datetime(2026, 11, 16, tzinfo=UTC))
    assert [str(due[0]), str(due[-1]), len(due)] == ["2025-11", "2026-10", 12]


def test_a_new_unit_has_no_month_yet() -> None:
    now = datetime(2026, 11, 16, tzinfo=UTC)
    assert rules.months_due(now, LONDON, now) == []


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "26-10", "9999-12", "October", "", "2026-10-01"])
def test_what_is_not_a_month_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="Write it as YYYY-MM"):
        rules.read_month(text)


def test_a_share_is_shown_from_five_on_and_never_without_its_counts() -> None:
    assert (Line("x", 3, 4, "").text, Line("x", 3, 4, "").share) == ("3 of 4", "")
    assert (Line("x", 3, 5, "").text, Line("x", 3, 5, "").share) == ("3 of 5", "60 %")
    assert Line("x", 0, 0, "None was sent").text == "None was sent"


def test_an_addendum_tells_only_the_lines_that_changed() -> None:
    after = numbers(concerns={"raised": 5, "answered": 4, "told_back": 3})
    [(old, new)] = rules.changed_lines(numbers(), after)
    assert (old.text, new.text) == ("3 of 4", "3 of 5")


def test_a_month_with_little_in_it_is_quiet() -> None:
    nothing = {
        "huddles": {"scheduled": 0, "held": 0, "on_time": 0},
        "handoffs": {"sent": 0, "acknowledged": 0, "in_time": 0, "severity_differs": 0},
        "concerns": {"raised": 1, "answered": 0, "told_back": 0},
    }
    assert rules.is_quiet(numbers(**nothing))
    assert not rules.is_quiet(numbers())


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": ActionStatus.DONE}, "Done"),
        ({"status": ActionStatus.DONE_UNVERIFIED}, "Done, not verified yet"),
        ({"status": ActionStatus.DROPPED}, "Dropped, and said why"),
        ({"due_on": date(2026, 12, 1)}, "Moving"),
        ({}, "Not done yet"),
    ],
)
def test_a_promise_is_told_by_what_became_of_it_and_never_in_red(facts: dict[str, Any], words: str) -> None:
    promise: Any = SimpleNamespace(**{"due_on": date(2026, 10, 20), "status": ActionStatus.OPEN} | facts)
    said, tone = rules.fate(promise, date(2026, 11, 16))
    assert said == words
    assert tone in {"good", "plain"}


def test_older_definitions_are_kept_and_shown_without_what_they_did_not_know() -> None:
    old = numbers()
    new = numbers(promises={"due": 9, "done": 2, "improvements": 4, "verified": 1}, thanks={"given": 3})
    assert rules.comparable(new, old, 1) == new | {"promises": old["promises"]}
    assert rules.comparable(new, old, 2) == new
    assert [len(rules.lines(found)) for found in (old, new)] == [4, 5]
    assert rules.lines(new)[0].text == "1 of 4"


def test_it_is_published_once_with_something_better_and_a_promise() -> None:
    assert rules.move(CheckInState.DRAFTED, CheckInState.PUBLISHED) is CheckInState.PUBLISHED
    with pytest.raises(RuleBroken, match="is published"):
        rules.move(CheckInState.PUBLISHED, CheckInState.PUBLISHED)
    with pytest.raises(FieldRefused, match="one thing that is better"):
        rules.require_ready("", 1)
    with pytest.raises(RuleBroken, match="at least one promise"):
        rules.require_ready("The bell works.", 0)


def test_the_outcomes_are_the_words_of_the_command() -> None:
    assert [outcome.value for outcome in Outcome] == ["created", "unchanged", "addendum", "failed"]
