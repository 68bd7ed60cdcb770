"""Each formula on a few hand-made rows, with the numbers worked out by hand beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.concerns.rules import EventKind, MeasuredConcern, MeasuredEvent, Outcome
from huddle.core.dates import Period
from huddle.huddles.rules import HeldHuddle, HuddleKind, NamedWatcher, ShiftCount
from huddle.reports.rules import CATALOGUE, GROUPS, Counted, Share, formulas, lines

SEVEN = datetime(2026, 11, 9, 7, 15, tzinfo=UTC)
START, END = datetime(2026, 11, 9, tzinfo=UTC), datetime(2026, 11, 16, tzinfo=UTC)
ALICE, BOB = UUID(int=1), UUID(int=2)


def huddle(late: float = 0, took: float | None = 8, **more: Any) -> HeldHuddle:
    opened = SEVEN + timedelta(minutes=late)
    closed = None if took is None else opened + timedelta(minutes=took)
    return HeldHuddle(HuddleKind.SCHEDULED, SEVEN, opened, closed, ALICE, {"nurse": 4}, (), 10, None)._replace(**more)


def concern(**more: Any) -> MeasuredConcern:
    return MeasuredConcern(START, False, None, None, None, None)._replace(**more)


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_u1_counts_the_huddles_of_all_shifts() -> None:
    assert formulas.held_of_planned([ShiftCount("Day", 14, 12), ShiftCount("Night", 14, 9)]) == Share(21, 28)


def test_u2_counts_five_minutes_late_as_on_time_and_no_extra_huddle() -> None:
    extra = huddle(kind=HuddleKind.AD_HOC)
    # Early, five minutes late and on the minute are on time; five minutes and a second is not; the extra is left out.
    assert formulas.on_time([huddle(-3), huddle(5), huddle(), huddle(5 + 1 / 60), extra]) == Share(3, 4)


def test_u3_counts_the_minutes_of_each_template_and_not_what_nobody_closed() -> None:
    held = [huddle(took=10), huddle(took=10.1), huddle(took=7), huddle(took=12, budget=15), huddle(took=None)]
    # 10 of 10, 7 of 10 and 12 of 15 are within; 10.1 of 10 is not; four have a length: too few for a middle one.
    assert formulas.within_budget(held) == formulas.Within(Share(3, 4), None)
    # 7, 8, 10, 10.1, 12: the middle one is 10.
    assert formulas.within_budget([*held, huddle(took=8)]).median == 10


def test_u3_counts_real_minutes_when_the_clocks_go_back() -> None:
    # 01:55 summer time to 01:05 winter time in London, which is ten minutes.
    opened, closed = datetime(2026, 10, 25, 0, 55, tzinfo=UTC), datetime(2026, 10, 25, 1, 5, tzinfo=UTC)
    night = huddle(opened_at=opened, closed_at=closed)
    assert formulas.within_budget([night]).share == Share(1, 1)
    assert formulas.staff_minutes([night]).total == 40


def test_u4_counts_only_huddles_that_need_roles() -> None:
    needed = ("charge_nurse", "doctor")
    whole = huddle(needed=needed, here={"charge_nurse": 1, "doctor": 1, "nurse": 3})
    nobody = huddle(needed=needed, here={"charge_nurse": 1, "doctor": 0})
    without = huddle(needed=needed, here={"doctor": 2})
    uncounted = huddle(needed=needed, here=None)
    assert formulas.role_reach([whole, nobody, without, uncounted, huddle()]) == Share(1, 3)


def test_u5_counts_people_and_the_part_of_whoever_led_most() -> None:
    # Alice led four of six, Bob two.
    led = [huddle() for _ in range(4)] + [huddle(leader=BOB), huddle(leader=BOB)]
    assert formulas.leaders(led) == formulas.Leaders(2, Share(4, 6))
    assert formulas.leaders([]) == formulas.Leaders(0, Share(0, 0))


def test_u6_counts_three_roles_and_leaves_out_huddles_that_did_not_ask() -> None:
    assert formulas.voices([huddle(spoke=3), huddle(spoke=5), huddle(spoke=2), huddle(spoke=0), huddle()]) == Share(
        2, 4
    )


def test_u7_wants_both_a_plan_and_a_trigger() -> None:
    both, plan, trigger = NamedWatcher(True, True), NamedWatcher(True, False), NamedWatcher(False, True)
    assert formulas.planned_for([both, plan, trigger, both]) == Share(2, 4)


def test_u8_counts_from_the_first_moment_of_the_weeks_to_before_the_last() -> None:
    before, last = concern(raised_at=START - minutes(1)), concern(raised_at=END - minutes(1))
    assert formulas.raised_in([before, concern(), last, concern(raised_at=END)], START, END) == [concern(), last]


def test_u9_counts_what_the_unit_fixed_itself_and_no_concern_twice() -> None:
    fixed = concern(outcome=Outcome.FIXED, answered_tier=1)
    above = concern(outcome=Outcome.YES, answered_tier=2)
    cannot = concern(outcome=Outcome.CANNOT_FIX, answered_tier=1)
    same = fixed._replace(merged=True)
    assert formulas.fixed_here([fixed, fixed, above, cannot, same, concern()]) == Share(2, 5)


def asked(*later: MeasuredEvent, at: datetime = START, tier: int = 2) -> list[MeasuredEvent]:
    """One concern: raised, asked of a level that has an hour, and what came after."""
    id_ = uuid4()
    first = MeasuredEvent(id_, EventKind.ESCALATED, tier, at, at + minutes(60))
    return [event._replace(concern_id=id_) for event in (event_after(-5, EventKind.RAISED, 1), first, *later)]


def event_after(
    count: float, kind: EventKind, tier: int = 2, due: float | None = None, at: datetime = START
) -> MeasuredEvent:
    return MeasuredEvent(ALICE, kind, tier, at + minutes(count), None if due is None else at + minutes(due))


@pytest.mark.parametrize(
    ("later", "share"),
    [
        ([event_after(60, EventKind.ANSWERED)], Share(1, 1)),
        ([event_after(61, EventKind.ANSWERED)], Share(0, 1)),
        ([event_after(30, EventKind.GIVEN_BACK)], Share(1, 1)),
        ([event_after(30, EventKind.PICKED_UP, 1)], Share(0, 0)),
        ([event_after(90, EventKind.PICKED_UP, 1)], Share(0, 1)),
        ([event_after(30, EventKind.ANSWERED, 1)], Share(0, 0)),
        ([], Share(0, 1)),
        # Taken higher in time, and the next level is late: two clocks, one of them kept.
        ([event_after(50, EventKind.TAKEN_HIGHER, 3, 110), event_after(120, EventKind.ANSWERED, 3)], Share(1, 2)),
    ],
    ids=["to the minute", "late", "given back", "taken back", "taken back late", "settled here", "no answer", "higher"],
)
def test_u10_counts_each_clock_of_its_own(later: list[MeasuredEvent], share: Share) -> None:
    assert formulas.in_time(asked(*later), START, END, END) == share


def test_u10_leaves_out_what_still_has_time_and_what_was_asked_before() -> None:
    waiting = asked(at=END - minutes(30))
    before = asked(event_after(5, EventKind.ANSWERED), at=START - minutes(10))
    kept = asked(event_after(5, EventKind.ANSWERED))
    assert formulas.in_time([*waiting, *before, *kept], START, END, END) == Share(1, 1)


def test_u11_counts_what_was_answered_in_these_weeks() -> None:
    told = concern(answered_at=START, told_back_at=END + minutes(5))
    waits = concern(answered_at=END - minutes(1))
    long_ago = concern(answered_at=START - minutes(1), told_back_at=START)
    assert formulas.told_back([told, waits, long_ago, concern()], START, END) == Share(1, 2)


def test_u12_multiplies_people_with_minutes() -> None:
    held = [huddle(took=8), huddle(took=10, here={"nurse": 5, "doctor": 1}), huddle(took=None), huddle(here={})]
    # 4 people for 8 minutes and 6 for 10; without an end or without people there is no time to count.
    assert formulas.staff_minutes(held) == formulas.Minutes(92, 2, None)


COUNTED = Counted(
    over=Period((date(2026, 11, 9),), START, END),
    now=END,
    today=date(2026, 11, 16),
    shifts=[],
    huddles=[],
    watchers=[],
    concerns=[],
    escalations=[],
    events=[],
)


def with_(**more: Any) -> Counted:
    values = {name: getattr(COUNTED, name) for name in Counted.__slots__}
    return Counted(**values | more)


def test_every_measure_says_in_words_that_there_is_nothing() -> None:
    said = lines(COUNTED)
    assert set(said) == {f"U{number}" for number in range(1, 14)}
    assert all(line.figure == "" and line.note.endswith(".") for line in said.values())


def test_fewer_than_five_are_counted_and_not_turned_into_a_percentage() -> None:
    four, five = [huddle()] * 4, [huddle()] * 4 + [huddle(late=9)]
    assert lines(with_(huddles=four))["U2"].figure == "4 of 4"
    assert lines(with_(huddles=five))["U2"].figure == "4 of 5 (80\u00a0%)"
    assert lines(with_(huddles=four))["U3"].note == lines(with_(huddles=four))["U12"].note == ""
    assert lines(with_(huddles=five))["U3"].note == "Half of them took 8 minutes or less."
    assert lines(with_(huddles=four, concerns=[concern()]))["U8"].note == ""
    assert lines(with_(huddles=five, concerns=[concern()]))["U8"].note == "That is 2.0 for every ten."


def test_the_shifts_are_told_one_by_one() -> None:
    line = lines(with_(shifts=[ShiftCount("Day", 14, 12), ShiftCount("Night", 4, 3)]))["U1"]
    assert (line.figure, line.note) == ("15 of 18 (83\u00a0%)", "Day 12 of 14 (86\u00a0%), Night 3 of 4.")


@pytest.mark.parametrize(
    ("days", "figure", "note"),
    [
        ([], "", "No such event was recorded."),
        ([10], "6 days since the last one", "The last one was 10 Nov. It is the only one so far."),
        ([1, 10, 15], "1 day since the last one", "The last one was yesterday. Days between those before it: 9, 5."),
    ],
)
def test_days_between_events_are_told_for_none_one_and_several(days: list[int], figure: str, note: str) -> None:
    line = lines(with_(events=[(date(2026, 11, day), None) for day in days]))["U13"]
    assert (line.figure, line.note) == (figure, note)


def test_the_part_of_whoever_led_most_is_told_only_where_five_people_led() -> None:
    few = lines(with_(huddles=[huddle(leader=UUID(int=number % 4)) for number in range(9)]))["U5"]
    assert (few.figure, few.note) == ("4 people in 9 huddles", "")
    many = lines(with_(huddles=[huddle(leader=UUID(int=number % 5)) for number in range(9)]))["U5"]
    assert (many.figure, many.note) == ("5 people in 9 huddles", "Whoever led most led 2 of 9 (22\u00a0%).")


def test_every_measure_has_a_place_on_the_page_and_says_what_it_does_not_tell() -> None:
    assert sorted(id_ for ids in GROUPS.values() for id_ in ids) == sorted(CATALOGUE)
    for row in CATALOGUE.values():
        assert row.silent.startswith("It does not tell")
        assert row.counts.endswith(".")
