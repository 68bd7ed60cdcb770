"""Numbers, copies and times of paper forms."""

from __future__ import annotations

import doctest
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huddle.core.errors import FieldRefused
from huddle.downtime import rules
from huddle.downtime.rules import PaperKind

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)


def test_the_examples_hold() -> None:
    assert doctest.testmod(rules).failed == 0


@given(st.text(max_size=60), st.integers(1, 999))
def test_a_number_is_typed_as_it_is_printed(name: str, running: int) -> None:
    number = rules.form_number(rules.unit_code(name), date(2026, 11, 22), running)
    assert rules.clean_number(f" {number.lower()} ") == number
    assert len(number) <= 30


@pytest.mark.parametrize("typed", ["", "   ", "😀", "'; drop table", "ימין"])
def test_anything_may_be_typed_as_a_number(typed: str) -> None:
    assert isinstance(rules.clean_number(typed), str)


def test_eight_hours_need_a_huddle_more_than_shifts_and_an_sbar_for_each_patient() -> None:
    copies = {kind: rules.default_copies(kind, shift_starts=1, patients=28) for kind in PaperKind}
    assert copies == {PaperKind.HUDDLE: 2, PaperKind.SBAR: 28, PaperKind.DEBRIEF: 2}
    assert rules.default_copies(PaperKind.SBAR, shift_starts=0, patients=0) == 8
    assert rules.default_copies(PaperKind.SBAR, shift_starts=0, patients=900) == 60


def test_the_time_on_the_paper_is_the_wall_time_of_the_unit() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    assert rules.written_at(PaperKind.HUDDLE, date(2026, 11, 16), time(3, 20), now=NOW, zone=tokyo) == datetime(
        2026, 11, 15, 18, 20, tzinfo=UTC
    )


@pytest.mark.parametrize("ahead", [timedelta(minutes=1), timedelta(days=-7, minutes=-1)])
def test_paper_is_neither_of_the_future_nor_older_than_a_week(ahead: timedelta) -> None:
    moment = NOW + ahead
    with pytest.raises(FieldRefused):
        rules.written_at(PaperKind.HUDDLE, moment.date(), moment.time(), now=NOW, zone=LONDON)


def test_paper_of_the_night_in_which_the_clocks_change_has_a_moment() -> None:
    now = datetime(2026, 3, 29, 9, tzinfo=UTC)
    skipped = rules.written_at(PaperKind.HUDDLE, date(2026, 3, 29), time(1, 30), now=now, zone=LONDON)
    assert skipped == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_a_handoff_on_paper_is_typed_in_while_it_can_still_be_opened() -> None:
    day, too_old, just_kept = date(2026, 11, 14), time(7, 5), time(7, 6)
    with pytest.raises(FieldRefused, match="A handoff is typed in within 48 hours") as refused:
        rules.written_at(PaperKind.SBAR, day, too_old, now=NOW, zone=LONDON)
    assert refused.value.field_name == "written_time"
    assert rules.written_at(PaperKind.SBAR, day, just_kept, now=NOW, zone=LONDON).minute == 6
    assert rules.written_at(PaperKind.DEBRIEF, day, too_old, now=NOW, zone=LONDON).minute == 5
