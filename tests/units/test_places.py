"""Places: the tree with what is missing, levels with receiver and phone, moving, closing and opening a unit."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from huddle.accounts import queries as accounts
from huddle.accounts.models import User
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.audit import queries as audit
from huddle.concerns import service as concerns
from huddle.concerns.rules import Outcome, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.units import overview, queries, service
from huddle.units.models import Service, Site, Unit
from huddle.units.service import Contact
from tests.support.client import CarefulClient
from tests.support.ward import Ward

BAD_PHONES = ["the desk", "5", "=5+5", "x" * 31]


@pytest.fixture
def dana(ward: Ward) -> CarefulClient:
    return ward.client(ward.dana)


def site_of(ward: Ward) -> Site:
    found = db.session.execute(select(Site).join(Service).join(Unit).where(Unit.id == ward.unit_id)).scalar_one()
    return found


def service_of(unit_id: UUID) -> UUID:
    return db.session.execute(select(Unit.service_id).where(Unit.id == unit_id)).scalar_one()


def missing(site_id: UUID) -> list[str]:
    return next(site.missing for site in overview.places().sites if site.id == site_id)


def test_the_tree_says_what_is_missing_and_counts_it(ward: Ward, dana: CarefulClient) -> None:
    before = overview.places()
    page = dana.get("/admin/places")

    west = next(unit for site in before.sites for row in site.services for unit in row.units if unit.name == "5 West")
    east = next(unit for site in before.sites for row in site.services for unit in row.units if unit.name == "6 East")
    assert west.missing == []
    assert east.missing == ["No manager", "No tablet"]
    assert before.missing == ["Nobody to answer", "No phone"]
    assert before.gaps == 2 + 2 * 4 + 2
    assert f"{before.gaps} things are missing" in page.text
    assert "Nobody to answer" in page.text


def test_a_level_whose_receiver_was_deactivated_has_nobody_to_answer(ward: Ward) -> None:
    site = site_of(ward)
    with transaction():
        site.receiver_id = ward.quinn.user_id
    before = missing(site.id)
    with transaction():
        db.session.get_one(User, ward.quinn.person_id).active = False
    assert (before, missing(site.id)) == (["No phone"], ["Nobody to answer", "No phone"])


def test_what_is_filled_in_is_missing_no_more(ward: Ward, dana: CarefulClient) -> None:
    gaps = overview.places().gaps

    page = dana.submit(
        "/admin/organisation", phone="5-1000", receiver_id=str(ward.quinn.user_id), name="Riverside Group"
    )

    assert page.status == 303
    assert (overview.places().gaps, overview.places().name) == (gaps - 2, "Riverside Group")
    assert "organisation.edited" in [event.action for event in audit.of_subject(overview.organisation().id)]


def test_phones_are_named_from_the_unit_up_and_empty_ones_left_out(ward: Ward) -> None:
    site = site_of(ward)
    with transaction():
        contact = Contact(ward.maria.user_id, "5-1200")
        service.edit_site(site, name=site.name, timezone=site.timezone, contact=contact, actor=ward.dana, now=ward.now)

    assert queries.phones(ward.unit_id) == [("5 West", "5-1234"), ("Riverside", "5-1200")]


@pytest.mark.parametrize("phone", BAD_PHONES)
def test_a_phone_that_nobody_can_call_is_refused(ward: Ward, dana: CarefulClient, phone: str) -> None:
    page = dana.submit("/admin/organisation", phone=phone)

    assert page.status == 422
    assert page.find("input", id="phone")[0].get("value") == phone
    assert overview.organisation().phone == ""


@pytest.mark.parametrize("days", ["", "2", "91", "thirty", "-5", "9" * 30])
def test_patient_text_is_kept_for_three_to_ninety_days(ward: Ward, dana: CarefulClient, days: str) -> None:
    assert dana.submit("/admin/organisation", patient_days=days).status == 422
    assert overview.organisation().patient_days == 30


def test_an_administrator_does_not_become_the_receiver_alone(ward: Ward) -> None:
    organisation = overview.organisation()
    with pytest.raises(FieldRefused, match="Another administrator"), transaction():
        service.edit_organisation(
            organisation, name="X", contact=Contact(ward.dana.user_id), patient_days=30, actor=ward.dana, now=ward.now
        )


def test_only_somebody_who_can_sign_in_receives(ward: Ward) -> None:
    with transaction():
        accounts.person(ward.bob.person_id).active = False
    with pytest.raises(FieldRefused, match="can sign in"), transaction():
        service.edit_organisation(
            overview.organisation(), name="X", contact=Contact(ward.bob.user_id), patient_days=30, actor=ward.dana,
            now=ward.now,
        )  # fmt: skip


def test_managers_do_not_change_levels(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        service.edit_organisation(
            overview.organisation(), name="X", contact=Contact(), patient_days=30, actor=ward.maria, now=ward.now
        )


def test_a_service_is_renamed_and_two_of_one_name_refused(ward: Ward, dana: CarefulClient) -> None:
    site, service_id = site_of(ward), service_of(ward.unit_id)
    path = f"/admin/services/{service_id}"
    with transaction():
        service.add_service(site.id, name="Surgery", actor=ward.dana, now=ward.now)

    taken = dana.submit(path, name="Surgery")
    renamed = dana.submit(path, name="Medicine 😀 ימין", phone="5-2000")

    assert (taken.status, renamed.status) == (422, 303)
    assert "Medicine 😀 ימין" in dana.get("/admin/places").text
    assert queries.phones(ward.unit_id)[1] == ("Medicine 😀 ימין", "5-2000")


def test_two_who_change_a_service_are_told_of_each_other(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/services/{service_of(ward.unit_id)}"
    data = dana.fill(path, phone="5-1111")
    dana.submit(path, phone="5-2222")

    stale = dana.post(path, data)

    assert stale.status == 409
    assert "5-1111" in stale.body
    assert "5-2222" in stale.body


def test_two_who_choose_a_receiver_read_names_and_choose_one_of_them(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/services/{service_of(ward.unit_id)}"
    data = dana.fill(path, receiver_id=str(ward.quinn.user_id))
    dana.submit(path, receiver_id=str(ward.maria.user_id))
    stale = dana.post(path, data)

    assert "Two people chose in" in stale.text
    assert {"<dd>Quinn Quist</dd>", "<dd>Maria Moreno</dd>"} <= set(re.findall("<dd>[^<]*</dd>", stale.body))
    assert 'value="both"' not in stale.body
    assert dana.post(path, stale.form(path) | {"_keep_receiver_id": "mine"}).status == 303
    assert dana.get(path).form(path)["receiver_id"] == [str(ward.quinn.user_id)]


def test_keeping_both_of_two_receivers_is_asked_again(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/services/{service_of(ward.unit_id)}"
    data = dana.fill(path, receiver_id=str(ward.quinn.user_id))
    dana.submit(path, receiver_id=str(ward.maria.user_id))
    stale = dana.post(path, data)
    again = stale.form(path) | {"_keep_receiver_id": "both"}

    assert dana.post(path, again).status == 422


def test_a_new_unit_says_site_and_time_zone_and_chooses_none_by_itself(ward: Ward, dana: CarefulClient) -> None:
    page = dana.get("/admin/units/new")

    assert "Riverside, Medicine (Europe/London)" in page.text
    assert page.form("/admin/units")["service"] == [""]
    assert dana.submit("/admin/units/new", "/admin/units", name="8 North").status == 422


def test_a_unit_moves_with_its_clock(ward: Ward, dana: CarefulClient) -> None:
    path, there = f"/units/{ward.unit_id}/set-up", service_of(ward.other_unit_id)

    moved = dana.submit(path, f"/admin/units/{ward.unit_id}/service", service=str(there))
    refused = ward.client(ward.maria).post(f"/admin/units/{ward.unit_id}/service", {"service": str(there)})

    assert (moved.status, refused.status) == (303, 403)
    assert queries.facts(ward.unit_id).zone.key == "America/New_York"
    assert [shift.starts_at.hour for shift in queries.shifts(ward.unit_id)] == [7, 19]


def test_a_unit_with_something_open_closes_only_when_somebody_is_sure(ward: Ward, dana: CarefulClient) -> None:
    with transaction():
        actions.open_item(
            ward.unit_id,
            title="Order a bell",
            owner_id=ward.bob.person_id,
            due_on=ward.now.date(),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.bob,
            now=ward.now,
        )
    path = f"/admin/units/{ward.unit_id}/closing"
    page = dana.get(path)

    unsure, sure = dana.submit(path), dana.submit(path, sure="y")

    assert "1 action item to be done" in page.text
    assert "Order a bell" not in page.text
    assert (unsure.status, sure.status) == (422, 303)
    assert not overview.unit(ward.unit_id).active


def test_a_unit_does_not_close_before_its_concerns_are_settled(ward: Ward, dana: CarefulClient) -> None:
    with transaction():
        concern = concerns.raise_concern(
            ward.unit_id, text="The bell is broken", topic=Topic.OTHER, unnamed=False, actor=ward.bob, now=ward.now
        )
    path = f"/admin/units/{ward.unit_id}/closing"
    page, sure = dana.get(path), dana.submit(path, sure="y")

    assert "1 concern that is not told back" in page.text
    assert "The bell is broken" not in page.text
    assert "Close the unit" not in page.text, "no button that would only be refused"
    assert sure.status == 409
    assert "Settle the open concerns of this unit first." in sure.text
    assert overview.unit(ward.unit_id).active

    with transaction():
        concerns.answer(concern, outcome=Outcome.FIXED, answer="A new one.", actor=ward.maria, now=ward.now)
        concerns.tell_back(concern, how=ToldHow.BOARD, actor=ward.maria, now=ward.now)
    assert dana.submit(path, sure="y").status == 303


def test_nobody_works_on_a_closed_unit_and_everybody_again_when_it_opens(ward: Ward, dana: CarefulClient) -> None:
    bob = ward.client(ward.bob)
    path = f"/admin/units/{ward.unit_id}/closing"

    dana.submit(path, sure="y")
    closed = bob.get(f"/units/{ward.unit_id}/concerns").status, ward.locked_tablet().get("/tablet").status
    shown = dana.get("/admin/places").text
    dana.submit(path, f"/admin/units/{ward.unit_id}/reopening")

    assert closed == (404, 303)
    assert "Closed" in shown
    assert bob.get(f"/units/{ward.unit_id}/concerns").status == 200
    assert accounts.tablets(ward.unit_id) == []
    assert ward.locked_tablet().get("/tablet").status == 303


def test_a_closed_unit_is_not_closed_twice(ward: Ward) -> None:
    unit = overview.unit(ward.unit_id)
    with transaction():
        service.close_unit(unit, actor=ward.dana, now=ward.now)
    with pytest.raises(RuleBroken, match="closed already"):
        service.close_unit(unit, actor=ward.dana, now=ward.now)
    with pytest.raises(NotPermitted):
        service.reopen_unit(unit, actor=ward.maria, now=ward.now)


def test_closing_is_for_administrators(ward: Ward) -> None:
    path = f"/admin/units/{ward.unit_id}/closing"
    for person, status in ((ward.maria, 403), (ward.bob, 403), (ward.charlie, 403)):
        assert ward.client(person).get(path).status == status
    assert ward.anonymous().get(path).status == 303


def test_our_own_commands_may_set_up(ward: Ward) -> None:
    with transaction():
        site = service.add_site(name="Hill", timezone="Asia/Tokyo", actor=Actor.system("test"), now=ward.now)
    assert overview.site(site.id).phone == ""
