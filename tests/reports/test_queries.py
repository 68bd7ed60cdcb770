"""What the measures are read from: whole weeks of the unit's own zone, its own rows and no others."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles import service
from huddle.huddles.queries import adherence, measures
from huddle.huddles.rules import DEFAULTS, HuddleKind, Step
from huddle.reports import queries
from huddle.units import queries as units
from huddle.units.models import Shift
from tests.reports.support import LAST_MONDAY, began, escalated, happened, held, raised, watched
from tests.support.ward import Ward

WEEK = timedelta(weeks=1)
NEW_YORK = ZoneInfo("America/New_York")


def figures(ward: Ward, unit_id: UUID | None = None) -> dict[str, str]:
    return {id_: line.figure for id_, line in queries.huddles(unit_id or ward.unit_id, ward.now).lines.items()}


def test_the_period_is_thirteen_whole_weeks_of_the_wards_own_zone(ward: Ward) -> None:
    over = units.whole_weeks(ward.unit_id, ward.now)
    # Monday 17 August was summer time in London, Monday 16 November is not.
    assert (over.start, over.end) == (datetime(2026, 8, 16, 23, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC))
    assert (len(over.mondays), over.mondays[-1]) == (13, LAST_MONDAY)
    report = queries.huddles(ward.unit_id, ward.now)
    assert [day.isoformat() for day in report.days or ()] == ["2026-08-17", "2026-11-15"]
    elsewhere = units.whole_weeks(ward.other_unit_id, ward.now)
    # It is still Monday at 02:05 in New York.
    assert elsewhere.end == datetime(2026, 11, 16, 5, tzinfo=UTC)


def test_a_huddle_after_midnight_counts_for_the_week_in_which_it_was_planned(ward: Ward) -> None:
    with transaction():
        db.session.get_one(Shift, ward.night_shift_id).huddle_at = time(0, 30)
    sunday = LAST_MONDAY + timedelta(days=6)
    held(ward.unit_id, ward.alice, ward.night_shift_id, sunday)  # planned for Monday, half past midnight
    assert figures(ward)["U1"] == "0 of 182 (0\u00a0%)"
    held(ward.unit_id, ward.alice, ward.night_shift_id, sunday - timedelta(days=1))
    assert figures(ward)["U1"] == "1 of 182 (1\u00a0%)"
    assert [week.held for week in adherence.weeks(ward.unit_id, ward.now)][-2:] == [0, 1]


def test_the_weeks_in_which_the_clocks_go_back_have_as_many_huddles_as_all_others(ward: Ward) -> None:
    assert {week.scheduled for week in adherence.weeks(ward.unit_id, ward.now)} == {14}
    assert {week.scheduled for week in adherence.weeks(ward.other_unit_id, ward.now)} == {14}
    last_sunday_of_october = LAST_MONDAY - timedelta(days=15)
    held(ward.unit_id, ward.alice, ward.night_shift_id, last_sunday_of_october, late=5)
    assert figures(ward)["U2"] == "1 of 1"
    assert [week.held for week in adherence.weeks(ward.unit_id, ward.now)][-4] == 1


def test_each_shift_is_counted_by_itself(ward: Ward) -> None:
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    held(ward.unit_id, ward.alice, ward.night_shift_id, LAST_MONDAY)
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY + timedelta(days=1))
    found = adherence.by_shift(ward.unit_id, units.whole_weeks(ward.unit_id, ward.now))
    assert [(shift.name, shift.scheduled, shift.held) for shift in found] == [("Day", 91, 2), ("Night", 91, 1)]


def test_the_template_of_each_huddle_says_its_minutes_and_the_roles_that_it_needs(ward: Ward) -> None:
    plan = tuple(line for line in DEFAULTS[HuddleKind.SCHEDULED])
    with transaction():
        template = service.save_template(
            ward.unit_id,
            HuddleKind.SCHEDULED,
            plan,
            names_on=False,
            needed=["doctor", "charge_nurse"],
            begun_on=0,
            actor=ward.alice,
            now=ward.now - 2 * WEEK,
        )
    day, here = ward.day_shift_id, {"charge_nurse": 1, "doctor": 1}
    counts = {"spoke": {"student": 1, "nurse": 1, "doctor": 1}}
    with_it: dict[str, Any] = {"template_id": template.id, "attendance": here}
    counted = {Step.STAFFING.value: True}
    one = held(
        ward.unit_id, ward.alice, day, LAST_MONDAY, took=10, counts=counts, leader_id=None, asked=counted, **with_it
    )
    held(ward.unit_id, ward.alice, day, LAST_MONDAY + timedelta(days=1), took=11, leader_id=ward.bob.person_id)
    asked = {Step.VOICES.value: True}
    held(ward.unit_id, ward.alice, day, LAST_MONDAY + timedelta(days=2), took=11, asked=asked, **with_it)
    over = units.whole_weeks(ward.unit_id, ward.now)
    first, second, third = measures.held(ward.unit_id, over.start, over.end)
    assert (first.opened_at, first.budget, first.needed) == (one.opened_at, 10, ("charge_nurse", "doctor"))
    assert (second.needed, second.budget, second.here, third.here) == ((), 10, None, None)
    assert [first.spoke, second.spoke, third.spoke] == [3, None, 0]
    assert [first.leader, second.leader] == [ward.alice.user_id, ward.bob.user_id]
    found = figures(ward)
    assert [found[id_] for id_ in ("U3", "U4", "U5", "U6")] == ["1 of 3", "1 of 1", "2 people in 3 huddles", "1 of 2"]
    assert found["U12"] == "20 minutes in 1 huddle"


def test_a_watcher_whose_text_was_erased_is_left_out(ward: Ward) -> None:
    at = ward.now - WEEK
    watched(ward.unit_id, ward.bob, at, plan="Lactate at ten", trigger="breathing over 28")
    watched(ward.unit_id, ward.bob, at, plan="Lactate at ten", trigger="  ")
    watched(ward.unit_id, ward.bob, at, patient="")
    assert figures(ward)["U7"] == "1 of 2"


def test_concerns_count_by_when_they_were_raised_and_when_they_were_answered(ward: Ward) -> None:
    start = units.whole_weeks(ward.unit_id, ward.now).start
    raised(ward.unit_id, ward.bob, start, settled=start + WEEK)
    raised(ward.unit_id, ward.bob, start - timedelta(minutes=1), settled=start)
    raised(ward.unit_id, ward.bob, ward.now - timedelta(minutes=1))
    held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    found = figures(ward)
    assert (found["U8"], found["U9"], found["U11"]) == ("1 in 1 huddle", "1 of 1", "2 of 2")


def test_answers_from_above_are_held_against_the_clock_that_was_started(ward: Ward) -> None:
    at = ward.now - WEEK
    escalated(ward.unit_id, ward.alice, at, answered=at + timedelta(minutes=60))
    escalated(ward.unit_id, ward.alice, at, answered=at + timedelta(minutes=61))
    assert figures(ward)["U10"] == "1 of 2"


def test_events_count_over_all_time_and_only_those_that_are_meant(ward: Ward) -> None:
    huddle = held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    for days in (200, 40, 33):
        happened(huddle, ward.bob, "event", ward.now - timedelta(days=days))
    happened(huddle, ward.bob, "good_catch", ward.now - timedelta(days=3))
    happened(huddle, ward.bob, "event", ward.now - timedelta(days=2), gone=True)
    line = queries.huddles(ward.unit_id, ward.now).lines["U13"]
    assert line.figure == "33 days since the last one"
    assert line.note == "The last one was 14 Oct. Days between those before it: 160, 7."


def test_events_with_a_topic_are_told_topic_by_topic_too(ward: Ward) -> None:
    huddle = held(ward.unit_id, ward.alice, ward.day_shift_id, LAST_MONDAY)
    for days, topic in ((40, "medication"), (33, "falls"), (12, ""), (5, "medication")):
        happened(huddle, ward.bob, "event", ward.now - timedelta(days=days), topic=topic)
    line = queries.huddles(ward.unit_id, ward.now).lines["U13"]
    assert line.figure == "5 days since the last one"
    assert line.parts == ("Falls: 33 days since the last one", "Medication: 5 days since the last one")


def test_rows_of_another_unit_do_not_count(ward: Ward) -> None:
    before = figures(ward)
    other, at = ward.other_unit_id, ward.now - WEEK
    shift_id = db.session.query(Shift).filter(Shift.unit_id == other, Shift.name == "Day").one().id
    huddle = held(other, ward.charlie, shift_id, LAST_MONDAY, zone=NEW_YORK, attendance={"nurse": 3})
    happened(huddle, ward.charlie, "event", at)
    watched(other, ward.charlie, at, plan="x", trigger="y")
    raised(other, ward.charlie, at, settled=at)
    escalated(other, ward.charlie, at, answered=at)
    assert figures(ward) == before
    assert figures(ward, other)["U1"] == "1 of 182 (1\u00a0%)"


def test_a_unit_of_this_week_has_no_measures_yet(ward: Ward) -> None:
    began(ward, ward.now - timedelta(hours=5))
    report = queries.huddles(ward.unit_id, ward.now)
    assert (report.days, report.weeks, report.charts, report.lines) == (None, 0, {}, {})


def test_a_young_unit_counts_from_the_day_it_began(ward: Ward) -> None:
    began(ward, ward.now - timedelta(days=12))
    report = queries.huddles(ward.unit_id, ward.now)
    assert (report.weeks, [day.isoformat() for day in report.days or ()]) == (2, ["2026-11-04", "2026-11-15"])
    assert report.charts["U1"].sentence.startswith("Too early to tell")
