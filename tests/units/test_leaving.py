"""People who leave: a last day, at once, and what is still theirs."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from huddle.accounts import queries as accounts
from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.core.actor import UnitRole
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.units import guests, people, queries
from huddle.units.rules import GuestRole, end_of_last_day
from tests.support.secrets import PIN, enter_pin, give_pin
from tests.support.ward import Ward

TODAY = date(2026, 11, 16)


def path(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/people/{ward.bob.user_id}"


def set_last_day(ward: Ward, day: date | None, actor: object = None) -> None:
    with transaction():
        people.set_last_day(
            ward.unit_id,
            ward.bob.person_id,
            day=day,
            actor=actor or ward.maria,  # type: ignore[arg-type]
            now=ward.now,
        )


def test_the_last_night_of_somebody_is_worked_to_its_end(ward: Ward) -> None:
    give_pin(ward, ward.bob)
    set_last_day(ward, TODAY)
    board = f"/units/{ward.unit_id}/board"
    ward.clock.set(datetime(2026, 11, 17, 6, 55, tzinfo=UTC))
    client = ward.locked_tablet()
    assert enter_pin(client, ward.bob, PIN).status == 303
    assert client.get(board).status == 200

    ward.clock.set(datetime(2026, 11, 17, 7, tzinfo=UTC))

    assert client.get(board).status == 303
    assert ward.client(ward.bob).get(board).status == 404
    assert "Bob Brandt" not in [person.name for person in queries.people(ward.unit_id, ward.now)]


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/London", date(2027, 3, 27)), ("America/New_York", date(2026, 10, 31))]
)
def test_a_last_night_in_which_the_clocks_change_ends_with_the_night(ward: Ward, zone: str, day: date) -> None:
    here = ZoneInfo(zone)

    ends = end_of_last_day(queries.shifts(ward.unit_id), day, here)

    assert ends.astimezone(here) == datetime.combine(day + timedelta(days=1), time(7), here)


def test_without_a_night_shift_the_last_day_ends_at_midnight() -> None:
    assert end_of_last_day([], TODAY, ZoneInfo("UTC")) == datetime(2026, 11, 17, tzinfo=UTC)


def test_who_stays_after_all_has_no_last_day(ward: Ward) -> None:
    set_last_day(ward, TODAY)
    set_last_day(ward, None)
    ward.clock.tick(timedelta(days=3))

    assert queries.person_on(ward.unit_id, ward.bob.person_id, ward.now).ends_at is None


def test_a_last_day_is_not_in_the_past_and_not_for_guests(ward: Ward) -> None:
    with pytest.raises(FieldRefused):
        set_last_day(ward, TODAY - timedelta(days=1))
    with transaction():
        gil = guests.vouch_for_new(ward.unit_id, name="Gil", role=GuestRole.NURSE, actor=ward.alice, now=ward.now)
    with pytest.raises(RuleBroken):
        people.set_last_day(ward.unit_id, gil.guest.person_id, day=TODAY, actor=ward.maria, now=ward.now)


def test_the_manager_and_an_administrator_say_so_and_nobody_else(ward: Ward) -> None:
    for actor in (ward.alice, ward.bob, ward.charlie, ward.quinn):
        with pytest.raises(NotPermitted):
            set_last_day(ward, TODAY, actor)
        with pytest.raises(NotPermitted):
            people.end_membership(ward.unit_id, ward.bob.person_id, actor=actor, now=ward.now)
    set_last_day(ward, TODAY, ward.dana)
    with pytest.raises(NotPermitted, match="Only an administrator"):
        people.end_membership(ward.unit_id, ward.maria.person_id, actor=ward.maria, now=ward.now)
    with pytest.raises(NotFound):
        people.end_membership(ward.unit_id, ward.charlie.person_id, actor=ward.dana, now=ward.now)


def test_the_manager_ends_it_at_once_without_a_script(ward: Ward) -> None:
    bob = ward.client(ward.bob, tablet=True)

    page = ward.client(ward.maria).submit(path(ward), f"{path(ward)}/ending")

    assert (page.status, page.location) == (303, f"/units/{ward.unit_id}/set-up")
    assert bob.get("/me").status == 303
    assert people.roles_of(ward.bob.person_id, ward.now) == {}
    assert ward.client(ward.maria).get(path(ward)).status == 404


@pytest.mark.parametrize("typed", ["2020-01-01", "yesterday", "2026-13-40", "x" * 500, "😀", "שלום"])
def test_a_day_that_is_none_changes_nothing(ward: Ward, typed: str) -> None:
    page = ward.client(ward.maria).submit(path(ward), f"{path(ward)}/last-day", last_day=typed)

    assert page.status == 422
    assert queries.person_on(ward.unit_id, ward.bob.person_id, ward.now).ends_at is None


def test_a_last_day_is_typed_and_shown_again(ward: Ward) -> None:
    maria = ward.client(ward.maria)

    page = maria.submit(path(ward), f"{path(ward)}/last-day", last_day="2026-11-20")

    assert page.status == 303
    assert maria.get(path(ward)).find("input", id="last_day")[0].get("value") == "2026-11-20"


def test_what_is_still_theirs_is_listed_for_the_manager_and_counted_for_an_administrator(ward: Ward) -> None:
    with transaction():
        item = actions.open_item(
            ward.unit_id,
            title="Order new bells",
            owner_id=ward.bob.person_id,
            due_on=TODAY,
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.alice,
            now=ward.now,
        )

    for_maria, for_dana = ward.client(ward.maria).get(path(ward)), ward.client(ward.dana).get(path(ward))

    assert "Order new bells" in for_maria.text
    assert f"/units/{ward.unit_id}/action-items/{item.id}" in for_maria.links()
    assert "Action item: 1" in for_dana.text
    assert "Order new bells" not in for_dana.body
    set_last_day(ward, TODAY)
    person = ward.client(ward.dana).get(f"/admin/people/{ward.bob.user_id}")
    assert "Staff, until tomorrow 07:00. Still theirs: 1 action item" in person.text
    assert "Order new bells" not in person.body


def test_a_person_who_is_stopped_is_out_everywhere_and_writes_nothing_more(ward: Ward) -> None:
    bob = ward.client(ward.bob)
    page = f"/units/{ward.unit_id}/concerns"
    data = bob.fill(f"{page}/new", page, text="The bell is broken", topic="equipment")

    with transaction():
        people.deactivate(accounts.person(ward.bob.person_id), actor=ward.dana, now=ward.now)

    assert bob.post("/drafts", data).status == 401
    assert bob.post(page, data).status == 401
    assert bob.get(f"{page}/new").status == 303
    assert "The bell is broken" not in ward.client(ward.alice).get(page).text


def test_a_manager_who_comes_back_as_a_guest_is_no_manager(ward: Ward) -> None:
    with transaction():
        people.end_membership(ward.unit_id, ward.maria.person_id, actor=ward.dana, now=ward.now)
        guests.vouch_for_known(ward.unit_id, ward.maria.person_id, role=GuestRole.NURSE, actor=ward.alice, now=ward.now)

    assert people.roles_of(ward.maria.person_id, ward.now) == {ward.unit_id: UnitRole.STAFF}
