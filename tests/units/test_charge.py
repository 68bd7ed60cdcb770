"""I'm in charge: who may say it, what it gives, and when it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from huddle.audit import queries as audit
from huddle.core.actor import UnitRole
from huddle.core.db import db
from huddle.core.errors import NotFound, SavedAtOnce
from huddle.core.transaction import transaction
from huddle.units import charge, people, staff
from huddle.units.models import ChargeTurn, Shift
from huddle.units.rules import ShiftPattern, stay
from tests.support.ward import Ward

TWELVE_HOURS = timedelta(hours=12)


def take(ward: Ward, person: object) -> None:
    with transaction():
        charge.take(ward.unit_id, actor=person, now=ward.now)  # type: ignore[arg-type]


def role_of_bob(ward: Ward) -> UnitRole:
    return staff.actor_on(ward.unit_id, ward.bob.person_id, now=ward.now).units[ward.unit_id]


def turns(ward: Ward) -> list[ChargeTurn]:
    return list(db.session.execute(select(ChargeTurn).order_by(ChargeTurn.since)).scalars())


def test_nobody_is_in_charge_until_somebody_says_so(ward: Ward) -> None:
    assert charge.in_charge(ward.unit_id, ward.now) is None

    take(ward, ward.bob)

    now = charge.in_charge(ward.unit_id, ward.now)
    assert now is not None
    assert (now.name, now.since, now.before) == ("Bob Brandt", ward.now, None)
    assert now.ends_at == datetime(2026, 11, 16, 19, tzinfo=UTC)


def test_it_moves_to_whoever_says_so_next_and_both_can_see_that(ward: Ward) -> None:
    take(ward, ward.alice)
    ward.clock.tick(timedelta(hours=1))
    take(ward, ward.bob)

    now = charge.in_charge(ward.unit_id, ward.now)
    assert now is not None
    assert (now.person_id, now.before_id, now.before) == (ward.bob.user_id, ward.alice.user_id, "Alice Adeyemi")
    first, second = turns(ward)
    assert (first.until, second.until) == (ward.now, None)
    assert [event.action for event in audit.of_subject(ward.alice.person_id)] == ["charge.taken", "charge.ended"]
    assert "after you" in ward.client(ward.alice).get("/me").text


def test_saying_it_twice_changes_nothing(ward: Ward) -> None:
    take(ward, ward.bob)
    ward.clock.tick(timedelta(minutes=5))
    take(ward, ward.bob)

    assert len(turns(ward)) == 1


def test_staff_in_charge_may_what_a_charge_nurse_may_until_the_shift_ends(ward: Ward) -> None:
    bob = ward.client(ward.bob)
    guests = f"/units/{ward.unit_id}/shift-guests"
    assert bob.get(guests).status == 403

    take(ward, ward.bob)

    assert bob.get(guests).status == 200
    ward.clock.set(datetime(2026, 11, 16, 18, 59, 59, tzinfo=UTC))
    assert role_of_bob(ward) is UnitRole.CHARGE
    for second in (0, 1):
        ward.clock.set(datetime(2026, 11, 16, 19, 0, second, tzinfo=UTC))
        assert role_of_bob(ward) is UnitRole.STAFF
    assert ward.client(ward.bob).get(guests).status == 403
    assert charge.in_charge(ward.unit_id, ward.now) is None


def test_the_rights_go_when_somebody_else_takes_over(ward: Ward) -> None:
    take(ward, ward.bob)
    ward.clock.tick(timedelta(minutes=1))
    take(ward, ward.alice)

    assert role_of_bob(ward) is UnitRole.STAFF
    assert ward.client(ward.bob).get(f"/units/{ward.unit_id}/shift-guests").status == 403


def test_a_manager_in_charge_stays_a_manager(ward: Ward) -> None:
    take(ward, ward.maria)

    maria = staff.actor_on(ward.unit_id, ward.maria.person_id, now=ward.now)
    assert maria.manages(ward.unit_id)


def test_it_gives_nothing_on_another_unit(ward: Ward) -> None:
    with pytest.raises(NotFound), transaction():
        charge.take(ward.other_unit_id, actor=ward.bob, now=ward.now)
    take(ward, ward.bob)
    assert charge.in_charge(ward.other_unit_id, ward.now) is None


def test_who_leaves_is_not_in_charge_any_more(ward: Ward) -> None:
    take(ward, ward.bob)
    with transaction():
        people.end_membership(ward.unit_id, ward.bob.person_id, actor=ward.maria, now=ward.now)

    assert charge.in_charge(ward.unit_id, ward.now) is None
    assert turns(ward)[0].until == ward.now, "or it would come back with the person"


def test_after_the_shift_the_next_one_takes_over_from_nobody(ward: Ward) -> None:
    take(ward, ward.alice)
    ward.clock.tick(TWELVE_HOURS)
    take(ward, ward.bob)

    now = charge.in_charge(ward.unit_id, ward.now)
    assert now is not None
    assert now.before is None
    assert turns(ward)[0].until == datetime(2026, 11, 16, 19, tzinfo=UTC)


def test_two_who_say_it_in_one_moment_are_asked_again(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    take(ward, ward.alice)
    monkeypatch.setattr(charge, "_running", lambda _unit_id: None)

    with pytest.raises(SavedAtOnce):
        take(ward, ward.bob)

    monkeypatch.undo()
    now = charge.in_charge(ward.unit_id, ward.now)
    assert now is not None
    assert now.name == "Alice Adeyemi"


def test_without_shifts_it_lasts_twelve_hours(ward: Ward) -> None:
    with transaction():
        for shift in db.session.execute(select(Shift).where(Shift.unit_id == ward.unit_id)).scalars():
            shift.ended_on = date(2026, 1, 1)
            shift.begins_on = date(2025, 1, 1)
    take(ward, ward.bob)

    now = charge.in_charge(ward.unit_id, ward.now)
    assert now is not None
    assert now.ends_at == ward.now + TWELVE_HOURS


LONDON = ZoneInfo("Europe/London")
DAY = ShiftPattern(uuid4(), "Day", time(7), time(19, 30), time(7, 15))
NIGHT = ShiftPattern(uuid4(), "Night", time(19), time(7, 30), time(19, 15))


def local(day: date, at: time, zone: ZoneInfo = LONDON) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "name", "ends"),
    [
        (time(6, 20), "Night", time(7, 30)),
        (time(6, 50), "Day", time(19, 30)),
        (time(7, 5), "Day", time(19, 30)),
        (time(18, 20), "Day", time(19, 30)),
        (time(18, 45), "Night", time(7, 30)),
        (time(19, 5), "Night", time(7, 30)),
    ],
)
def test_who_comes_near_the_end_of_a_shift_has_come_for_the_next(at: time, name: str, ends: time) -> None:
    run, ends_at = stay([DAY, NIGHT], local(date(2026, 11, 16), at), LONDON)

    assert run is not None
    assert run.name == name
    assert ends_at.astimezone(LONDON).time() == ends


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", date(2027, 3, 27), 11.5),
        ("Europe/London", date(2026, 10, 24), 13.5),
        ("America/New_York", date(2027, 3, 13), 11.5),
        ("America/New_York", date(2026, 10, 31), 13.5),
        ("Australia/Lord_Howe", date(2026, 10, 3), 12),
        ("Asia/Kolkata", date(2026, 10, 24), 12.5),
    ],
)
def test_a_night_in_which_the_clocks_change_ends_when_the_wall_clock_says_so(
    zone: str, day: date, hours: float
) -> None:
    here = ZoneInfo(zone)
    begins = local(day, time(19), here)

    run, ends_at = stay([DAY, NIGHT], begins, here)

    assert run is not None
    assert ends_at.astimezone(here).time() == time(7, 30)
    assert ends_at - begins == timedelta(hours=hours)


def test_one_tap_says_it_without_a_script(ward: Ward) -> None:
    client = ward.client(ward.bob, tablet=True)
    action = f"/units/{ward.unit_id}/charge-turns"

    page = client.submit("/me", action)

    assert (page.status, page.location) == (303, f"/units/{ward.unit_id}/board")
    me = client.get("/me")
    assert "You are in charge since 07:05, until 19:00." in me.text
    assert not [form for form in me.find("form") if form.get("action") == action]
    assert "In charge now: <strong>Bob Brandt</strong>, since 07:05." in ward.client(ward.alice).get("/me").body


def test_a_form_that_was_tampered_with_or_is_not_ones_own_makes_nobody_in_charge(ward: Ward) -> None:
    action = f"/units/{ward.unit_id}/charge-turns"
    data = ward.client(ward.alice).fill("/me", action)

    assert ward.client(ward.bob).post(action, data).status == 409
    assert ward.client(ward.bob).post(action, data | {"_envelope": "x"}).status == 409
    assert ward.client(ward.charlie).post(action, data).status == 404
    assert ward.anonymous().post(action, data).status == 401
    assert charge.in_charge(ward.unit_id, ward.now) is None


def test_the_screen_on_the_wall_does_not_say_who_is_in_charge(ward: Ward) -> None:
    take(ward, ward.bob)

    assert "Bob" not in ward.wall_screen().get(f"/units/{ward.unit_id}/wall").body
