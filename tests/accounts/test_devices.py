"""Tablets and screens on the wall: enrolled for one purpose, seen, switched off."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select, update

from huddle.accounts import queries, tablets
from huddle.accounts.models import Device
from huddle.accounts.rules import DeviceKind
from huddle.core.db import db
from huddle.core.errors import NotPermitted
from huddle.core.transaction import transaction
from huddle.units import people
from tests.support.client import CarefulClient
from tests.support.secrets import PASSWORD, enter_pin, give_password, give_pin
from tests.support.ward import Ward


def wall(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/wall"


def enrol(ward: Ward, kind: DeviceKind) -> CarefulClient:
    client, maria = ward.anonymous(), ward.client(ward.maria)
    page = f"/units/{ward.unit_id}/tablets"
    made = maria.submit(page, f"{page}/codes", kind=kind.value)
    client.submit("/tablet/enrolment", code=made.find("p", id="code")[0].text or "", name="Corridor")
    return client


def seen_at(ward: Ward) -> object:
    return db.session.execute(select(Device.last_seen_at).where(Device.id == ward.tablet_id)).scalar_one()


def test_a_code_for_the_wall_makes_a_screen_that_shows_the_wall_and_nothing_else(ward: Ward) -> None:
    client = enrol(ward, DeviceKind.WALL)

    assert client.get("/").location == wall(ward)
    page = client.get(wall(ward))
    assert page.status == 200
    assert page.h1 == "5 West"
    for name in ("Alice", "Bob", "Maria"):
        assert name not in page.body
    part = client.get(wall(ward), htmx=True)
    assert "<html" not in part.body
    assert "5 West" in part.text
    for path in ("/tablet", "/sign-in", f"/tablet/people/{ward.bob.user_id}", "/me", f"/units/{ward.unit_id}/board"):
        assert client.get(path).status == 404, path
    assert client.get(f"/units/{ward.other_unit_id}/wall").status == 404


def test_nobody_signs_in_on_a_screen_on_the_wall(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    give_password(ward, ward.bob)
    client = enrol(ward, DeviceKind.WALL)
    pin_data = ward.locked_tablet().fill(f"/tablet/people/{ward.bob.user_id}", pin="274918")
    word_data = ward.anonymous().fill("/sign-in", username="bob", password=PASSWORD)

    assert client.post(f"/tablet/people/{ward.bob.user_id}", pin_data).status == 404
    assert client.post("/sign-in", word_data).status == 404
    assert client.cookie("huddle") in {None, ""}


def test_a_session_that_is_carried_to_a_screen_on_the_wall_is_worth_nothing_there(ward: Ward) -> None:
    client = ward.client(ward.bob)
    carried = ward.wall_screen()
    carried.set_cookie("huddle", client.cookie("huddle") or "")

    assert carried.get(f"/units/{ward.unit_id}/board").status == 404
    assert "Bob" not in carried.get(wall(ward)).body


def test_people_of_the_unit_look_at_the_wall_view_too_and_a_tablet_alone_does_not(ward: Ward) -> None:
    assert ward.client(ward.bob).get(wall(ward)).status == 200
    assert ward.client(ward.charlie).get(wall(ward)).status == 404
    assert ward.locked_tablet().get(wall(ward)).location == f"/tablet?next=%2Funits%2F{ward.unit_id}%2Fwall"
    assert ward.anonymous().get(wall(ward)).status == 303


def test_a_screen_becomes_a_tablet_by_a_new_code(ward: Ward) -> None:
    client = enrol(ward, DeviceKind.WALL)
    with transaction():
        code = tablets.make_code(ward.unit_id, actor=ward.maria, now=ward.now)

    client.submit("/tablet/enrolment", code=code, name="Cart")

    assert client.get("/").location == "/tablet"


def test_a_kind_that_nobody_offered_makes_no_code(ward: Ward) -> None:
    page = f"/units/{ward.unit_id}/tablets"

    assert ward.client(ward.maria).submit(page, f"{page}/codes", kind="fridge").status == 422


def test_a_tablet_is_noted_as_seen_every_five_minutes_and_not_with_every_page(ward: Ward) -> None:
    client = ward.locked_tablet()
    client.get("/tablet")
    first = seen_at(ward)
    ward.clock.tick(timedelta(minutes=4, seconds=59))
    client.get("/tablet")
    assert seen_at(ward) == first == ward.now - timedelta(minutes=4, seconds=59)

    ward.clock.tick(timedelta(seconds=1))
    client.get("/tablet")

    assert seen_at(ward) == ward.now


def test_a_poll_of_a_screen_writes_at_most_every_five_minutes(ward: Ward) -> None:
    client = ward.wall_screen()
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.lstrip().upper().startswith(("SELECT", "BEGIN", "PRAGMA")):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        for _ in range(60):
            client.get(wall(ward))
            ward.clock.tick(timedelta(seconds=5))
        client.get(wall(ward))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert len(written) == 1


def test_a_tablet_that_is_switched_off_is_nobodys_at_once(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    client = ward.locked_tablet()
    enter_pin(client, ward.bob)
    page = f"/units/{ward.unit_id}/tablets/{ward.tablet_id}"

    ward.client(ward.maria).submit(page, f"{page}/revocation")

    assert client.get(f"/units/{ward.unit_id}/board").status == 303
    assert client.get("/tablet").status == 303
    assert client.get(f"/tablet/people/{ward.bob.user_id}").status == 303
    assert [tablet.id for tablet in queries.tablets(ward.unit_id)] == []
    assert "Switched off" in ward.client(ward.maria).get(f"/units/{ward.unit_id}/tablets").text


def test_a_wall_that_is_switched_off_or_has_run_out_shows_nothing(ward: Ward) -> None:
    client, other = enrol(ward, DeviceKind.WALL), ward.wall_screen()
    with transaction():
        device = db.session.execute(select(Device).where(Device.name == "Corridor").limit(1)).scalars().first()
        assert device is not None
        db.session.execute(update(Device).where(Device.kind == DeviceKind.WALL).values(revoked_at=ward.now))

    assert client.get(wall(ward)).status == other.get(wall(ward)).status == 303


def test_the_list_says_who_enrolled_it_when_it_was_seen_and_when_it_ends(ward: Ward) -> None:
    enrol(ward, DeviceKind.WALL)

    for_maria = ward.client(ward.maria).get(f"/units/{ward.unit_id}/tablets").text
    for_dana = ward.client(ward.dana).get("/admin/tablets").text

    for text in (for_maria, for_dana):
        assert "Wall screen. Enrolled today by Maria Moreno, ends 14 Feb" in text
        assert "Seen just now" in text
        assert "Not seen yet" in text
    assert "5 West." in for_dana
    assert ward.client(ward.maria).get("/admin/tablets").status == 403


@pytest.mark.parametrize("who", ["bob", "alice", "charlie"])
def test_only_the_manager_makes_codes_and_switches_off(ward: Ward, who: str) -> None:
    actor = getattr(ward, who)
    with pytest.raises(NotPermitted):
        people.make_tablet_code(ward.unit_id, kind=DeviceKind.WALL, actor=actor, now=ward.now)
    with pytest.raises(NotPermitted):
        people.revoke_tablet(queries.tablet(ward.unit_id, ward.tablet_id), actor=actor, now=ward.now)
