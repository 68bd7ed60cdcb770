from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy import event

from huddle.accounts.models import User
from huddle.core.actor import OrgRole, UnitRole
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.units import people
from huddle.units.models import Organisation
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward


def destinations(page: Page) -> list[str]:
    navs = [nav for nav in page.find("nav") if nav.get("aria-label") == "Main"]
    return ["".join(link.itertext()) for nav in navs for link in nav]


def concerns(unit_id: UUID) -> str:
    return f"/units/{unit_id}/concerns"


def join(ward: Ward, unit_id: UUID) -> None:
    with transaction():
        people.set_member(unit_id, ward.bob.person_id, role=UnitRole.STAFF, actor=ward.dana, now=ward.now)


def test_staff_have_at_most_five_destinations(ward: Ward) -> None:
    for person in (ward.alice, ward.bob, ward.maria):
        assert len(destinations(ward.client(person).get(concerns(ward.unit_id)))) <= 5


def test_administrators_have_theirs_and_no_clinical_one(ward: Ward) -> None:
    assert destinations(ward.client(ward.dana).get("/admin")) == ["Set-up", "Places", "People"]


def test_the_head_names_the_unit_and_the_person(ward: Ward) -> None:
    page = ward.client(ward.bob, tablet=True).get(concerns(ward.unit_id))

    assert "5 West" in page.text
    assert "Bob B." in page.text
    assert [form.get("action") for form in page.find("form") if form.get("data-lock") is not None] == ["/switch"]
    assert page.find("body")[0].get("data-idle-seconds") == "120"


def test_people_of_one_unit_go_straight_to_its_board_and_others_choose(ward: Ward) -> None:
    client = ward.client(ward.bob)
    one = client.get("/")

    join(ward, ward.other_unit_id)
    two = client.get("/")
    tablet = ward.client(ward.bob, tablet=True).get("/")

    assert one.location == tablet.location == f"/units/{ward.unit_id}/board"
    assert two.h1 == "Your units"
    assert f"/units/{ward.other_unit_id}/board" in two.links()


@pytest.mark.parametrize(("who", "where"), [("dana", "/admin"), ("quinn", None)])
def test_people_without_a_unit_have_a_door_too(ward: Ward, who: str, where: str | None) -> None:
    assert ward.client(getattr(ward, who)).get("/").location == where


@pytest.mark.parametrize("role", [OrgRole.QUALITY, OrgRole.EXECUTIVE])
def test_readers_of_all_units_are_offered_what_they_may_read_and_nothing_else(ward: Ward, role: OrgRole) -> None:
    with transaction():
        db.session.get_one(User, ward.quinn.person_id).org_role = role
    client = ward.client(ward.quinn)
    home = client.get("/")
    assert destinations(home) == ["Units", "Above", "Lessons"]
    wanted = {f"/units/{unit_id}/check-ins" for unit_id in (ward.unit_id, ward.other_unit_id)}
    assert wanted <= set(home.links())
    unit_page = client.get(f"/units/{ward.unit_id}/check-ins")
    reviews = ["Reviews"] if role is OrgRole.QUALITY else []  # what units published, docs/adr/0021
    assert destinations(unit_page) == ["Units", "Above", "Lessons", *reviews, "Check-in"]
    for link in {link for page in (home, unit_page) for link in page.links() if link.startswith("/")}:
        assert client.get(link).status < 400, link


def test_a_quality_lead_who_also_works_on_a_unit_finds_both(ward: Ward) -> None:
    with transaction():
        people.set_member(ward.unit_id, ward.quinn.person_id, role=UnitRole.STAFF, actor=ward.dana, now=ward.now)
    links = ward.client(ward.quinn).get("/").links()
    assert f"/units/{ward.unit_id}/board" in links
    assert f"/units/{ward.other_unit_id}/check-ins" in links


def test_everybody_finds_their_pin_and_the_manager_the_set_up(ward: Ward) -> None:
    maria, bob = ward.client(ward.maria).get("/me").links(), ward.client(ward.bob).get("/me").links()

    assert "/me/pin" in bob
    assert f"/units/{ward.unit_id}/set-up" in maria
    assert f"/units/{ward.unit_id}/set-up" not in bob


def test_practice_is_said_on_every_page(ward: Ward) -> None:
    with transaction():
        db.session.query(Organisation).one().practice = True

    for client, path in ((ward.anonymous(), "/sign-in"), (ward.client(ward.bob), concerns(ward.unit_id))):
        assert "Practice hospital. Nothing here is real." in client.get(path).text


def test_the_shell_costs_one_query(ward: Ward) -> None:
    client: CarefulClient = ward.client(ward.bob)
    client.get("/me")
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        client.get("/me/nothing-here")
        client.get("/sign-in")
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert len([statement for statement in seen if "FROM organisation" in statement]) <= 2
