"""Shift patterns: overlaps, ends, and what stays of the past."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.units import overview, queries, service
from huddle.units.rules import ShiftPattern, first_day, overlap_minutes, runs_between
from huddle.units.service import ShiftTimes
from tests.support.ward import Ward

LONDON = ZoneInfo("Europe/London")
LATE = ShiftTimes("Late", time(14), time(22), time(14, 15))


@pytest.mark.parametrize(
    ("one", "other", "minutes"),
    [
        ((7, 19), (19, 7), 0),
        ((7, 19), (14, 22), 300),
        ((22, 7), (6, 14), 60),
        ((19, 7), (0, 24), 720),
        ((7, 7), (19, 7), 720),
        ((22, 6), (23, 5), 360),
    ],
)
def test_minutes_in_which_two_shifts_run_are_counted_over_midnight(
    one: tuple[int, int], other: tuple[int, int], minutes: int
) -> None:
    first, second = [(time(a % 24), time(b % 24)) for a, b in (one, other)]
    assert overlap_minutes(first, second) == overlap_minutes(second, first) == minutes


def test_something_starts_today_when_its_time_is_still_to_come() -> None:
    noon = datetime(2026, 11, 16, 12, tzinfo=UTC)
    assert first_day(time(14), noon, LONDON) == date(2026, 11, 16)
    assert first_day(time(7), noon, LONDON) == date(2026, 11, 17)
    assert first_day(time(12), noon, LONDON) == date(2026, 11, 17)


def test_a_shift_runs_on_its_days_only() -> None:
    day = ShiftPattern(uuid4(), "Day", time(7), time(19), time(7, 15), date(2026, 11, 17), date(2026, 11, 19))
    runs = runs_between([day], datetime(2026, 11, 10, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC), LONDON)
    assert [run.on.day for run in runs] == [17, 18]


def test_shifts_that_overlap_by_more_than_an_hour_are_refused_with_both_times(ward: Ward) -> None:
    page = ward.client(ward.maria).submit(
        f"/units/{ward.unit_id}/shifts/new", f"/units/{ward.unit_id}/shifts", name="Late", starts_at="14:00",
        ends_at="22:00", huddle_at="14:15",
    )  # fmt: skip

    assert page.status == 422
    assert "This overlaps with Day (07:00 to 19:00)." in page.text
    assert len(queries.shifts(ward.unit_id)) == 2


def test_half_an_hour_for_handing_over_is_fine(ward: Ward) -> None:
    day = overview.shift(ward.unit_id, ward.day_shift_id)
    with transaction():
        service.edit_shift(day, ShiftTimes("Day", time(7), time(19, 30), time(7, 15)), actor=ward.maria, now=ward.now)
    assert queries.shifts(ward.unit_id)[0].ends_at == time(19, 30)


def test_a_shift_that_ends_finishes_what_runs_and_keeps_its_past(ward: Ward) -> None:
    before = queries.runs_today(ward.unit_id, ward.now)
    with transaction():
        service.end_shift(overview.shift(ward.unit_id, ward.day_shift_id), actor=ward.maria, now=ward.now)

    week = timedelta(days=7)
    shifts, zone = queries.shifts(ward.unit_id), queries.facts(ward.unit_id).zone
    past, ahead = (
        [run.name for run in runs_between(shifts, start, start + week, zone)]
        for start in (ward.now - week, ward.now + week)
    )
    assert queries.runs_today(ward.unit_id, ward.now) == before
    assert past.count("Day") == 7
    assert "Day" not in ahead


def test_twelve_hour_shifts_become_eight_hour_shifts(ward: Ward) -> None:
    unit, maria, zone = ward.unit_id, ward.maria, queries.facts(ward.unit_id).zone
    with transaction():
        night = overview.shift(unit, ward.night_shift_id)
        service.edit_shift(night, ShiftTimes("Night", time(23), time(7), time(23, 15)), actor=maria, now=ward.now)
        day = overview.shift(unit, ward.day_shift_id)
        service.add_shift(unit, ShiftTimes("Evening", time(19), time(23), time(19, 15)), actor=maria, now=ward.now)
        service.end_shift(day, actor=maria, now=ward.now)
        early = service.add_shift(unit, ShiftTimes("Day", time(7), time(15), time(7, 15)), actor=maria, now=ward.now)
        late = service.add_shift(unit, ShiftTimes("Late", time(15), time(19), time(15, 15)), actor=maria, now=ward.now)

    tomorrow = ward.now + timedelta(days=1)
    assert early.begins_on == late.begins_on == day.ended_on == date(2026, 11, 17)
    runs = runs_between(queries.shifts(unit), tomorrow, tomorrow + timedelta(days=1), zone)
    assert [run.name for run in runs] == ["Day", "Late", "Evening", "Night"]


def test_the_last_shift_stays_and_an_ended_one_is_not_changed(ward: Ward) -> None:
    day, night = (overview.shift(ward.unit_id, id_) for id_ in (ward.day_shift_id, ward.night_shift_id))
    with transaction():
        service.end_shift(day, actor=ward.dana, now=ward.now)
    with pytest.raises(RuleBroken, match="last shift"):
        service.end_shift(night, actor=ward.dana, now=ward.now)
    with pytest.raises(RuleBroken, match="ended"):
        service.end_shift(day, actor=ward.dana, now=ward.now)
    with pytest.raises(RuleBroken, match="ended"):
        service.edit_shift(day, LATE, actor=ward.dana, now=ward.now)


def test_a_name_is_free_again_once_its_shift_has_ended(ward: Ward) -> None:
    day = overview.shift(ward.unit_id, ward.day_shift_id)
    times = ShiftTimes("Day", day.starts_at, day.ends_at, day.huddle_at)
    with pytest.raises(FieldRefused, match="of this name"):
        service.add_shift(ward.unit_id, times, actor=ward.maria, now=ward.now)
    with transaction():
        service.end_shift(day, actor=ward.maria, now=ward.now)
        again = service.add_shift(ward.unit_id, times, actor=ward.maria, now=ward.now)
    assert again.begins_on == day.ended_on


def test_two_who_change_a_shift_are_told_of_each_other(ward: Ward) -> None:
    maria, path = ward.client(ward.maria), f"/units/{ward.unit_id}/shifts/{ward.day_shift_id}"
    data = maria.fill(path, name="Days")
    maria.submit(path, name="Morning")

    stale = maria.post(path, data)
    mixed = maria.post(path, stale.form(path) | {"_keep_name": "mine"})

    assert (stale.status, mixed.status) == (409, 303)
    assert queries.shifts(ward.unit_id)[0].name == "Days"


def test_keeping_both_of_two_times_is_asked_again(ward: Ward) -> None:
    maria, path = ward.client(ward.maria), f"/units/{ward.unit_id}/shifts/{ward.day_shift_id}"
    data = maria.fill(path, huddle_at="07:20")
    maria.submit(path, huddle_at="07:40")
    stale = maria.post(path, data)

    assert maria.post(path, stale.form(path) | {"_keep_huddle_at": "both"}).status == 422


def test_a_shift_is_ended_on_its_page_with_what_runs_today(ward: Ward) -> None:
    maria, path = ward.client(ward.maria), f"/units/{ward.unit_id}/shifts/{ward.day_shift_id}"

    shown = maria.get(path).text
    ended = maria.submit(path, f"{path}/ending")
    unit = maria.get(f"/units/{ward.unit_id}/set-up").text
    refused = maria.submit(
        f"/units/{ward.unit_id}/shifts/{ward.night_shift_id}",
        f"/units/{ward.unit_id}/shifts/{ward.night_shift_id}/ending",
    )

    assert "Today: Day 07:00–19:00, huddle 07:15; Night 19:00–07:00, huddle 19:15." in shown  # noqa: RUF001
    assert (ended.status, refused.status) == (303, 409)
    assert "Ends tomorrow" in unit
    assert "does not start any more" in maria.get(path).text


def test_staff_do_not_change_shifts(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        service.add_shift(ward.unit_id, LATE, actor=ward.bob, now=ward.now)
    path = f"/units/{ward.unit_id}/shifts/{ward.day_shift_id}/ending"
    assert ward.client(ward.bob).post(path, {}).status == 403
    assert ward.client(ward.charlie).post(path, {}).status == 404
