"""A PIN or password that somebody else made opens one page: the one on which its owner chooses another."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from huddle.accounts import door, queries, service
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused
from huddle.core.transaction import transaction
from huddle.units import people
from tests.support.client import CarefulClient
from tests.support.secrets import OTHER_PIN, enter_pin, give_password, give_pin
from tests.support.ward import Ward


def given_pin(ward: Ward) -> str:
    with transaction():
        bob = queries.person(ward.bob.person_id)
        return people.make_pin(bob, unit_id=ward.unit_id, actor=ward.maria, now=ward.now)


def given_password(ward: Ward) -> str:
    with transaction():
        return people.make_password(queries.person(ward.bob.person_id), actor=ward.dana, now=ward.now)


def signed_in_with_given_pin(ward: Ward) -> tuple[CarefulClient, str]:
    pin, client = given_pin(ward), ward.locked_tablet()
    assert enter_pin(client, ward.bob, pin).status == 303
    return client, pin


def test_whoever_signs_in_with_a_pin_made_by_a_manager_chooses_an_own_one_before_all_else(ward: Ward) -> None:
    client, _pin = signed_in_with_given_pin(ward)
    concerns = f"/units/{ward.unit_id}/concerns"

    assert client.get(concerns).location == "/me/pin"
    assert client.get("/me").location == "/me/pin"
    assert client.get(f"/units/{ward.unit_id}/board/news").location == "/me/pin"
    assert client.post(concerns, {}).status == 403
    page = client.get("/me/pin")
    assert page.h1 == "Choose your own PIN"
    assert not page.find("input", id="pin"), "it was given a moment ago"


def test_the_own_pin_opens_everything_and_the_one_of_the_manager_nothing(ward: Ward) -> None:
    client, pin = signed_in_with_given_pin(ward)

    chosen = client.submit("/me/pin", pin_new=OTHER_PIN, pin_again=OTHER_PIN)

    assert chosen.status == 303
    assert client.get(f"/units/{ward.unit_id}/concerns").status == 200
    assert enter_pin(ward.locked_tablet(), ward.bob, pin).status == 422
    again = ward.locked_tablet()
    assert enter_pin(again, ward.bob, OTHER_PIN).status == 303
    assert again.get("/me").status == 200


def test_the_given_pin_is_not_chosen_again(ward: Ward) -> None:
    client, pin = signed_in_with_given_pin(ward)

    page = client.submit("/me/pin", pin_new=pin, pin_again=pin)

    assert page.status == 422
    assert "Somebody else knows this PIN." in page.text
    assert pin not in page.body


def test_later_than_two_minutes_the_given_pin_is_asked_for_once_more(ward: Ward) -> None:
    client, pin = signed_in_with_given_pin(ward)
    ward.clock.tick(timedelta(seconds=115))
    client.get("/me/pin")
    ward.clock.tick(timedelta(seconds=10))

    assert client.submit("/me/pin", pin=OTHER_PIN, pin_new=OTHER_PIN, pin_again=OTHER_PIN).status == 422
    assert client.submit("/me/pin", pin=pin, pin_new=OTHER_PIN, pin_again=OTHER_PIN).status == 303


def test_a_given_password_is_changed_first_too(ward: Ward) -> None:
    client, password = ward.anonymous(), given_password(ward)
    client.submit("/sign-in", username="bob", password=password)

    assert client.get(f"/units/{ward.unit_id}/concerns").location == "/me/password"
    same = client.submit("/me/password", password_new=password, password_again=password)
    chosen = client.submit("/me/password", password_new="six quiet owls", password_again="six quiet owls")

    assert (same.status, chosen.status) == (422, 303)
    assert client.get(f"/units/{ward.unit_id}/concerns").status == 200


def test_an_own_password_opens_everything_though_the_pin_was_made_by_somebody(ward: Ward) -> None:
    give_password(ward, ward.bob)
    given_pin(ward)
    client = ward.anonymous()
    client.submit("/sign-in", username="bob", password="seven grey herons")

    assert client.get(f"/units/{ward.unit_id}/concerns").status == 200


def test_a_pin_that_a_manager_knows_signs_for_nobody(ward: Ward) -> None:
    pin = given_pin(ward)
    with ward.app.test_request_context("/", headers={"Cookie": f"huddle-tablet={ward.tablet_token}"}):
        ward.app.preprocess_request()
        with pytest.raises(FieldRefused, match="made by somebody else"):
            door.sign_by_pin(ward.bob.person_id, pin, now=ward.now)


def test_a_new_person_chooses_both(ward: Ward) -> None:
    dana = ward.client(ward.dana)
    page = dana.submit(
        "/admin/people/new", "/admin/people", name="Nora Nilsen", username="n.nilsen", unit=str(ward.unit_id)
    )
    pin = re.search(r">(\d{6})<", page.body)
    nora = next(person for person in queries.people("nora"))
    client = ward.locked_tablet()

    assert pin is not None
    assert enter_pin(client, Actor(nora.id, nora.name), pin[1]).status == 303
    assert client.get("/me").location == "/me/pin"


def test_an_own_pin_is_not_asked_to_be_changed(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    enter_pin(client, ward.bob)

    assert client.get("/me").status == 200


def test_a_session_for_choosing_a_secret_shows_no_board_through_the_poll(ward: Ward) -> None:
    client, _pin = signed_in_with_given_pin(ward)
    ward.client(ward.alice).get(f"/units/{ward.unit_id}/board")

    assert client.get(f"/units/{ward.unit_id}/board/news?since=x").status == 303


def test_locking_and_signing_out_are_open_to_everybody(ward: Ward) -> None:
    client, _pin = signed_in_with_given_pin(ward)

    assert client.post("/lock", {}).status == 303
    assert client.post("/sign-out", {}).status == 303


def test_the_first_secret_of_the_first_administrator_is_their_own(ward: Ward) -> None:
    with transaction():
        service.set_password(
            queries.person(ward.dana.person_id), password="nine white swans", actor=ward.dana, now=ward.now
        )
    client = ward.anonymous()
    client.submit("/sign-in", username="dana", password="nine white swans")

    assert client.get("/admin").status == 200
