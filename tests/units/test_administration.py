from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from huddle.accounts import queries as accounts
from huddle.accounts.models import Device, User
from huddle.audit import queries as audit
from huddle.core.actor import OrgRole, UnitRole
from huddle.core.db import db
from huddle.units import overview, people, queries
from huddle.units.models import Service, Site
from tests.support.client import CarefulClient
from tests.support.secrets import enter_pin, give_pin
from tests.support.ward import Ward

NASTY = ["", "x" * 500, "a\x00b"]


@pytest.fixture
def dana(ward: Ward) -> CarefulClient:
    return ward.client(ward.dana)


def pages_of_administrators(ward: Ward) -> list[str]:
    site = db.session.execute(select(Site.id).order_by(Site.name)).scalars().first()
    return [
        "/admin",
        "/admin/places",
        "/admin/people",
        "/admin/people/new",
        f"/admin/people/{ward.bob.user_id}",
        "/admin/sites/new",
        f"/admin/sites/{site}",
        f"/admin/sites/{site}/services/new",
        "/admin/units/new",
    ]


def pages_of_set_up(ward: Ward) -> list[str]:
    unit = f"/units/{ward.unit_id}"
    return [
        f"{unit}/set-up",
        f"{unit}/shifts/new",
        f"{unit}/shifts/{ward.day_shift_id}",
        f"{unit}/tablets",
        f"{unit}/tablets/{ward.tablet_id}",
        f"{unit}/people/{ward.bob.user_id}",
    ]


def test_administration_is_for_administrators(ward: Ward, dana: CarefulClient) -> None:
    for path in pages_of_administrators(ward):
        assert dana.get(path).status == 200, path
        assert ward.anonymous().get(path).status == 303, path
        for person in (ward.alice, ward.maria, ward.quinn):
            refused = ward.client(person).get(path)
            assert refused.status == 403, path
            assert "Only an administrator can do this." in refused.text


def test_set_up_of_a_unit_is_for_its_manager_and_administrators(ward: Ward, dana: CarefulClient) -> None:
    for path in pages_of_set_up(ward):
        assert dana.get(path).status == 200, path
        assert ward.client(ward.maria).get(path).status == 200, path
        assert ward.anonymous().get(path).status == 303, path
        assert ward.client(ward.bob).get(path).status == 403, path
        assert ward.client(ward.charlie).get(path).status == 404, path


def test_things_of_another_unit_are_not_there(ward: Ward) -> None:
    maria, elsewhere = ward.client(ward.maria), f"/units/{ward.unit_id}"
    other_shift = queries.shifts(ward.other_unit_id)[0].id

    for path in (f"{elsewhere}/shifts/{other_shift}", f"{elsewhere}/people/{ward.charlie.user_id}"):
        assert maria.get(path).status == 404
    assert maria.get(f"/units/{ward.other_unit_id}/set-up").status == 404


def test_a_page_of_another_unit_does_not_tell_its_name(ward: Ward) -> None:
    page = ward.client(ward.bob).get(f"/units/{ward.other_unit_id}/concerns")

    assert page.status == 404
    assert "6 East" not in page.body


def test_an_administrator_reads_no_concern(ward: Ward, dana: CarefulClient) -> None:
    assert dana.get(f"/units/{ward.unit_id}/concerns").status == 404


def test_a_person_is_added_with_a_pin_that_is_shown_once(ward: Ward, dana: CarefulClient) -> None:
    data = dana.fill(
        "/admin/people/new", "/admin/people", name="Nora Nilsen", username="n.nilsen", unit=str(ward.unit_id)
    )

    page = dana.post("/admin/people", data)
    again = dana.post("/admin/people", data)

    nora = db.session.execute(select(User).where(User.username == "n.nilsen")).scalar_one()
    pin = re.search(r">(\d{6})<", page.body)
    assert page.status == 200
    assert pin is not None
    assert again.status == 409
    assert pin[1] not in again.body
    assert people.roles_of(nora.id, ward.now) == {ward.unit_id: UnitRole.STAFF}
    assert ward.locked_tablet().submit(f"/tablet/people/{nora.id}", pin=pin[1]).status == 303


@pytest.mark.parametrize("value", NASTY)
def test_a_faulty_name_adds_nobody(ward: Ward, dana: CarefulClient, value: str) -> None:
    before = len(accounts.people())

    page = dana.submit("/admin/people/new", "/admin/people", name=value, username="n.nilsen")

    assert page.status == 422
    assert len(accounts.people()) == before


