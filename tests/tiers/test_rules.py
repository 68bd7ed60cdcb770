"""Days of huddles above the units."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huddle.core.errors import RuleBroken
from huddle.tiers import rules

MONDAY = date(2026, 11, 16)
OCTOBER = date(2026, 10, 1)


def test_only_today_and_the_last_three_days_are_explained() -> None:
    for back in range(4):
        rules.require_may_explain(MONDAY - timedelta(days=back), MONDAY)
    for back in (-1, 4):
        with pytest.raises(RuleBroken):
            rules.require_may_explain(MONDAY - timedelta(days=back), MONDAY)


@pytest.mark.parametrize(
    ("known", "began", "days"),
    [
        (set(), None, []),
        (set(), OCTOBER, [date(2026, 11, 13)]),
        ({date(2026, 11, 13)}, OCTOBER, []),
        (set(), date(2026, 11, 13), []),
    ],
)
def test_nothing_is_asked_of_a_weekend_or_of_the_time_before(
    known: set[date], began: date | None, days: list[date]
) -> None:
    assert rules.days_without(known, began, MONDAY) == days


def test_midweek_all_three_days_are_asked_newest_first() -> None:
    asked = rules.days_without({date(2026, 11, 18)}, OCTOBER, date(2026, 11, 20))
    assert [day.day for day in asked] == [19, 17]


def test_a_closed_huddle_stays_closed() -> None:
    rules.require_open(None)
    with pytest.raises(RuleBroken):
        rules.require_open(datetime(2026, 11, 16, tzinfo=UTC))
