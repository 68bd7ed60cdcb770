"""The list of beds, as a manager keeps it."""

from __future__ import annotations

import pytest

from huddle.beds import queries
from tests.beds.test_service import listed
from tests.support.ward import Ward


def url(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/bed-list"


def test_the_manager_types_the_beds_in_one_line(ward: Ward) -> None:
    maria = ward.client(ward.maria)
    answer = maria.submit(url(ward), beds="1-28, A1")
    assert (answer.status, answer.location) == (303, f"/units/{ward.unit_id}/set-up")
    assert len(queries.listed(ward.unit_id)) == 29
    page = maria.get(url(ward))
    assert "29 beds now" in page.text
    assert page.form(url(ward))["beds"] == ["1-28, A1"]
    assert url(ward) in maria.get(f"/units/{ward.unit_id}/set-up").links()


def test_an_administrator_lists_them_too_and_empties_the_list(ward: Ward) -> None:
    listed(ward)
    assert ward.client(ward.dana).submit(url(ward), beds="").status == 303
    assert queries.listed(ward.unit_id) == []


def test_others_do_not(ward: Ward) -> None:
    assert ward.anonymous().get(url(ward)).status == 303
    assert [ward.client(person).get(url(ward)).status for person in (ward.charlie, ward.quinn)] == [404, 404]
    for person in (ward.bob, ward.alice):
        page = ward.client(person).get(url(ward))
        assert page.status == 403
        assert "Only the manager of this unit or an administrator" in page.text


@pytest.mark.parametrize("typed", ["28-1", "1-900", "x" * 401, "🛏️", "1, \x00", "x" * 30])
def test_what_cannot_be_read_stays_in_the_field_with_the_reason(ward: Ward, typed: str) -> None:
    page = ward.client(ward.maria).submit(url(ward), beds=typed)
    assert page.status == 422
    assert "There is a problem" in page.text
    assert queries.bed_list(ward.unit_id) is None


def test_beds_are_written_in_any_script(ward: Ward) -> None:
    assert ward.client(ward.maria).submit(url(ward), beds="سرير 1, سرير 2, <b>").status == 303
    assert queries.listed(ward.unit_id) == ["سرير 1", "سرير 2", "<b>"]
    assert "<b>" in ward.client(ward.bob).get(f"/units/{ward.unit_id}/handoffs/beds").text


def test_two_managers_who_list_at_once_see_both_texts(ward: Ward) -> None:
    listed(ward, "1-4")
    dana = ward.client(ward.dana)
    data = dana.get(url(ward)).form(url(ward)) | {"beds": "1-6"}
    listed(ward, "1-5")
    page = dana.post(url(ward), data)
    assert page.status == 409
    assert "1-5" in page.text
    assert "1-6" in page.text
    assert len(queries.listed(ward.unit_id)) == 5
