"""States and dates of an action item."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from huddle.actions import rules
from huddle.actions.rules import (
    DAYS_OF,
    DUE_LABELS,
    NEXT,
    REFUSED,
    SOURCE_LABELS,
    ActionStatus,
    DueIn,
    SourceKind,
    due_day,
    due_tag,
    move,
    views,
)
from huddle.core.errors import FieldRefused, RuleBroken

ALL_PAIRS = [(start, end) for start in ActionStatus for end in ActionStatus]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.mark.parametrize(("start", "end"), ALL_PAIRS)
def test_an_item_moves_only_along_the_table(start: ActionStatus, end: ActionStatus) -> None:
    if end in NEXT[start]:
        assert move(start, end) is end
    else:
        with pytest.raises(RuleBroken, match=REFUSED[start]):
            move(start, end)


@pytest.mark.parametrize(
    ("preset", "today", "due_on"),
    [
        (DueIn.TODAY, date(2026, 1, 31), date(2026, 1, 31)),
        (DueIn.WEEK, date(2026, 1, 31), date(2026, 2, 7)),
        (DueIn.MONTH, date(2026, 1, 31), date(2026, 3, 2)),
        (DueIn.MONTH, date(2027, 1, 29), date(2027, 2, 28)),
        (DueIn.MONTH, date(2028, 1, 30), date(2028, 2, 29)),
        (DueIn.WEEK, date(2028, 2, 25), date(2028, 3, 3)),
        (DueIn.WEEK, date(2026, 12, 28), date(2027, 1, 4)),
        (DueIn.MONTH, date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_the_usual_dates_count_over_the_ends_of_months(preset: DueIn, today: date, due_on: date) -> None:
    assert due_day(preset, today) == due_on


@pytest.mark.parametrize(
    ("due_on", "done", "overdue"),
    [
        (TODAY - timedelta(days=1), False, True),
        (TODAY, False, False),
        (TODAY - timedelta(days=1), True, False),
    ],
)
def test_overdue_begins_the_day_after_and_ends_when_done(due_on: date, done: bool, overdue: bool) -> None:
    item: Any = SimpleNamespace(status=ActionStatus.DONE if done else ActionStatus.OPEN, due_on=due_on)
    assert views.fits(item, views.Filter.OVERDUE, me=None, today=TODAY, wait=None) is overdue


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-2, "Overdue 2 days", "urgent"),
        (-1, "Overdue 1 day", "urgent"),
        (0, "Due today", "warn"),
        (1, "Due tomorrow", "plain"),
        (12, "Due 3 Dec", "plain"),
    ],
)
def test_a_list_says_by_when_in_words(days: int, words: str, tone: str) -> None:
    assert due_tag(TODAY + timedelta(days=days), TODAY) == (words, tone)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_day_that_has_passed_or_lies_far_ahead_is_refused(days: int) -> None:
    with pytest.raises(FieldRefused):
        rules.require_due_day(TODAY + timedelta(days=days), TODAY)
    rules.require_due_day(TODAY, TODAY)
    rules.require_due_day(TODAY + timedelta(days=366), TODAY)


def test_done_is_taken_back_within_a_day_and_not_later() -> None:
    rules.require_undo_in_time(NOON, NOON + timedelta(hours=24))
    with pytest.raises(RuleBroken, match="more than a day ago"):
        rules.require_undo_in_time(NOON, NOON + timedelta(hours=24, seconds=1))


def test_every_kind_has_words() -> None:
    assert set(SOURCE_LABELS) == set(SourceKind)
    assert set(DUE_LABELS) == set(DAYS_OF) == set(DueIn)
    assert set(REFUSED) == set(NEXT) == set(ActionStatus)
