"""Which beds a typed list means, and for which shifts beds are given."""

from __future__ import annotations

from datetime import UTC, datetime, time
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.beds.rules import BED_LIMIT, MOST_BEDS, bed_key, beds_of, open_runs, run_named, with_others
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.units.rules import ShiftPattern

LONDON = ZoneInfo("Europe/London")
DAY = ShiftPattern(uuid4(), "Day", time(7), time(19), time(7, 15))
NIGHT = ShiftPattern(uuid4(), "Night", time(19), time(7), time(19, 15))


@pytest.mark.parametrize(
    ("typed", "beds"),
    [
        ("1-3", ["1", "2", "3"]),
        ("1–3; 7", ["1", "2", "3", "7"]),  # noqa: RUF001 - the dash that tablets type
        ("08-11", ["08", "09", "10", "11"]),
        ("A1-A3, B1", ["A1", "A2", "A3", "B1"]),
        ("A1-3", ["A1", "A2", "A3"]),
        ("Bay 1 to Bay 2", ["Bay 1", "Bay 2"]),
        ("12, bed 12, 012", ["12"]),
        (" , \n,", []),
        ("Side-room", ["Side-room"]),
        ("A1-B3", ["A1-B3"]),
    ],
)
def test_a_list_is_read_as_people_type_it(typed: str, beds: list[str]) -> None:
    assert beds_of(typed) == beds


@pytest.mark.parametrize("typed", ["3-1", "4-4", "1-500", "x" * (BED_LIMIT + 1), "1, !!", f"{'A' * 19}8-{'A' * 19}11"])
def test_what_is_no_bed_is_refused_with_the_words_that_were_typed(typed: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        beds_of(typed)
    assert refused.value.field_name == "beds"


def test_a_unit_has_a_number_of_beds_that_can_be_tapped() -> None:
    assert len(beds_of(f"1-{MOST_BEDS}")) == MOST_BEDS
    with pytest.raises(FieldRefused, match="at most"):
        beds_of(f"1-{MOST_BEDS}, A1")


@pytest.mark.parametrize(("one", "other"), [("12", "Bed 12"), ("A-1", "a 01"), ("Bay 2", "bay2"), ("１２", "12")])  # noqa: RUF001
def test_two_ways_of_writing_a_bed_are_one_bed(one: str, other: str) -> None:
    assert bed_key(one) == bed_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("12", "1-2"), ("12", "112"), ("A1", "B1"), ("1", "10"), ("سرير 1", "سرير 2")]
)
def test_two_beds_stay_two(one: str, other: str) -> None:
    assert bed_key(one) != bed_key(other)


def test_beds_of_live_handoffs_come_after_the_list_in_the_order_of_numbers() -> None:
    assert with_others(["2", "1"], ["10", "Bed 1", "9", "Bay 2", "", "bay 2"]) == ["2", "1", "9", "10", "Bay 2"]


def test_beds_are_given_while_a_shift_runs_and_in_the_hour_before() -> None:
    def names(hour: int, minute: int) -> list[str]:
        return [run.name for run in open_runs([DAY, NIGHT], datetime(2026, 11, 16, hour, minute, tzinfo=UTC), LONDON)]

    assert names(5, 59) == ["Night"]
    assert names(6, 0) == ["Night", "Day"]
    assert names(7, 0) == ["Day"]
    assert names(18, 30) == ["Day", "Night"]
    assert names(0, 0) == ["Night"]


def test_a_night_with_a_clock_change_ends_when_the_wall_says_so() -> None:
    back = datetime(2026, 10, 25, 6, 30, tzinfo=UTC)  # the night began at 18:00 UTC and has thirteen hours
    [night, day] = open_runs([DAY, NIGHT], back, LONDON)
    assert (night.ends_at - night.starts_at).total_seconds() == 13 * 3600
    assert night.ends_at == day.starts_at == datetime(2026, 10, 25, 7, tzinfo=UTC)


def test_a_shift_between_midnight_and_one_can_be_prepared_the_evening_before() -> None:
    early = ShiftPattern(uuid4(), "Early", time(0, 30), time(8), time(1))
    [run] = open_runs([early], datetime(2026, 11, 16, 23, 45, tzinfo=UTC), LONDON)
    assert run.on.isoformat() == "2026-11-17"


def test_only_a_shift_that_is_open_is_found_by_its_name() -> None:
    runs = open_runs([DAY, NIGHT], datetime(2026, 11, 16, 12, tzinfo=UTC), LONDON)
    assert run_named(runs, DAY.id, "2026-11-16") is runs[0]
    for shift_id, on in ((DAY.id, "2026-11-15"), (NIGHT.id, "2026-11-16"), (None, ""), (DAY.id, None)):
        with pytest.raises(RuleBroken, match="over"):
            run_named(runs, shift_id, on)
