"""Before you go: what one person leaves behind, handed on in one tap."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.actions import queries as actions
from huddle.core.dates import Month
from huddle.core.transaction import transaction
from huddle.leaving import queries as leaving
from huddle.recognition import queries as recognition
from huddle.units import charge
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward
from tests.today.test_for_you import promised

NOVEMBER = Month(2026, 11)
BAD_WORDS = ("", "  ", "x" * 201, "a\x00b")


def going_of(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/before-you-go"


def in_charge(ward: Ward) -> None:
    with transaction():
        charge.take(ward.unit_id, actor=ward.alice, now=ward.now)


def test_nothing_open_says_so_and_offers_to_leave(ward: Ward) -> None:
    page = ward.client(ward.bob).get(going_of(ward))
    assert page.status == 200
    assert "Nothing of yours is left open." in page.text
    assert page.find("form", id="leave")[0].get("action") == "/sign-out"
    tablet = ward.client(ward.bob, tablet=True).get(going_of(ward))
    assert tablet.find("form", id="leave")[0].get("data-lock") is not None


def test_patients_that_are_still_mine_are_named_with_the_way_on(ward: Ward) -> None:
    sent(ward, ward.bob, to=ward.alice)
    taken = acknowledged(ward, sent(ward, ward.alice, to=ward.bob, last_four="0002"), ward.bob)
    acknowledged(ward, sent(ward, ward.bob, to=ward.alice, last_four="0003"), ward.alice)
    page = ward.client(ward.bob).get(going_of(ward))
    assert "MK 4821, bed 12 Sent at 07:05 for Alice Adeyemi. The patient is still yours." in page.text
    assert f"/units/{ward.unit_id}/handoffs/new?from={taken.id}" in page.links()
    assert "0003" not in page.text, "Alice has this patient"
    theirs = ward.client(ward.alice).get(going_of(ward)).text
    assert "MK 0003" in theirs
    assert "MK 4821" not in theirs


def test_a_patient_on_the_way_is_not_listed_twice(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, to=ward.bob), ward.bob)
    ward.clock.tick(timedelta(hours=11))
    sent(ward, ward.bob, to=ward.alice)
    page = ward.client(ward.bob).get(going_of(ward))
    assert "Nobody has taken these yet" in page.text
    assert "You still have" not in page.text


def test_a_promise_goes_to_whoever_is_in_charge_in_one_tap(ward: Ward) -> None:
    item_id = promised(ward, ward.bob, days=2)
    client, give = ward.client(ward.bob), f"{going_of(ward)}/promises/{item_id}"
    assert "Give to" not in client.get(going_of(ward)).text, "nobody is in charge"
    in_charge(ward)
    done = client.submit(going_of(ward), give)
    assert (done.status, done.location) == (303, going_of(ward))
    assert actions.get(ward.unit_id, item_id).owner_id == ward.alice.person_id
    assert "Order a bell" not in client.get(going_of(ward)).text


def test_a_promise_that_is_late_is_not_called_due_within_a_week(ward: Ward) -> None:
    promised(ward, ward.bob, days=2)
    words = ward.client(ward.bob).get(going_of(ward)).text
    assert ("Your promises due within a week" in words, "was due" in words) == (True, False)
    ward.clock.tick(timedelta(days=3))
    words = ward.client(ward.bob).get(going_of(ward)).text
    assert ("Your promises late, or due within a week" in words, "was due yesterday" in words) == (True, True)


def test_a_promise_that_changed_meanwhile_is_not_given(ward: Ward) -> None:
    item_id = promised(ward, ward.bob, days=2)
    in_charge(ward)
    client, give = ward.client(ward.bob), f"{going_of(ward)}/promises/{item_id}"
    fields = client.fill(going_of(ward), give)
    from huddle.actions import service

    with transaction():
        service.finish(actions.get(ward.unit_id, item_id), note="", actor=ward.alice, now=ward.now)
    assert client.post(give, fields).status == 409


def test_a_promise_is_not_given_to_somebody_who_does_not_work_here(ward: Ward) -> None:
    item_id = promised(ward, ward.bob, days=2)
    in_charge(ward)
    client, give = ward.client(ward.bob), f"{going_of(ward)}/promises/{item_id}"
    answer = client.submit(going_of(ward), give, owner_id=str(ward.charlie.person_id))
    assert answer.status == 422
    assert actions.get(ward.unit_id, item_id).owner_id == ward.bob.person_id


def test_only_who_may_hand_a_promise_over_does(ward: Ward) -> None:
    item_id = promised(ward, ward.maria, days=2)
    mine = promised(ward, ward.bob, days=2)
    in_charge(ward)
    client = ward.client(ward.bob)
    fields = client.fill(going_of(ward), f"{going_of(ward)}/promises/{mine}")
    assert client.post(f"{going_of(ward)}/promises/{item_id}", fields).status == 409, "another form's envelope"


def test_thanks_are_said_in_place(ward: Ward) -> None:
    client, thanks = ward.client(ward.bob), f"{going_of(ward)}/thanks"
    done = client.submit(going_of(ward), thanks, to_whom="A nurse", what="Took two of my patients 🙂 שלום")
    assert (done.status, done.location) == (303, going_of(ward))
    [said] = recognition.newest(ward.unit_id)
    assert (said.to_whom, said.what) == ("A nurse", "Took two of my patients 🙂 שלום")


@pytest.mark.parametrize("what", BAD_WORDS, ids=("empty", "blank", "too long", "NUL"))
def test_thanks_that_say_nothing_come_back_with_what_was_typed(ward: Ward, what: str) -> None:
    client, thanks = ward.client(ward.bob), f"{going_of(ward)}/thanks"
    page = client.submit(going_of(ward), thanks, to_whom="A nurse", what=what)
    assert page.status == 422
    [details] = page.find("details", id="thanks")
    assert details.get("open") is not None
    assert recognition.newest(ward.unit_id) == []


def test_leaving_late_is_counted_once_however_often_it_is_sent(ward: Ward) -> None:
    client, late = ward.client(ward.bob), f"{going_of(ward)}/late-leaving"
    fields = client.fill(going_of(ward), late, reason="no_relief")
    for _ in range(2):
        done = client.post(late, fields)
        assert (done.status, done.location) == (303, going_of(ward))
    assert leaving.month_counts(ward.unit_id, NOVEMBER) == {"no_relief": 1}


def test_what_is_stored_of_the_form_does_not_tell_the_reason(ward: Ward) -> None:
    from sqlalchemy import select

    from huddle.core.db import db
    from huddle.core.operations import Operation

    client, late = ward.client(ward.bob), f"{going_of(ward)}/late-leaving"
    for reason in ("no_relief", "emergency"):
        client.submit(going_of(ward), late, reason=reason)
    found = db.session.execute(select(Operation.payload_sha256, Operation.location, Operation.notice)).all()
    assert len(found) == 2
    assert len(set(found)) == 1


@pytest.mark.parametrize("reason", [None, "", "laziness"])
def test_without_a_reason_nothing_is_counted(ward: Ward, reason: str | None) -> None:
    client, late = ward.client(ward.bob), f"{going_of(ward)}/late-leaving"
    page = client.submit(going_of(ward), late, reason=reason)
    assert page.status == 422
    assert page.find("details", id="late")[0].get("open") is not None
    assert leaving.month_counts(ward.unit_id, NOVEMBER) == {}


def test_outsiders_find_no_such_page_and_signed_out_people_the_door(ward: Ward) -> None:
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        assert ward.client(outsider).get(going_of(ward)).status == 404
    assert ward.anonymous().get(going_of(ward)).status == 303
    assert ward.anonymous().post(f"{going_of(ward)}/late-leaving", {"reason": "other"}).status == 401


def test_the_way_there_is_in_the_person_s_own_menu(ward: Ward) -> None:
    assert going_of(ward) in ward.client(ward.bob).get("/me").links()