def test_a_taken_username_is_said_on_the_field_and_the_name_is_kept(ward: Ward, dana: CarefulClient) -> None:
    page = dana.submit("/admin/people/new", "/admin/people", name="Bob Two 😀 שלום", username="BOB")

    assert page.status == 422
    assert "Somebody has this username already." in page.text
    assert page.find("input", id="name")[0].get("value") == "Bob Two 😀 שלום"


def test_extra_fields_change_nothing(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/people/{ward.bob.user_id}"

    dana.submit(
        path, path, name="Bob B", active="", username="hacked", pin_hash="x", password_hash="x", version="99", id="0"
    )

    bob = accounts.person(ward.bob.person_id)
    assert (bob.name, bob.username, bob.active, bob.pin_hash, bob.password_hash) == ("Bob B", "bob", True, None, None)


def test_a_role_above_units_is_written_to_the_trail(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/people/{ward.bob.user_id}"

    page = dana.submit(path, path, org_role="quality")

    assert page.status == 303
    assert accounts.person(ward.bob.person_id).org_role is OrgRole.QUALITY
    assert "person.made_quality" in [event.action for event in audit.of_subject(ward.bob.person_id)]


def test_the_last_administrator_stays(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/people/{ward.dana.user_id}"

    role = dana.submit(path, path, org_role="")
    leaving = dana.submit(path, f"{path}/deactivation")

    assert role.status == leaving.status == 409
    assert "the last administrator" in role.text
    assert "the last administrator" in leaving.text
    assert dana.get("/admin").status == 200


def test_a_membership_begins_changes_and_ends_at_once(ward: Ward, dana: CarefulClient) -> None:
    path = f"/admin/people/{ward.charlie.user_id}"
    charlie = ward.client(ward.charlie)
    board = f"/units/{ward.unit_id}/concerns"

    dana.submit(path, f"{path}/memberships", unit=str(ward.unit_id), role="charge")
    during = charlie.get(board).status
    ended = dana.submit(path, f"{path}/memberships/{ward.unit_id}/ending")

    assert (during, ended.status, charlie.get(board).status) == (200, 303, 404)
    actions = [event.action for event in audit.of_subject(ward.charlie.person_id)]
    assert actions == ["membership.charge", "membership.ended", "session.closed_on_unit"]


def test_a_new_pin_ends_the_sessions_of_the_old_one(ward: Ward, dana: CarefulClient) -> None:
    give_pin(ward, ward.bob)
    bob = ward.client(ward.bob, tablet=True)
    path = f"/admin/people/{ward.bob.user_id}"

    page = dana.submit(path, f"{path}/pin")

    assert page.status == 200
    assert bob.get("/me").status == 303
    assert enter_pin(ward.locked_tablet(), ward.bob).status == 422


def test_the_manager_makes_a_pin_for_staff_and_not_for_an_administrator(ward: Ward, dana: CarefulClient) -> None:
    maria = ward.client(ward.maria)
    path = f"/units/{ward.unit_id}/people/{ward.bob.user_id}"
    data = maria.fill(path, f"{path}/pin")

    made = maria.submit(path, f"{path}/pin")
    dana.submit(f"/admin/people/{ward.bob.user_id}", f"/admin/people/{ward.bob.user_id}", org_role="admin")
    refused = maria.post(f"{path}/pin", data)

    assert made.status == 200
    assert refused.status == 403
    assert "Only an administrator" in maria.get(path).text


def test_a_tablet_is_enrolled_by_code_and_switched_off(ward: Ward) -> None:
    maria, new = ward.client(ward.maria), ward.anonymous()
    made = maria.submit(f"/units/{ward.unit_id}/tablets", f"/units/{ward.unit_id}/tablets/codes")
    code = made.find("p", id="code")[0].text or ""

    enrolled = new.submit("/tablet/enrolment", code=code.lower(), name="Cart 2")
    device = db.session.execute(select(Device).where(Device.name == "Cart 2")).scalar_one()
    names, home = new.get("/tablet").text, new.get("/").location
    page = f"/units/{ward.unit_id}/tablets/{device.id}"
    maria.submit(page, f"{page}/revocation")

    assert (enrolled.location, home) == ("/", "/tablet")
    assert "Bob Brandt" in names
    assert new.get("/tablet").location.startswith("/sign-in")
    assert "Switched off" in maria.get(page).text


def test_guessing_at_enrolment_codes_is_stopped(ward: Ward) -> None:
    client = ward.anonymous()

    statuses = [client.submit("/tablet/enrolment", code="AAAA-AAAA", name="X").status for _ in range(6)]

    assert statuses == [422] * 5 + [429]


def test_a_hospital_grows_by_site_service_and_unit(ward: Ward, dana: CarefulClient) -> None:
    site = dana.submit("/admin/sites/new", "/admin/sites", name="Hill", timezone="Asia/Tokyo")
    site_id = db.session.execute(select(Site.id).where(Site.name == "Hill")).scalar_one()
    dana.submit(f"/admin/sites/{site_id}/services/new", f"/admin/sites/{site_id}/services", name="Surgery")
    service_id = db.session.execute(select(Service.id).where(Service.name == "Surgery")).scalar_one()
    unit = dana.submit("/admin/units/new", "/admin/units", name="8 North", phone="5-8888", service=str(service_id))

    unit_id = UUID((unit.location or "").split("/")[2])
    assert site.status == 303
    assert queries.facts(unit_id).zone.key == "Asia/Tokyo"
    assert [shift.name for shift in queries.shifts(unit_id)] == ["Day", "Night"]
    assert "8 North" in dana.get("/admin/places").text
    assert f"/units/{unit_id}/tablets" in dana.get(f"/units/{unit_id}/set-up").links()


@pytest.mark.parametrize(
    ("path", "action", "fields"),
    [
        ("/admin/sites/new", "/admin/sites", {"name": "Riverside", "timezone": "Europe/London"}),
        ("/admin/sites/new", "/admin/sites", {"name": "Hill", "timezone": "../etc/passwd"}),
        ("/admin/sites/new", "/admin/sites", {"name": "", "timezone": "Europe/London"}),
        ("/admin/units/new", "/admin/units", {"name": "5 West"}),
        ("/admin/units/new", "/admin/units", {"name": "8 North", "service": "no such service"}),
        ("/admin/units/new", "/admin/units", {"name": "x" * 61}),
        ("/admin/units/new", "/admin/units", {"name": "a\x00b"}),
    ],
)
def test_a_faulty_place_is_not_made(ward: Ward, dana: CarefulClient, path: str, action: str, fields: Any) -> None:
    before = overview.counts(), len(overview.places().sites)

    assert dana.submit(path, action, **fields).status == 422
    assert (overview.counts(), len(overview.places().sites)) == before


def test_two_administrators_edit_one_site(ward: Ward, dana: CarefulClient) -> None:
    path = next(path for path in pages_of_administrators(ward) if re.fullmatch(r"/admin/sites/[0-9a-f-]{36}", path))
    data = dana.fill(path, path, name="Harbour View")
    dana.submit(path, path, name="Old Harbour")

    stale = dana.post(path, data)

    assert stale.status == 409
    assert "Harbour View" in stale.body
    assert "Old Harbour" in stale.body


def test_the_manager_changes_shifts_and_phone(ward: Ward) -> None:
    maria, unit = ward.client(ward.maria), f"/units/{ward.unit_id}"

    maria.submit(f"{unit}/set-up", f"{unit}/set-up", phone="5-9999")
    shift = f"{unit}/shifts/{ward.day_shift_id}"
    changed = maria.submit(shift, shift, starts_at="06:30", ends_at="15:00", huddle_at="06:45")
    outside = maria.submit(shift, shift, huddle_at="23:00")
    twice = maria.submit(f"{unit}/shifts/new", f"{unit}/shifts", name="Night")
    times = {"starts_at": "15:00", "ends_at": "19:30", "huddle_at": "15:15"}
    late = maria.submit(f"{unit}/shifts/new", f"{unit}/shifts", name="Late", **times)

    assert queries.facts(ward.unit_id).phone == "5-9999"
    assert [page.status for page in (changed, outside, twice, late)] == [303, 422, 422, 303]
    assert [row.name for row in queries.shifts(ward.unit_id)] == ["Day", "Late", "Night"]


def test_people_are_found_by_name_and_username(ward: Ward, dana: CarefulClient) -> None:
    found, part = dana.get("/admin/people?q=DEY"), dana.get("/admin/people?q=charl", htmx=True)

    assert "Alice Adeyemi" in found.text
    assert "Bob Brandt" not in found.text
    assert "Charlie Chen" in part.text
    assert not part.find("html")
    assert "Nobody by that name." in dana.get("/admin/people?q=%25%25_").text


def test_what_is_missing_is_said_first(ward: Ward, dana: CarefulClient) -> None:
    text = dana.get("/admin").text

    assert text.index("Add a unit") < text.index("Add people") < text.index("Enrol a tablet")
    assert "Done" in text
