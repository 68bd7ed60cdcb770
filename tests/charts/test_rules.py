"""The chart rules against series whose answers were computed by independent published implementations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huddle.charts.rules import PointSignal, days_between, is_rare, run_chart, xmr

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
NUMBERS = st.floats(min_value=-1e6, max_value=1e6, allow_nan=False)
SERIES = st.lists(st.one_of(NUMBERS, st.none()), max_size=60)
each_case = pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])


@each_case
def test_run_charts_answer_as_the_published_rules_do(case: dict[str, Any]) -> None:
    median, *counts = astuple(run_chart(case["values"]))
    expected_median, *expected = case["run_chart"]
    assert median == (expected_median if expected_median is None else pytest.approx(expected_median, rel=5e-4))
    assert counts == expected


@each_case
def test_xmr_charts_answer_as_the_published_rules_do(case: dict[str, Any]) -> None:
    found = xmr(case["values"])
    for ours, theirs in zip((found.mean, found.lower, found.upper), case["xmr"], strict=True):
        assert ours == (theirs if theirs is None else pytest.approx(theirs, rel=5e-4, abs=1e-9))
    assert list(found.points) == case["points"]


@pytest.mark.parametrize(
    ("values", "screened", "mean", "lower", "upper"),
    [
        ([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], True, 1.944, -0.716, 4.604),
        ([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], False, 1.944, -3.063, 6.952),
        ([62, 58, 65, 60, 63, 59, 64, 61, 57, 66, 60, 62], False, 61.417, 48.842, 73.991),
        ([5, 5, 5, 5, 5], True, 5, 5, 5),
    ],
)
def test_limits_can_be_screened_or_not(
    values: list[float], screened: bool, mean: float, lower: float, upper: float
) -> None:
    found = xmr(values, screened=screened)
    assert (found.mean, found.lower, found.upper) == pytest.approx((mean, lower, upper), abs=5e-4)


def test_a_step_up_is_a_signal_and_a_lively_flat_line_is_none() -> None:
    step = run_chart([70, 72, 68, 71, 69, 73, 70, 71, 69, 72, 88, 90, 87, 91, 89, 92, 88, 90, 91, 89])
    lively = run_chart([70, 75, 68, 74, 69, 73, 71, 76, 67, 72, 74, 70, 73, 69, 75, 71, 68, 74, 70, 72])
    assert astuple(step) == (80, 20, 10, 7, 1, 6, True)
    assert (lively.median, lively.longest_run, lively.n_crossings, lively.signal) == (71.5, 2, 17, False)


@pytest.mark.parametrize(
    ("points", "longest", "fewest"), [(10, 6, 2), (12, 7, 3), (16, 7, 4), (20, 7, 6), (24, 8, 8), (30, 8, 10)]
)
def test_the_limits_grow_with_the_number_of_points(points: int, longest: int, fewest: int) -> None:
    found = run_chart([0, 1] * (points // 2))
    assert (found.longest_run_max, found.n_crossings_min) == (longest, fewest)


def test_seven_falling_points_are_a_trend_and_outside_comes_first() -> None:
    outside, trend = PointSignal.OUTSIDE, PointSignal.SEVEN_TREND
    assert xmr([9, 8, 7, 6, 5, 4, 3]).points == (outside, *[trend] * 5, outside)


@given(SERIES)
def test_gaps_change_nothing(values: list[float | None]) -> None:
    known = [value for value in values if value is not None]
    assert run_chart(values) == run_chart(known)
    assert [p for p, v in zip(xmr(values).points, values, strict=True) if v is not None] == list(xmr(known).points)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=60))
def test_turning_a_series_upside_down_finds_the_same_signals(values: list[int]) -> None:
    turned = [-value for value in values]
    assert run_chart(turned).signal == run_chart(values).signal
    assert xmr(turned).points == xmr(values).points


@given(st.lists(st.integers(-1000, 1000), max_size=60))
def test_reading_a_series_backwards_finds_the_same_signals(values: list[int]) -> None:
    assert run_chart(values[::-1]) == run_chart(values)
    assert xmr(values[::-1]).points == xmr(values).points[::-1]


@given(
    st.lists(st.integers(-1000, 1000), min_size=2, max_size=60),
    st.integers(-100_000, 100_000),
    st.sampled_from([0.001, 0.1, 3, 1e6]),
)
def test_moving_and_stretching_a_series_changes_no_signal(values: list[int], moved: int, stretched: float) -> None:
    other = [(value + moved) * stretched for value in values]
    assert astuple(run_chart(other))[1:] == astuple(run_chart(values))[1:]
    assert xmr(other).points == xmr(values).points


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf"), 10**400])
@pytest.mark.parametrize("rule", [run_chart, xmr])
def test_what_is_no_number_is_refused(rule: Callable[[list[float | None]], object], value: float) -> None:
    with pytest.raises(ValueError, match="nothing infinite and nothing that is not a number"):
        rule([1, None, value])


@pytest.mark.parametrize("points", [10, 13, 24, 36])
def test_noise_alone_gives_a_signal_no_more_than_once_in_twenty(points: int) -> None:
    chance = Random(points)
    alarms = sum(run_chart([chance.gauss(70, 5) for _ in range(points)]).signal for _ in range(2000))
    assert 0.005 < alarms / 2000 < 0.06


RISING = [7, 9, 7, 9, 7, 9, 7, 9, 7, 6, 8, 9, 10, 11, 12, 13, 14]
HIGHER = [8, 6, 8, 6, 8, 6, 8, 6, 8, 6, 9, 9, 9, 9, 9, 11.5, 9, 11.5]


@pytest.mark.parametrize(
    ("values", "place", "signal"),
    [
        (RISING, 16, PointSignal.OUTSIDE),  # and the end of a trend
        (RISING, 14, PointSignal.SEVEN_TREND),  # and two of three far out
        (HIGHER, 15, PointSignal.TWO_OF_THREE),  # and one of eight on one side
        (HIGHER, 16, PointSignal.SEVEN_ONE_SIDE),
    ],
)
def test_the_first_signal_that_fits_is_the_one_told(values: list[float], place: int, signal: PointSignal) -> None:
    assert xmr(values).points[place] is signal


def test_locked_limits_stay_where_the_first_points_put_them() -> None:
    calm = [50.0, 52, 49, 51, 50, 52, 48, 51, 50, 49, 51, 50]
    later = xmr([*calm, 70, 71], locked=12)
    assert (later.mean, later.lower, later.upper) == astuple(xmr(calm))[:3]
    assert later.points[12:] == (PointSignal.OUTSIDE, PointSignal.OUTSIDE)


def test_rare_events_are_told_by_the_days_between_them() -> None:
    assert days_between([date(2026, 9, 1), date(2026, 8, 1), date(2026, 9, 1), date(2026, 9, 11)]) == (31, 0, 10)
    assert (days_between([date(2026, 3, 1)]), days_between([])) == ((), ())
    assert (is_rare([0, None, 0, 1]), is_rare([0, 1]), is_rare([])) == (True, False, False)
