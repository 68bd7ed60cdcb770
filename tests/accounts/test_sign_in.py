from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.accounts import queries, tablets
from huddle.accounts import service as accounts
from huddle.core.transaction import transaction
from huddle.units import people
from tests.support.secrets import OTHER_PIN, PASSWORD, PIN, WRONG, enter_pin, give_password, give_pin, sign_in
from tests.support.ward import Ward


def concerns(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/concerns"


def board(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/board"


def test_a_pin_opens_the_board_of_the_tablets_unit(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()

    page = enter_pin(client, ward.bob)

    assert (page.status, page.location) == (303, board(ward))
    assert client.get(concerns(ward)).status == 200


def test_a_wrong_pin_says_how_many_tries_are_left_and_puts_the_cursor_back(ward: Ward) -> None:
    give_pin(ward, ward.bob)

    page = enter_pin(ward.locked_tablet(), ward.bob, WRONG)

    assert page.status == 422
    assert "That PIN is not right. 4 tries left." in page.text
    assert WRONG not in page.body
    assert page.find("input", id="pin")[0].get("data-focus") is not None


def test_the_sixth_try_is_refused_even_with_the_right_pin(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    for _ in range(5):
        wrong = enter_pin(client, ward.bob, WRONG)

    page = enter_pin(client, ward.bob, PIN)

    assert "one try too many" in wrong.text
    assert page.status == 429
    assert "Wait 15 minutes" in page.text


def test_a_blocked_name_blocks_no_colleague_and_no_other_tablet(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    give_pin(ward, ward.alice)
    with transaction():
        code = tablets.make_code(ward.unit_id, actor=ward.maria, now=ward.now)
    other = ward.anonymous()
    other.submit("/tablet/enrolment", code=code, name="Cart")
    client = ward.locked_tablet()
    for _ in range(5):
        enter_pin(client, ward.bob, WRONG)

    assert enter_pin(client, ward.alice).status == 303
    assert enter_pin(other, ward.bob).status == 303


def test_after_fifteen_minutes_the_pin_works_again(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    for _ in range(5):
        enter_pin(client, ward.bob, WRONG)

    ward.clock.tick(timedelta(minutes=15, seconds=1))

    assert enter_pin(client, ward.bob).status == 303


def test_a_pin_is_worth_nothing_without_a_tablet(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.anonymous()
    path = f"/tablet/people/{ward.bob.user_id}"

    page = client.post(path, {"pin": PIN, "_op": "0d1e8f7e-6d52-4f5e-8a4c-5a4f6b0e0f10"})

    assert client.get(path).status == 303
    assert page.status == 401
    assert client.cookie("huddle") is None


def test_a_pin_does_not_open_the_tablet_of_another_unit(ward: Ward) -> None:
    give_pin(ward, ward.charlie)

    assert ward.locked_tablet().get(f"/tablet/people/{ward.charlie.user_id}").status == 404


def test_signing_in_gives_a_new_token_and_ends_the_old_session(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    client.set_cookie("huddle", "a-token-that-somebody-planted")

    enter_pin(client, ward.bob)
    first = client.cookie("huddle")
    enter_pin(client, ward.bob)
    thief = ward.locked_tablet()
    thief.set_cookie("huddle", str(first))

    assert first not in ("a-token-that-somebody-planted", client.cookie("huddle"))
    assert thief.get(concerns(ward)).status == 303


def test_two_taps_on_sign_in_leave_somebody_signed_in(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    data = client.fill(f"/tablet/people/{ward.bob.user_id}", pin=PIN)

    for _ in range(2):
        assert client.post(f"/tablet/people/{ward.bob.user_id}", data, script=True).status == 200

    assert client.get(concerns(ward)).status == 200


def test_the_script_gets_its_operation_back_and_an_address(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    data = client.fill(f"/tablet/people/{ward.bob.user_id}", pin=PIN)

    page = client.post(f"/tablet/people/{ward.bob.user_id}", data, script=True)

    assert page.response.headers["Huddle-Operation"] == data["_op"][0]
    assert page.json["location"] == board(ward)


def test_a_password_opens_huddle_on_an_own_computer(ward: Ward) -> None:
    give_password(ward, ward.alice)
    client = ward.anonymous()

    page = sign_in(client, " Alice ")

    assert (page.status, page.location) == (303, "/")
    assert client.get("/").location == board(ward)


def test_the_answer_does_not_tell_whether_there_is_such_a_name(ward: Ward) -> None:
    give_password(ward, ward.alice)

    known = sign_in(ward.anonymous(), "alice", "not the password")
    unknown = sign_in(ward.anonymous(), "nobody", "not the password")

    assert known.status == unknown.status == 422
    assert known.text.replace("alice", "") == unknown.text.replace("nobody", "")


def test_an_unknown_name_costs_as_much_work_as_a_known_one(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    from huddle.accounts import hashing

    give_password(ward, ward.alice)
    asked: list[str | None] = []
    verify = hashing._verify
    monkeypatch.setattr(hashing, "_verify", lambda stored, typed: asked.append(stored) or verify(stored, typed))

    sign_in(ward.anonymous(), "alice", "wrong")
    sign_in(ward.anonymous(), "nobody", "wrong")

    assert len(asked) == 2


def test_an_unknown_name_is_blocked_after_five_tries_like_a_known_one(ward: Ward) -> None:
    client = ward.anonymous()

    answers = [sign_in(client, "nobody", "wrong").status for _ in range(6)]

    assert answers == [422] * 5 + [429]


def test_somebody_who_left_cannot_sign_in(ward: Ward) -> None:
    give_password(ward, ward.bob)
    with transaction():
        people.deactivate(queries.person(ward.bob.person_id), actor=ward.dana, now=ward.now)

    assert sign_in(ward.anonymous(), "bob").status == 422


@pytest.mark.parametrize("typed", ["", "x" * 500, "a\x00b", "😀 😀", "\u202eabc", "'; drop table user"])
def test_strange_words_at_the_door_are_just_wrong(ward: Ward, typed: str) -> None:
    give_pin(ward, ward.bob)

    assert sign_in(ward.anonymous(), typed, PASSWORD).status == 422
    assert sign_in(ward.anonymous(), "alice", typed).status == 422
    assert enter_pin(ward.locked_tablet(), ward.bob, typed).status == 422


def test_signing_out_ends_the_session_for_good(ward: Ward) -> None:
    client = ward.client(ward.alice)
    token = client.cookie("huddle")

    page = client.post("/sign-out", {})
    client.set_cookie("huddle", str(token))

    assert (page.status, page.location) == (303, "/sign-in")
    assert client.get(concerns(ward)).status == 303


def test_a_revoked_session_and_a_revoked_tablet_are_refused_at_once(ward: Ward) -> None:
    own, tablet = ward.client(ward.bob), ward.client(ward.bob, tablet=True)
    assert own.get(concerns(ward)).status == tablet.get(concerns(ward)).status == 200

    with transaction():
        tablets.revoke(queries.tablet(ward.unit_id, ward.tablet_id), actor=ward.maria, now=ward.now)
    refused_tablet = tablet.get(concerns(ward))
    with transaction():
        accounts.close_all_sessions(ward.bob.person_id, actor=ward.dana, now=ward.now)

    assert refused_tablet.location.startswith("/sign-in")
    assert own.get(concerns(ward)).location.startswith("/sign-in")


def test_a_post_with_fields_of_its_own_makes_nobody_an_administrator(ward: Ward) -> None:
    give_password(ward, ward.bob)
    client = ward.anonymous()

    client.submit(
        "/sign-in", username="bob", password=PASSWORD, org_role="admin", user_id=str(ward.dana.user_id), device_id="1"
    )

    assert client.get("/admin").status == 403
    assert queries.person(ward.bob.person_id).org_role is None


def test_other_sites_cannot_sign_anybody_in_or_out(ward: Ward) -> None:
    client = ward.client(ward.bob)

    for path in ("/sign-in", "/sign-out", "/lock", "/switch", "/theme", f"/tablet/people/{ward.bob.user_id}"):
        assert client.post(path, {}, headers={"Origin": "https://evil.example"}).status == 403
    assert client.get(concerns(ward)).status == 200


def test_my_new_pin_needs_the_old_one(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.client(ward.bob, tablet=True)

    wrong = client.submit("/me/pin", pin=WRONG, pin_new=OTHER_PIN, pin_again=OTHER_PIN)
    weak = client.submit("/me/pin", pin=PIN, pin_new="123456", pin_again="123456")
    unlike = client.submit("/me/pin", pin=PIN, pin_new=OTHER_PIN, pin_again=PIN)
    right = client.submit("/me/pin", pin=PIN, pin_new=OTHER_PIN, pin_again=OTHER_PIN)

    assert [page.status for page in (wrong, weak, unlike, right)] == [422, 422, 422, 303]
    assert enter_pin(ward.locked_tablet(), ward.bob, OTHER_PIN).status == 303


def test_my_new_password_signs_my_other_devices_out(ward: Ward) -> None:
    give_password(ward, ward.bob)
    here, elsewhere = ward.client(ward.bob), ward.client(ward.bob)
    new = "eleven blue kettles"

    page = here.submit("/me/password", password=PASSWORD, password_new=new, password_again=new)

    assert page.status == 303
    assert here.get("/me").status == 200
    assert elsewhere.get("/me").status == 303
    assert sign_in(ward.anonymous(), "bob", new).status == 303
