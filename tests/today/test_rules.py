"""What the board puts first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huddle.today.rules import ANSWER_CONCERN_WITHIN, Lead, is_waiting_long, lead, tag

NOW = datetime(2026, 11, 16, 7, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("is_open", "is_due", "late", "first"),
    [
        (True, True, 2, Lead.HUDDLE_OPEN),
        (False, True, 2, Lead.HUDDLE_DUE),
        (False, False, 2, Lead.LATE_HANDOFF),
        (False, False, 0, Lead.NOTHING),
    ],
)
def test_one_thing_comes_first(is_open: bool, is_due: bool, late: int, first: Lead) -> None:
    assert lead(huddle_open=is_open, huddle_due=is_due, late_handoffs=late) is first


def test_a_concern_waits_long_after_three_days() -> None:
    assert not is_waiting_long(NOW - ANSWER_CONCERN_WITHIN, NOW)
    assert is_waiting_long(NOW - ANSWER_CONCERN_WITHIN - timedelta(seconds=1), NOW)


def test_a_board_is_new_with_every_change_and_every_minute() -> None:
    assert tag(4, NOW) == tag(4, NOW + timedelta(seconds=29))
    assert tag(4, NOW) != tag(5, NOW)
    assert tag(4, NOW) != tag(4, NOW + timedelta(seconds=30))
