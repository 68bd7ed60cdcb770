"""What a run chart draws and says."""

from __future__ import annotations

from datetime import date

import pytest
from jinja2 import Environment, FileSystemLoader

from huddle.charts.drawing import BOTTOM, TOP, Better, Drawing, Point, draw, with_limits, with_notes
from huddle.charts.rare import draw_between
from tests.support.apps import BASE_DIR

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
        (Better.DOWN, "Signal of concern: worth asking why. It began with week 11."),
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


def test_notes_are_numbered_in_their_order_also_where_a_value_is_missing() -> None:
    points = [Point(f"{day} May", value, on=date(2026, 5, day)) for day, value in ((4, 1), (11, None), (18, 3))]
    found = with_notes(
        draw("Harm", points, better=Better.DOWN), {date(2026, 5, 11): "Moved", date(2026, 5, 18): "Bay 2"}
    )
    assert [(mark.number, mark.point.note) for mark in found.marks] == [(1, "Moved"), (2, "Bay 2")]
    assert [row[3] for row in found.table] == ["", "Moved", "Bay 2"]


def test_with_limits_only_the_rules_of_limits_speak() -> None:
    found = with_limits(chart([70, 72, 69, 71, 70, 72, 68, 71, 70, 69, 71, 70, 99, 70]))
    assert found.sentence == "Signal of improvement at week 13. The rule: a point outside the limits."
    assert [dot.point.label for dot in found.dots if dot.in_run] == ["week 13"]
    assert "the dashed line is the mean, 70.2 %" in found.beside
    assert len(found.limits) == 2


def test_only_the_points_of_which_the_sentence_speaks_are_marked() -> None:
    found = with_limits(chart(LOW_THEN_HIGH))
    assert found.sentence == "Signal of improvement since week 11. The rule: a point outside the limits."
    assert [dot.point.label for dot in found.dots if dot.in_run] == [f"week {number}" for number in range(11, 21)]


@pytest.mark.parametrize(
    ("values", "first"),
    [
        ([63, 70, 62, 71, 63, 70, 62, 56, 48, 57, 49, 56, 48, 57], 8),
        ([64, 62, 66, 61, 65, 63, 66, 62, 64, 61, 65, 63, 95, 5], 14),
        ([64, 62, 66, 61, 65, 63, 66, 62, 56, 54, 58, 53, 57, 55, 58, 54], 9),
        ([64, 62, 66, 61, 65, 63, 66, 62, 56, None, 54, 58, 53, 57, 55, 58, 54], 9),
        ([60, 70, 58, 71, 59, 72, 60, 70, 80, 74, 69, 64, 59, 54, 49], 9),
    ],
    ids=["after a good stretch", "after the opposite point", "two rules in turn", "over a gap", "a fall"],
)
def test_a_concern_is_dated_from_where_it_began(values: list[float | None], first: int) -> None:
    found = with_limits(chart(values))
    assert f"Signal of concern: worth asking why. It began with week {first}." in found.sentence
    assert next(dot.point.label for dot in found.dots if dot.in_run) == f"week {first}"


def test_limits_of_fewer_than_twelve_points_are_trial_limits() -> None:
    found = with_limits(chart([70, 72, 69, 71, 70, 72, 68, 71, 70, 69, 71]))
    assert "These are trial limits: they move with every point until there are 12." in found.beside
    assert with_limits(chart([70, 72, 69])).limits == (), "too early for any"


def test_limits_of_a_percentage_are_clipped_only_where_they_are_drawn() -> None:
    found = with_limits(chart([95, 100, 90, 100, 80, 100, 95, 100, 90, 100, 85, 100]))
    assert min(found.limits) == TOP
    assert "64.4 % and above 100 %" in found.beside


def test_a_flat_line_has_no_up_and_down() -> None:
    assert chart([5] * 12).sentence == "No signal: there is no up and down at all."
    assert with_limits(chart([5] * 12)).sentence == "No signal: there is no up and down at all."


def test_too_few_for_a_figure_is_said_to_be_a_gap() -> None:
    assert chart([70, None, 80]).beside == (
        "The line has a gap where there were too few for a figure. The table has the counts."
    )


def written(drawing: Drawing) -> str:
    found = Environment(loader=FileSystemLoader(BASE_DIR / "templates"), autoescape=True)
    return str(found.get_template("macros/charts.html").module.__dict__["run_chart"](drawing, "F1-chart"))


def test_too_few_for_any_point_keep_their_counts_and_notes_and_nothing_at_all_keeps_no_table() -> None:
    few = [
        Point("Jul 2026", None, "2 of 3", on=date(2026, 7, 1)),
        Point("Aug 2026", None, "none was due", on=date(2026, 8, 1)),
    ]
    page = written(with_notes(draw("Verified on time", few, better=Better.UP), {date(2026, 8, 1): "New board"}))
    assert "The table has the counts." in page
    assert "chart__drawing" not in page, "axes around nothing"
    assert [page.count(words) for words in ("no figure", "2 of 3", "New board")] == [2, 1, 2]
    for nothing in ([], few[1:], [Point("2 Nov", None, "0 of 0")]):
        empty = written(draw("Verified on time", nothing, better=Better.UP))
        assert "Too early to tell: 0 points" in empty
        assert "table" not in empty


def test_rare_events_are_drawn_by_the_days_between_them() -> None:
    found = draw_between(
        "Days between", [date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)], today=date(2026, 4, 21)
    )
    assert found.table[0][:3] == ("31 Mar", "30\u00a0days", "after 1 Mar")
    assert found.beside == "20 days since the last one."
    assert draw_between("Days between", [], today=date(2026, 4, 21)).beside == "There was none."
