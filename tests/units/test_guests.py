"""Here for this shift: who lets in whom, what a guest may do, and that it ends."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from huddle.accounts import queries as accounts
from huddle.accounts import service as secrets_of
from huddle.audit import queries as audit
from huddle.core.actor import Actor, OrgRole, UnitRole
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.units import charge, guests, people, queries, staff
from huddle.units.guests import Vouched
from huddle.units.rules import GuestRole
from tests.support.client import CarefulClient, Page
from tests.support.secrets import PIN, enter_pin, give_pin
from tests.support.ward import Ward

SHIFT_ENDS = datetime(2026, 11, 16, 19, tzinfo=UTC)
NASTY = ["", "x" * 81, "a\x00b"]


def index(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/shift-guests"


def board(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/board"


def let_in(ward: Ward, name: str = "Gil Guest", role: GuestRole = GuestRole.NURSE) -> Vouched:
    with transaction():
        return guests.vouch_for_new(ward.unit_id, name=name, role=role, actor=ward.alice, now=ward.now)


def bring(ward: Ward, person: Actor, role: GuestRole = GuestRole.NURSE) -> Vouched:
    with transaction():
        return guests.vouch_for_known(ward.unit_id, person.person_id, role=role, actor=ward.alice, now=ward.now)


def guest_of(vouched: Vouched) -> Actor:
    return Actor(vouched.guest.person_id, vouched.name)


def sign_in(ward: Ward, vouched: Vouched) -> CarefulClient:
    client = ward.locked_tablet()
    assert enter_pin(client, guest_of(vouched), vouched.pin or PIN).status == 303
    return client


def pin_on(page: Page) -> str:
    found = re.search(r">(\d{6})<", page.body)
    assert found is not None
    return found[1]


def test_a_guest_signs_in_with_a_pin_that_is_shown_once_and_does_what_staff_do(ward: Ward) -> None:
    alice = ward.client(ward.alice)
    data = alice.fill(f"{index(ward)}/new", index(ward), name="Gil Guest", role="pharmacist")

    shown = alice.post(index(ward), data)
    again = alice.post(index(ward), data)

    tile = ward.locked_tablet().get("/tablet")
    address = next(link.get("href", "") for link in tile.find("a") if "Gil Guest" in "".join(link.itertext()))
    assert (shown.status, again.status) == (200, 409)
    assert pin_on(shown) not in again.body
    assert "Pharmacist" in tile.text
    client = ward.locked_tablet()
    assert client.submit(address, pin=pin_on(shown)).status == 303
    assert client.get(board(ward)).status == 200
    assert client.get(index(ward)).status == 403


def test_a_guest_is_gone_when_the_shift_ends_and_so_is_their_session(ward: Ward) -> None:
    vouched = let_in(ward)
    client = sign_in(ward, vouched)
    ward.clock.set(SHIFT_ENDS - timedelta(seconds=60))
    client = sign_in(ward, vouched)
    assert client.get(board(ward)).status == 200

    ward.clock.set(SHIFT_ENDS)

    assert client.get(board(ward)).location == f"/tablet?next=%2Funits%2F{ward.unit_id}%2Fboard"
    assert client.post("/drafts", {}).status == 401
    assert "Gil Guest" not in client.get("/tablet").text
    assert client.get(f"/tablet/people/{vouched.guest.person_id}").status == 404
    with pytest.raises(NotFound):
        staff.actor_on(ward.unit_id, vouched.guest.person_id, now=ward.now)
    assert queries.names({vouched.guest.person_id})[vouched.guest.person_id] == "Gil Guest"


def test_the_board_of_a_guest_is_not_polled_after_the_end(ward: Ward) -> None:
    charlie = bring(ward, ward.charlie)
    news = f"{board(ward)}/news"
    ward.clock.set(charlie.guest.ends_at - timedelta(minutes=1))
    own = ward.client(ward.charlie)
    assert own.get(news, htmx=True).status == 200

    ward.clock.set(charlie.guest.ends_at)
    ward.client(ward.alice).get(board(ward))  # a board of this minute is in memory now

    assert own.get(news).status == 404


def test_the_pin_of_a_guest_is_worth_nothing_on_the_tablet_of_another_unit(ward: Ward) -> None:
    vouched = let_in(ward)
    with transaction():
        code = people.make_tablet_code(ward.other_unit_id, actor=ward.dana, now=ward.now)
    elsewhere = ward.anonymous()
    elsewhere.submit("/tablet/enrolment", code=code, name="Cart")

    page = elsewhere.get(f"/tablet/people/{vouched.guest.person_id}")

    assert page.status == 404
    data = ward.locked_tablet().fill(f"/tablet/people/{vouched.guest.person_id}", pin=vouched.pin)
    assert elsewhere.post(f"/tablet/people/{vouched.guest.person_id}", data).status == 404


def test_a_guest_has_no_password_and_no_way_in_from_elsewhere(ward: Ward) -> None:
    person = accounts.person(let_in(ward).guest.person_id)

    page = ward.anonymous().submit("/sign-in", username=person.username, password="")
    other = ward.anonymous().submit("/sign-in", username=person.username, password="x" * 12)

    assert (page.status, other.status) == (422, 422)


def test_a_colleague_of_another_unit_keeps_account_and_pin(ward: Ward) -> None:
    give_pin(ward, ward.charlie)
    alice = ward.client(ward.alice)

    asked = alice.submit(f"{index(ward)}/new", index(ward), name="charlie chen")
    shown = alice.post(index(ward), asked.form(index(ward)) | {"person": str(ward.charlie.user_id), "role": "nurse"})

    assert asked.status == 422
    assert "Charlie Chen (6 East)" in asked.text
    assert shown.status == 200
    assert "They use their own PIN." in shown.text
    assert enter_pin(ward.locked_tablet(), ward.charlie).status == 303
    assert people.roles_of(ward.charlie.person_id, ward.now)[ward.unit_id] is UnitRole.STAFF
    ward.clock.set(SHIFT_ENDS)
    assert people.roles_of(ward.charlie.person_id, ward.now) == {ward.other_unit_id: UnitRole.STAFF}


def test_somebody_new_of_the_same_name_gets_an_account_of_their_own(ward: Ward) -> None:
    alice = ward.client(ward.alice)
    asked = alice.submit(f"{index(ward)}/new", index(ward), name="Charlie Chen")

    shown = alice.post(index(ward), asked.form(index(ward)) | {"person": "new", "role": "student"})

    assert shown.status == 200
    assert pin_on(shown)
    assert [person.id for person in queries.people(ward.unit_id, ward.now) if person.name == "Charlie Chen"] != [
        ward.charlie.user_id
    ]


def test_names_are_matched_word_by_word_and_nobody_of_this_unit_is_offered(ward: Ward) -> None:
    def found(typed: str) -> list[str]:
        return [match.name for match in guests.matches(ward.unit_id, typed, ward.now)]

    assert found("charlie") == found("CHEN cha") == ["Charlie Chen"]
    assert found("Charlie Chaplin") == found("%") == found("") == found("Bob") == found("Dana") == []


def test_a_guest_who_comes_back_is_the_same_person_with_a_new_pin(ward: Ward) -> None:
    first = let_in(ward)
    ward.clock.tick(timedelta(days=2))

    second = bring(ward, guest_of(first), GuestRole.DOCTOR)

    assert second.guest.person_id == first.guest.person_id
    assert second.pin not in {None, first.pin}
    assert enter_pin(ward.locked_tablet(), guest_of(first), first.pin or "").status == 422
    sign_in(ward, second)


def test_a_pharmacist_of_three_wards_has_one_pin(ward: Ward) -> None:
    first = let_in(ward, role=GuestRole.PHARMACIST)
    lead = Actor(ward.charlie.user_id, "Charlie Chen", units={ward.other_unit_id: UnitRole.CHARGE})
    with transaction():
        second = guests.vouch_for_known(
            ward.other_unit_id, first.guest.person_id, role=GuestRole.PHARMACIST, actor=lead, now=ward.now
        )

    assert second.pin is None
    sign_in(ward, first)


@pytest.mark.parametrize("who", ["bob", "charlie", "dana", "quinn"])
def test_only_whoever_leads_lets_somebody_in(ward: Ward, who: str) -> None:
    actor = getattr(ward, who)
    with pytest.raises(NotPermitted):
        guests.vouch_for_new(ward.unit_id, name="Gil", role=GuestRole.NURSE, actor=actor, now=ward.now)
    assert ward.client(actor).get(index(ward)).status == (403 if who == "bob" else 404)


def test_nobody_lets_in_an_administrator_or_somebody_who_works_here(ward: Ward) -> None:
    for person in (ward.dana, ward.bob):
        with pytest.raises(FieldRefused):
            guests.vouch_for_known(ward.unit_id, person.person_id, role=GuestRole.NURSE, actor=ward.alice, now=ward.now)


def test_a_guest_nurse_may_be_in_charge_and_a_student_may_not(ward: Ward) -> None:
    nurse, student = let_in(ward), let_in(ward, "Stu Student", GuestRole.STUDENT)

    for vouched in (student, nurse):
        actor = staff.actor_on(ward.unit_id, vouched.guest.person_id, now=ward.now)
        if vouched is student:
            with pytest.raises(NotPermitted, match="only a nurse"):
                charge.take(ward.unit_id, actor=actor, now=ward.now)
        else:
            with transaction():
                charge.take(ward.unit_id, actor=actor, now=ward.now)

    assert sign_in(ward, nurse).get(index(ward)).status == 200


def test_the_time_is_made_longer_once(ward: Ward) -> None:
    vouched = let_in(ward)
    alice = ward.client(ward.alice)
    page = f"{index(ward)}/{vouched.guest.id}"
    data = alice.fill(page, f"{page}/extension")

    first = alice.post(f"{page}/extension", data)
    again = alice.post(f"{page}/extension", data | {"_op": "00000000-0000-4000-8000-000000000001"})

    assert first.status == 303
    assert again.status == 409
    ward.clock.set(SHIFT_ENDS + timedelta(hours=3, minutes=59))
    sign_in(ward, vouched)
    ward.clock.set(SHIFT_ENDS + timedelta(hours=4))
    assert ward.locked_tablet().get(f"/tablet/people/{vouched.guest.person_id}").status == 404


def test_a_guest_who_leaves_early_is_out_at_once_and_not_in_charge(ward: Ward) -> None:
    vouched = let_in(ward)
    client = sign_in(ward, vouched)
    with transaction():
        charge.take(
            ward.unit_id,
            actor=staff.actor_on(ward.unit_id, vouched.guest.person_id, now=ward.now),
            now=ward.now,
        )
    page = f"{index(ward)}/{vouched.guest.id}"

    ended = ward.client(ward.maria).submit(page, f"{page}/ending")

    assert ended.status == 303
    assert client.get(board(ward)).status == 303
    bring(ward, guest_of(vouched))
    assert charge.in_charge(ward.unit_id, ward.now) is None
    shown = ward.client(ward.alice).get(page)
    assert "Alice Adeyemi" in shown.text
    assert "Gone." in shown.text
    actions = [event.action for event in audit.of_subject(vouched.guest.person_id)]
    assert (actions.count("guest.vouched"), actions.count("guest.ended")) == (2, 1)


def test_nothing_is_done_to_a_guest_who_has_gone(ward: Ward) -> None:
    vouched = let_in(ward)
    ward.clock.set(SHIFT_ENDS)

    for change in (guests.extend, guests.end, guests.make_pin):
        with pytest.raises(RuleBroken):
            change(vouched.guest, actor=ward.alice, now=ward.now)


def test_a_forgotten_pin_of_a_guest_is_made_anew_and_that_of_a_colleague_is_not(ward: Ward) -> None:
    vouched, known = let_in(ward), bring(ward, ward.charlie)
    page = f"{index(ward)}/{vouched.guest.id}"

    shown = ward.client(ward.alice).submit(page, f"{page}/pin")

    assert enter_pin(ward.locked_tablet(), guest_of(vouched), vouched.pin or "").status == 422
    client = ward.locked_tablet()
    assert enter_pin(client, guest_of(vouched), pin_on(shown)).status == 303
    assert client.get(board(ward)).status == 200, "a guest is not asked to choose a PIN of their own"
    with pytest.raises(RuleBroken):
        guests.make_pin(known.guest, actor=ward.alice, now=ward.now)


@pytest.mark.parametrize("name", NASTY)
def test_a_faulty_name_lets_nobody_in(ward: Ward, name: str) -> None:
    page = ward.client(ward.alice).submit(f"{index(ward)}/new", index(ward), name=name)

    assert page.status == 422
    assert not [person for person in queries.people(ward.unit_id, ward.now) if person.guest_role]


@pytest.mark.parametrize("name", ["Zoë 😀", "שלום עולם", "<b>Bold</b>"])
def test_names_in_all_scripts_are_let_in_as_they_are(ward: Ward, name: str) -> None:
    page = ward.client(ward.alice).submit(f"{index(ward)}/new", index(ward), name=name)

    assert page.status == 200
    assert [person.name for person in queries.people(ward.unit_id, ward.now) if person.guest_role] == [name]
    assert "<b>Bold" not in page.body


def test_a_role_or_a_person_that_nobody_offered_is_refused(ward: Ward) -> None:
    alice = ward.client(ward.alice)
    data = alice.fill(f"{index(ward)}/new", index(ward), name="Charlie Chen", role="chief")

    assert alice.post(index(ward), data).status == 422
    assert alice.post(index(ward), data | {"role": "nurse", "person": str(ward.dana.user_id)}).status == 422


def test_whoever_stays_keeps_the_name_and_chooses_a_pin(ward: Ward) -> None:
    vouched = let_in(ward)
    with transaction():
        people.set_member(ward.unit_id, vouched.guest.person_id, role=UnitRole.STAFF, actor=ward.dana, now=ward.now)
    ward.clock.set(SHIFT_ENDS)

    client = ward.locked_tablet()
    assert enter_pin(client, guest_of(vouched), vouched.pin or "").status == 303
    assert client.get(board(ward)).location == "/me/pin"


def test_a_guest_who_gets_a_role_of_the_organisation_is_no_guest_of_a_charge_nurse_any_more(ward: Ward) -> None:
    vouched = let_in(ward)
    person = accounts.person(vouched.guest.person_id)
    with transaction():
        secrets_of.edit_person(person, name=person.name, org_role=OrgRole.QUALITY, actor=ward.dana, now=ward.now)
    with pytest.raises(RuleBroken), transaction():
        guests.make_pin(vouched.guest, actor=ward.alice, now=ward.now)
    assert person.pin_given_at is not None, "they have to choose a PIN that nobody else knows"


def test_a_guest_of_two_units_gets_a_new_pin_from_neither(ward: Ward) -> None:
    vouched = let_in(ward)
    with transaction():
        people.set_member(
            ward.other_unit_id, vouched.guest.person_id, role=UnitRole.STAFF, actor=ward.dana, now=ward.now
        )
        accounts.person(vouched.guest.person_id).guest_since = ward.now
    with pytest.raises(RuleBroken), transaction():
        guests.make_pin(vouched.guest, actor=ward.alice, now=ward.now)


def test_a_guest_ended_on_another_page_and_let_in_again_stands_there_once(ward: Ward) -> None:
    vouched = let_in(ward)
    with transaction():
        people.end_membership(ward.unit_id, vouched.guest.person_id, actor=ward.dana, now=ward.now)
    assert not guests.is_here(vouched.guest, ward.now)
    with transaction():
        guests.vouch_for_known(
            ward.unit_id, vouched.guest.person_id, role=GuestRole.STUDENT, actor=ward.alice, now=ward.now
        )
    here = [person for person in queries.people(ward.unit_id, ward.now) if person.id == vouched.guest.person_id]
    assert [person.guest_role for person in here] == [GuestRole.STUDENT]
