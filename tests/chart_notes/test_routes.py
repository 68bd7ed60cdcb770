"""What a leader writes on a point of a chart, and who reads it there."""

from __future__ import annotations

import pytest

from huddle.chart_notes import queries
from tests.reports.support import LAST_MONDAY, held
from tests.support.ward import Ward

WORDS = "New handoff template"


def index(ward: Ward, measure: str = "U1") -> str:
    return f"/units/{ward.unit_id}/chart-notes/{measure}"


def point(ward: Ward, on: str = str(LAST_MONDAY)) -> str:
    return f"{index(ward)}/{on}"


def test_what_a_leader_wrote_is_read_on_the_chart_by_everybody(ward: Ward) -> None:
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    chart = f"/units/{ward.unit_id}/huddles/measures"
    alice = ward.client(ward.alice)
    assert index(ward) in alice.get(chart).links()
    assert point(ward) in alice.get(index(ward)).links()
    answer = alice.submit(point(ward), text=WORDS)
    assert (answer.status, answer.location) == (303, index(ward))
    page = ward.client(ward.bob).get(chart)
    assert WORDS in page.text
    assert index(ward) not in page.links()
    noted = alice.get(index(ward)).text
    assert WORDS in noted
    assert "It stands on the chart as soon as the chart shows that time." in noted


def test_no_words_take_the_note_away(ward: Ward) -> None:
    alice = ward.client(ward.alice)
    alice.submit(point(ward), text=WORDS)
    assert alice.get(point(ward)).form(point(ward))["text"] == [WORDS]
    assert alice.submit(point(ward), text=" ").status == 303
    assert "Taken away." in alice.get(index(ward)).text
    assert queries.of_unit(ward.unit_id) == {}


def test_two_who_write_at_once_see_both_texts(ward: Ward) -> None:
    alice, maria = ward.client(ward.alice), ward.client(ward.maria)
    alice.submit(point(ward), text=WORDS)
    data = maria.get(point(ward)).form(point(ward)) | {"text": "Moved"}
    alice.submit(point(ward), text="New ward clerk")
    page = maria.post(point(ward), data)
    assert page.status == 409
    assert "Moved" in page.text
    assert "New ward clerk" in page.text


@pytest.mark.parametrize("typed", ["x" * 121, "a\x00b"])
def test_what_cannot_be_kept_stays_in_the_field(ward: Ward, typed: str) -> None:
    assert ward.client(ward.alice).submit(point(ward), text=typed).status == 422
    assert queries.of_unit(ward.unit_id) == {}


@pytest.mark.parametrize("path", ["U1/2001-01-01", "U1/2026-13-01", "U1/2026-11-10", "U99", "H1/x"])
def test_only_points_of_charts_take_notes(ward: Ward, path: str) -> None:
    assert ward.client(ward.alice).get(f"/units/{ward.unit_id}/chart-notes/{path}").status == 404
