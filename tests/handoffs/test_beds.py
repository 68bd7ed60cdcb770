"""Beds of tonight, as people tap them, and what is "mine" because of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.handoffs.rules import Severity
from tests.beds.test_service import give, listed, mine, run_now
from tests.handoffs.test_routes import urls
from tests.handoffs.test_service import CANARY, acknowledged, sent
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward


def beds_url(ward: Ward) -> str:
    return urls(ward)["index"] + "/beds"


def tap(client: CarefulClient, ward: Ward, bed: str, *, query: str = "", script: bool = False) -> Page:
    """Press the button of this bed as it stands on the page."""
    page = client.get(beds_url(ward) + query)
    [value] = [
        button.get("value") or ""
        for button in page.find("button", name="bed")
        if button.get("value", "").endswith(f" {bed}")
    ]
    return client.post(beds_url(ward), page.form(beds_url(ward)) | {"bed": value}, script=script)


def section(page: Page, title: str) -> str:
    """The words of one section of a page."""
    found = [part for part in page.find("section") if title in "".join(part.itertext())[:80]]
    return " ".join(" ".join("".join(part.itertext()).split()) for part in found)


def test_one_tap_makes_a_bed_mine_and_a_second_one_gives_it_back(ward: Ward) -> None:
    listed(ward)
    bob = ward.client(ward.bob)
    answer = tap(bob, ward, "2")
    assert answer.status == 303
    assert mine(ward, ward.bob) == ["2"]
    page = bob.get(answer.location or "")
    assert "2 You" in page.text
    assert "A bed is where, not who" in page.text
    assert tap(bob, ward, "2").status == 303
    assert mine(ward, ward.bob) == []


def test_the_same_tap_sent_twice_is_one(ward: Ward) -> None:
    listed(ward)
    bob = ward.client(ward.bob)
    data = bob.get(beds_url(ward)).form(beds_url(ward)) | {"bed": "- 2"}
    assert [bob.post(beds_url(ward), data, script=True).status for _ in range(2)] == [200, 200]
    assert mine(ward, ward.bob) == ["2"]


def test_whoever_leads_gives_beds_to_the_person_they_chose(ward: Ward) -> None:
    listed(ward)
    alice = ward.client(ward.alice)
    query = f"?person={ward.bob.user_id}"
    for bed in ("1", "2"):
        assert tap(alice, ward, bed, query=query).status == 303
    assert mine(ward, ward.bob) == ["1", "2"]
    assert "Tap the beds of Bob Brandt" in alice.get(beds_url(ward) + query).text
    assert tap(alice, ward, "1", query=query).status == 303
    assert mine(ward, ward.bob) == ["2"]


def test_staff_choose_nobody_else_and_cannot_tap_a_colleagues_bed(ward: Ward) -> None:
    listed(ward)
    give(ward, "2", ward.alice, by=ward.alice)
    bob = ward.client(ward.bob)
    page = bob.get(f"{beds_url(ward)}?person={ward.alice.user_id}")
    assert "Whose beds" not in page.body
    assert page.form(beds_url(ward))["person"] == [str(ward.bob.user_id)]
    assert "2" not in {(button.get("value") or "").split()[-1] for button in page.find("button", name="bed")}
    data = page.form(beds_url(ward))
    for words in ({"bed": f"{ward.alice.user_id} 2"}, {"bed": "- 1", "person": str(ward.maria.user_id)}):
        assert bob.post(beds_url(ward), data | words).status == 403
    assert mine(ward, ward.alice) == ["2"]


@pytest.mark.parametrize("bed", ["", "- 99", "2", "-", "- 2\x00", "- 🛏️", "- سرير", "- " + "2" * 400])
def test_a_bed_that_is_not_on_the_list_is_given_to_nobody(ward: Ward, bed: str) -> None:
    listed(ward)
    bob = ward.client(ward.bob)
    page = bob.post(beds_url(ward), bob.get(beds_url(ward)).form(beds_url(ward)) | {"bed": bed})
    assert page.status in (409, 422)
    assert mine(ward, ward.bob) == []


def test_a_page_from_the_shift_before_gives_no_bed_of_this_one(ward: Ward) -> None:
    listed(ward)
    bob = ward.client(ward.bob)
    data = bob.get(beds_url(ward)).form(beds_url(ward)) | {"bed": "- 2"}
    ward.clock.tick(run_now(ward).ends_at - ward.now - timedelta(minutes=10))
    late = ward.client(ward.bob).get(beds_url(ward))
    assert "Night, 19:00 to 07:00" in late.text
    assert "Day, 07:00 to 19:00" in late.text
    ward.clock.tick(timedelta(minutes=10))
    page = ward.client(ward.bob).post(beds_url(ward), data)
    assert page.status == 409
    assert mine(ward, ward.bob) == []


def test_a_colleague_who_was_quicker_is_named(ward: Ward) -> None:
    listed(ward)
    alice = ward.client(ward.alice)
    data = alice.get(beds_url(ward)).form(beds_url(ward)) | {"bed": "- 2"}
    give(ward, "2", ward.bob, by=ward.bob)
    page = alice.post(beds_url(ward), data)
    assert page.status == 409
    assert "Bob Brandt has bed 2 by now" in page.text
    assert mine(ward, ward.bob) == ["2"]


def test_without_a_list_the_beds_of_live_handoffs_can_be_tapped(ward: Ward) -> None:
    assert "No beds are listed yet" in ward.client(ward.bob).get(beds_url(ward)).text
    empty = ward.client(ward.maria).get(beds_url(ward))
    assert "List the beds" in empty.text
    assert "My patients" not in empty.text, "the one thing to do is to list them"
    sent(ward, ward.alice, bed="Bay 2")
    bob = ward.client(ward.bob)
    assert tap(bob, ward, "Bay 2").status == 303
    assert mine(ward, ward.bob) == ["Bay 2"]


def test_beds_are_nobody_elses_business(ward: Ward) -> None:
    assert ward.anonymous().get(beds_url(ward)).status == 303
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        assert ward.client(outsider).get(beds_url(ward)).status == 404


def test_mine_are_those_i_am_responsible_for_and_those_in_my_beds(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, last_four="1001", bed="1"), ward.bob)
    acknowledged(ward, sent(ward, ward.alice, last_four="1002", bed="Bed 02"), ward.maria)
    sent(ward, ward.alice, last_four="1003", bed="3")
    sent(ward, ward.alice, last_four="1004", bed="4")
    sent(ward, ward.alice, last_four="1005", bed="3", to=ward.maria)
    bob = ward.client(ward.bob)
    assert "Which beds are yours?" in bob.get(urls(ward)["index"]).text
    for bed in ("2", "3"):
        give(ward, bed, ward.bob, by=ward.bob)
    page = bob.get(urls(ward)["index"])
    own = section(page, "Mine")
    assert "Your beds: 2, 3" in own
    assert [own.index(f"MK {number}") for number in (1003, 1001, 1002)] == sorted(
        own.index(f"MK {number}") for number in (1001, 1002, 1003)
    )
    assert "your bed, but Maria Moreno is responsible" in own
    assert ("1004" in own, "1005" in own) == (False, False)
    assert "MK 1004" in section(page, "Waiting for the next nurse")
    assert page.text.count("MK 1002") == 1


def test_a_bed_makes_nobody_responsible(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, bed="2")
    give(ward, "2", ward.bob, by=ward.bob)
    assert handoff.responsible_until_taken == ward.alice.user_id
    assert handoff.acknowledged_by is None
    board = ward.client(ward.bob).get(f"/units/{ward.unit_id}/board").text
    assert "In your bed, sent 07:05" in board
    assert "07:10" not in board, "until when would say how sick"
    assert "In your bed" not in ward.client(ward.maria).get(f"/units/{ward.unit_id}/board").text


def test_a_patient_of_a_colleague_who_is_on_the_way_to_me_stands_once(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, bed="2", severity=Severity.STABLE), ward.maria)
    give(ward, "2", ward.bob, by=ward.bob)
    sent(ward, ward.maria, bed="2", severity=Severity.STABLE)
    own = section(ward.client(ward.bob).get(urls(ward)["index"]), "Mine")
    assert own.count("MK 4821") == 1
    assert "in your bed" in own


def test_the_beds_page_tells_nothing_of_patients(ward: Ward) -> None:
    sent(ward, ward.alice, bed="2")
    page = ward.client(ward.bob).get(beds_url(ward))
    assert "4821" not in page.bare
    assert CANARY not in page.body
