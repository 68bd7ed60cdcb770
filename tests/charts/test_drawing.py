"""What a run chart draws and says."""

from __future__ import annotations

import pytest

from huddle.charts.drawing import BOTTOM, TOP, Better, Drawing, Point, draw

LOW_THEN_HIGH = [70, 72, 68, 71, 69, 73, 70, 71, 69, 72, 88, 90, 87, 91, 89, 92, 88, 90, 91, 89]


def chart(values: list[float | None], better: Better = Better.UP) -> Drawing:
    points = [Point(f"week {number}", value, f"{value} of 100") for number, value in enumerate(values, 1)]
    return draw("Huddles held", points, better=better, unit=" %", ceiling=100)


def test_a_lasting_rise_is_an_improvement_where_up_is_better() -> None:
    found = chart(LOW_THEN_HIGH)
    assert found.sentence == "Signal of improvement since week 11."
    assert [dot.point.label for dot in found.dots if dot.in_run] == [f"week {number}" for number in range(11, 21)]


@pytest.mark.parametrize(
    ("better", "sentence"),
    [
        (Better.DOWN, "Signal of concern, worth asking why, since week 11."),
        (Better.NEITHER, "Signal: something has changed since week 11."),
    ],
)
def test_the_same_rise_reads_differently_elsewhere(better: Better, sentence: str) -> None:
    assert chart(LOW_THEN_HIGH, better).sentence == sentence


def test_a_run_that_ended_is_named_from_and_to() -> None:
    found = chart([*LOW_THEN_HIGH[10:], 60, 61, 60, 62, 61, 93, 61, 60, 62, 61, 60, 61])
    assert found.sentence == "Signal of improvement from week 1 to week 10."


def test_usual_noise_is_said_to_be_none() -> None:
    found = chart([70, 75, 68, 74, 69, 73, 71, 76, 67, 72, 74, 70])
    assert found.sentence == "No signal: this is the usual up and down."
    assert not any(dot.in_run for dot in found.dots)
    assert found.middle is not None


def test_few_points_draw_a_line_without_a_middle() -> None:
    found = chart([70, None, 80, 90])
    assert found.sentence == "Too early to tell: 3 points, and it takes 10."
    assert found.middle is None
    assert not found.signal
    assert len(found.lines) == 1, "one piece after the gap; a lone point before it is a dot"


def test_nothing_at_all_is_drawn_too() -> None:
    found = chart([])
    assert (found.dots, found.lines) == ((), ())


def test_values_stay_inside_the_drawing() -> None:
    found = chart([0, 100, 150])
    assert [dot.y for dot in found.dots] == [BOTTOM, TOP, TOP]


def test_notes_are_numbered_in_their_order() -> None:
    points = [Point("May", 1), Point("June", 2, note="New template"), Point("July", 3, note="New ward")]
    assert [dot.number for dot in draw("Harm", points, better=Better.DOWN).dots] == [None, 1, 2]
