"""Which huddle is for now, what is held and on time, over midnight and in nights with a clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.core.errors import RuleBroken
from huddle.huddles import rules
from huddle.huddles.rules import Mark, Step, Tally
from huddle.units.rules import ShiftPattern, ShiftRun, run_on, runs_between

LONDON, NEW_YORK, SYDNEY = (ZoneInfo(name) for name in ("Europe/London", "America/New_York", "Australia/Sydney"))
DAY = ShiftPattern(uuid4(), "Day", time(7), time(19), time(7, 15))
NIGHT = ShiftPattern(uuid4(), "Night", time(19), time(7), time(19, 15))
SMALL_HOURS = ShiftPattern(uuid4(), "Small hours", time(19), time(7), time(1, 30))


def runs_around(moment: datetime, zone: ZoneInfo, *shifts: ShiftPattern) -> list[ShiftRun]:
    return runs_between(shifts, moment - timedelta(days=1), moment + timedelta(days=2), zone)


def slot_at(zone: ZoneInfo, *local: int) -> tuple[str, date] | None:
    moment = datetime(*local, tzinfo=zone).astimezone(UTC)  # type: ignore[misc, arg-type]
    run = rules.slot_for(runs_around(moment, zone, DAY, NIGHT), moment)
    return (run.name, run.on) if run else None


@pytest.mark.parametrize(
    ("clock", "slot"),
    [
        ((2026, 11, 16, 6, 14), None),
        ((2026, 11, 16, 6, 15), ("Day", date(2026, 11, 16))),
        ((2026, 11, 16, 7, 15), ("Day", date(2026, 11, 16))),
        ((2026, 11, 16, 13, 7), ("Day", date(2026, 11, 16))),
        ((2026, 11, 16, 13, 8), None),
        ((2026, 11, 16, 18, 15), ("Night", date(2026, 11, 16))),
        ((2026, 11, 17, 1, 0), ("Night", date(2026, 11, 16))),
        ((2026, 11, 17, 1, 8), None),
    ],
)
def test_a_huddle_opens_an_hour_early_and_counts_until_half_of_the_rest_is_over(
    clock: tuple[int, ...], slot: tuple[str, date] | None
) -> None:
    assert slot_at(LONDON, *clock) == slot


def test_where_two_windows_overlap_the_later_shift_counts() -> None:
    late = ShiftPattern(uuid4(), "Late", time(11), time(23), time(11, 15))
    moment = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
    run = rules.slot_for(runs_around(moment, LONDON, DAY, late), moment)
    assert run is not None
    assert run.name == "Late"


@pytest.mark.parametrize(
    ("zone", "night", "hours", "huddle_at"),
    [
        (LONDON, date(2026, 3, 28), 11, datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        (LONDON, date(2026, 10, 24), 13, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (NEW_YORK, date(2026, 3, 7), 11, datetime(2026, 3, 8, 6, 30, tzinfo=UTC)),
        (NEW_YORK, date(2026, 10, 31), 13, datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        (SYDNEY, date(2026, 10, 3), 11, datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
        (SYDNEY, date(2026, 4, 4), 13, datetime(2026, 4, 4, 14, 30, tzinfo=UTC)),
    ],
)
def test_a_night_with_a_clock_change_has_one_huddle_and_real_minutes(
    zone: ZoneInfo, night: date, hours: int, huddle_at: datetime
) -> None:
    run = run_on(SMALL_HOURS, night, zone)
    assert run.ends_at - run.starts_at == timedelta(hours=hours)
    assert run.huddle_at == huddle_at
    opened = run.huddle_at - timedelta(minutes=5)
    for moment in (opened, opened + timedelta(minutes=70)):
        slot = rules.slot_for(runs_around(moment, zone, SMALL_HOURS), moment)
        assert slot is not None
        assert rules.slot_of(slot) == (SMALL_HOURS.id, night)
    assert rules.minutes(opened, opened + timedelta(minutes=12)) == 12
    assert rules.is_on_time(opened, run.huddle_at)


def test_five_minutes_late_is_on_time_and_six_are_not() -> None:
    planned = datetime(2026, 11, 16, 7, 15, tzinfo=UTC)
    assert rules.is_on_time(planned + timedelta(minutes=5), planned)
    assert not rules.is_on_time(planned + timedelta(minutes=5, seconds=1), planned)


def test_within_its_minutes_is_counted_in_real_ones() -> None:
    """From 01:55 to 01:03 by the clock on the wall, in the night in which London sets it back."""
    opened = datetime(2026, 10, 25, 1, 55, tzinfo=LONDON).astimezone(UTC)
    closed = datetime(2026, 10, 25, 1, 3, fold=1, tzinfo=LONDON).astimezone(UTC)
    assert rules.is_within(opened, closed, 8)
    assert not rules.is_within(opened, closed, 7)
    midnight = datetime(2026, 11, 16, 23, 56, tzinfo=UTC)
    assert rules.is_within(midnight, midnight + timedelta(minutes=10), 10)
    assert not rules.is_within(midnight, midnight + timedelta(minutes=10, seconds=1), 10)


def test_a_huddle_of_seconds_took_a_minute() -> None:
    opened = datetime(2026, 11, 16, 7, 15, tzinfo=UTC)
    assert rules.minutes(opened, opened + timedelta(seconds=5)) == 1


def test_a_slot_is_missed_only_when_its_window_is_over() -> None:
    run = run_on(DAY, date(2026, 11, 16), LONDON)
    since, end = run.huddle_at - timedelta(days=1), rules.window(run)[1]
    assert rules.missed([run], set(), since, end - timedelta(seconds=1)) == []
    assert rules.missed([run], set(), since, end) == [run]
    assert rules.missed([run], {rules.slot_of(run)}, since, end) == []
    assert rules.missed([run], set(), run.huddle_at + timedelta(seconds=1), end) == []


def test_adherence_counts_planned_held_and_on_time() -> None:
    runs = [run_on(DAY, date(2026, 11, day), LONDON) for day in (16, 17, 18)]
    opened = {
        rules.slot_of(runs[0]): runs[0].huddle_at,
        rules.slot_of(runs[1]): runs[1].huddle_at + timedelta(minutes=20),
        (uuid4(), date(2026, 11, 18)): runs[2].huddle_at,
    }
    assert rules.adherence(runs, opened) == {"scheduled": 3, "held": 2, "on_time": 1}


def test_the_turn_goes_to_whoever_has_not_led_for_longest() -> None:
    alice, bob, maria = (UUID(int=number) for number in (1, 2, 3))
    assert rules.by_turn([alice, bob, maria], [alice, bob, maria, alice]) == maria
    assert rules.by_turn([alice, bob, maria], [alice, bob]) == maria
    assert rules.by_turn([], [alice]) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "here",
        "here:nurse",
        "here:nurse:",
        "here:nurse:-1",
        "here:nurse:100",
        "here:boss:1",
        "here:nurse:²",
        "planned:nurse:1\x00",
        "beds:nurse:1",
        "spoke:nurse:2",
        "named:nobody:1",
        "chosen:load:awful",
        "chosen:mood:light",
        "there:nurse:1",
    ],
)
def test_a_mark_that_cannot_be_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        rules.read_mark(text)


def test_a_mark_names_what_is_counted_or_chosen() -> None:
    assert rules.read_mark("here:nurse:4") == Mark(Tally.HERE, "nurse", 4)
    assert rules.read_mark("beds:open:0") == Mark(Tally.BEDS, "open", 0)
    assert rules.read_mark("chosen:load:heavy") == Mark(Tally.CHOSEN, "load", "heavy")
    assert rules.read_mark("chosen:load:").value == ""


def test_the_least_heard_speak_first_and_leaders_last() -> None:
    here = {"charge_nurse", "nurse", "student", "doctor", "care_assistant", "housekeeping"}
    order = rules.speaking_order(here)
    assert order == ["student", "housekeeping", "care_assistant", "nurse", "doctor", "charge_nurse"]
    assert set(rules.speaking_order(set(rules.ROLE_LABELS))) == set(rules.ROLE_LABELS)


def test_steps_are_done_when_said_or_asked() -> None:
    nothing = rules.step_state(Step.WATCHERS, count=0, left=0, asked={})
    asked = rules.step_state(Step.WATCHERS, count=0, left=0, asked={"watchers": True})
    some = rules.step_state(Step.WATCHERS, count=2, left=1, asked={})
    assert not nothing.done
    assert asked.done
    assert asked.empty
    assert not some.done
    assert rules.current_step([asked, some]) is Step.WATCHERS
    assert rules.current_step([asked]) is None


def test_counting_people_does_not_say_that_the_numbers_are_right() -> None:
    assert not rules.step_state(Step.STAFFING, count=8, left=0, asked={}).done
    assert rules.step_state(Step.STAFFING, count=8, left=0, asked={"who-is-here": True}).done
