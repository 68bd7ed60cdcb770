"""The chart rules against series whose answers were computed by independent published implementations."""

from __future__ import annotations

import json
from dataclasses import astuple
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huddle.charts.rules import PointSignal, run_chart, xmr

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
