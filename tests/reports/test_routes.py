"""The page "How our huddles go", for each kind of visitor, and the chart at the head of a huddle."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles.models import HuddleTemplate
from huddle.units.models import Shift
from tests.huddles.support import live, opened
from tests.reports.support import LAST_MONDAY, began, held, raised
from tests.support.ward import Ward

DRAWING = '<svg class="chart__drawing"'


def url(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/huddles/measures"


def test_whoever_is_not_signed_in_is_sent_to_the_door(ward: Ward) -> None:
    page = ward.anonymous().get(url(ward))
    assert (page.status, (page.location or "").split("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize("outsider", ["charlie", "dana"])
def test_it_is_not_there_for_people_of_other_units(ward: Ward, outsider: str) -> None:
    assert ward.client(getattr(ward, outsider)).get(url(ward)).status == 404


def test_staff_and_manager_see_the_same_page(ward: Ward) -> None:
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    staff, manager = (ward.client(person).get(url(ward)) for person in (ward.bob, ward.maria))
    assert staff.h1 == "How our huddles go"
    main = [re.sub(r".*<main", "", page.body, flags=re.S).split("</main>")[0] for page in (staff, manager)]
    links = re.compile(r'<p class="alone no-print">.*?</p>')
    assert links.sub("", main[1]) == links.sub("", main[0]), "but for the link to write on a chart"


def test_the_quality_lead_reads_it_and_goes_back_to_what_is_open_to_them(ward: Ward) -> None:
    page = ward.client(ward.quinn).get(url(ward))
    assert page.status == 200
    assert f"/units/{ward.unit_id}/check-ins" in page.links()
    assert f"/units/{ward.unit_id}/huddles" not in page.links()


def test_every_measure_is_told_with_its_numbers_and_what_it_does_not_tell(ward: Ward) -> None:
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY, took=9)
    raised(ward.unit_id, ward.bob, ward.now - timedelta(days=3))
    page = ward.client(ward.bob).get(url(ward))
    assert "5 West, 17 Aug 2026 to 15 Nov 2026: 13 whole weeks" in page.text
    assert "Day 1 of 91 (1 %), Night 0 of 91 (0 %)." in page.text
    assert "1 of 1 More is better. It does not tell who had to wait, and why." in page.text
    assert "1 in 1 huddle" in page.text
    assert "No such event was recorded." in page.text
    assert page.body.count(DRAWING) == 1
    assert [item.get("id") for item in page.find("li", class_="measure")] == [
        *("U1", "U2", "U3", "U12", "U4", "U5", "U6", "U7", "U8", "U9", "U10", "U11", "U13")
    ]
    for name in ("Alice", "Bob"):
        assert name not in page.body.split("<main")[1]


def test_a_unit_without_a_whole_week_is_told_when_it_begins(ward: Ward) -> None:
    began(ward, ward.now - timedelta(hours=5))
    page = ward.client(ward.bob).get(url(ward))
    assert "Too early to tell. The measures begin with the first whole week, Monday to Sunday." in page.text
    assert DRAWING not in page.body


def test_a_unit_without_shifts_has_no_chart(ward: Ward) -> None:
    with transaction():
        db.session.query(Shift).filter(Shift.unit_id == ward.unit_id).delete()
    page = ward.client(ward.bob).get(url(ward))
    assert "No huddle was planned." in page.text
    assert DRAWING not in page.body


def test_the_list_of_huddles_leads_to_it(ward: Ward) -> None:
    assert url(ward) in ward.client(ward.bob).get(f"/units/{ward.unit_id}/huddles").links()


def test_a_huddle_begins_with_how_huddles_went(ward: Ward) -> None:
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    page = ward.client(ward.bob).get(live(ward, opened(ward)))
    assert "Huddles held last week: 1 of 14." in page.text
    assert page.body.index('id="held"') < page.body.index('id="step-look-back"')
    assert page.body.count(DRAWING) == 1
    assert url(ward) in page.links()


def test_what_a_script_asks_for_keeps_the_chart_that_is_there(ward: Ward) -> None:
    address, client = live(ward, opened(ward)), ward.client(ward.bob)
    for page in (client.get(f"{address}/news", htmx=True), client.get(address, headers={"Huddle-Script": "1"})):
        [kept] = page.find("div", id="held")
        assert kept.get("data-kept") is not None
        assert len(kept) == 0


def test_a_huddle_of_a_unit_without_a_week_begins_without_a_chart(ward: Ward) -> None:
    began(ward, ward.now - timedelta(hours=5))
    page = ward.client(ward.bob).get(live(ward, opened(ward)))
    assert "Huddles held" not in page.text


def test_the_roles_that_should_be_there_are_chosen_with_the_steps(ward: Ward) -> None:
    address = f"/units/{ward.unit_id}/huddles/templates/scheduled"
    client = ward.client(ward.alice)
    assert client.submit(address, needed=["charge_nurse", "doctor"]).status == 303
    assert client.submit(address, needed=["charge_nurse", "doctor"]).status == 303
    [row] = db.session.query(HuddleTemplate).filter(HuddleTemplate.unit_id == ward.unit_id).all()
    assert (row.needed, row.number) == (("charge_nurse", "doctor"), 1), "saved twice and changed once"
    assert "Who should be there (2)" in client.get(address).text
    assert client.submit(address, needed=["astronaut"]).status == 422
