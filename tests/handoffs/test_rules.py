"""States, clocks and identifiers, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.core.dates import at_local
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.handoffs import rules
from huddle.handoffs.rules import (
    ActionAnswer,
    Checks,
    HandoffKind,
    HandoffStatus,
    IfThen,
    Mode,
    Plan,
    ReadBack,
    Severity,
    move,
)

NOW = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
LEGAL = {(start, to) for start, following in rules.NEXT.items() for to in following}


@pytest.mark.parametrize(("start", "to"), sorted(LEGAL))
def test_what_the_table_allows_can_happen(start: HandoffStatus, to: HandoffStatus) -> None:
    assert move(start, to) is to


@pytest.mark.parametrize(("start", "to"), sorted(set(product(HandoffStatus, HandoffStatus)) - LEGAL))
def test_what_the_table_does_not_allow_is_refused_with_a_sentence(start: HandoffStatus, to: HandoffStatus) -> None:
    with pytest.raises(RuleBroken, match=r"\w+ .*\.$"):
        move(start, to)


def test_every_state_is_reached_and_says_why_it_refuses() -> None:
    assert {to for _, to in LEGAL} | {HandoffStatus.DRAFT} == set(HandoffStatus)
    assert set(rules.REFUSED) == set(HandoffStatus)
    assert {*rules.WAITING, *rules.SETTLED, HandoffStatus.DRAFT, HandoffStatus.SUPERSEDED} == set(HandoffStatus)


@pytest.mark.parametrize(
    ("severity", "minutes"), [(Severity.STABLE, 30), (Severity.WATCHER, 15), (Severity.UNSTABLE, 5)]
)
def test_the_sicker_the_patient_the_shorter_the_clock(severity: Severity, minutes: int) -> None:
    assert rules.answer_by(HandoffKind.SHIFT, severity, NOW) == NOW + timedelta(minutes=minutes)


def test_a_unit_may_set_its_own_clock() -> None:
    own = {Severity.STABLE: 45, Severity.WATCHER: 20, Severity.UNSTABLE: 3}
    assert rules.answer_by(HandoffKind.ESCALATION, Severity.UNSTABLE, NOW, minutes=own) == NOW + timedelta(minutes=3)


def test_a_stable_patient_waits_for_the_next_shift_and_a_sick_one_does_not() -> None:
    starts = NOW + timedelta(minutes=40)
    stable, sick = (
        rules.answer_by(HandoffKind.SHIFT, severity, NOW, shift_starts_at=starts)
        for severity in (Severity.STABLE, Severity.WATCHER)
    )
    assert (stable, sick) == (starts + timedelta(minutes=30), NOW + timedelta(minutes=15))


@pytest.mark.parametrize(
    ("zone", "day", "sent", "shown"),
    [
        ("Europe/London", date(2026, 3, 29), time(0, 50), time(2, 20)),
        ("Europe/London", date(2026, 10, 25), time(1, 50), time(1, 20)),
        ("America/New_York", date(2026, 3, 8), time(1, 50), time(3, 20)),
        ("America/New_York", date(2026, 11, 1), time(1, 50), time(1, 20)),
        ("Europe/London", date(2026, 11, 16), time(23, 50), time(0, 20)),
    ],
)
def test_thirty_minutes_are_thirty_over_midnight_and_when_the_clocks_change(
    zone: str, day: date, sent: time, shown: time
) -> None:
    sent_at = at_local(day, sent, ZoneInfo(zone))
    deadline = rules.answer_by(HandoffKind.SHIFT, Severity.STABLE, sent_at)
    assert deadline - sent_at == timedelta(minutes=30)
    assert deadline.astimezone(ZoneInfo(zone)).time() == shown


@pytest.mark.parametrize(
    ("zone", "now", "clock_time", "hours"),
    [
        ("Europe/London", datetime(2026, 3, 28, 22, tzinfo=UTC), time(6), 7),
        ("Europe/London", datetime(2026, 10, 24, 21, tzinfo=UTC), time(6), 9),
        ("America/New_York", datetime(2026, 3, 8, 3, tzinfo=UTC), time(6), 7),
        ("America/New_York", datetime(2026, 11, 1, 2, tzinfo=UTC), time(6), 9),
        ("Europe/London", datetime(2026, 11, 16, 22, tzinfo=UTC), time(6), 8),
        ("Europe/London", datetime(2026, 11, 16, 8, tzinfo=UTC), time(7), -1),
        ("Europe/London", datetime(2026, 11, 16, 0, tzinfo=UTC), time(23), -1),
        ("Europe/London", datetime(2026, 11, 16, 8, tzinfo=UTC), time(5), 21),
        ("America/New_York", datetime(2026, 11, 1, 7, tzinfo=UTC), time(0, 0), 22),
    ],
)
def test_a_time_is_the_next_one_on_the_wall_or_has_just_passed(
    zone: str, now: datetime, clock_time: time, hours: int
) -> None:
    moment = rules.next_at(clock_time, now, ZoneInfo(zone))
    assert moment - now == timedelta(hours=hours)
    assert moment.astimezone(ZoneInfo(zone)).time() == clock_time


def test_what_nobody_answers_is_late_and_then_the_charge_nurses() -> None:
    deadline = NOW + timedelta(minutes=15)
    assert not rules.is_overdue(deadline, None, deadline)
    assert rules.is_overdue(deadline, None, deadline + timedelta(seconds=1))
    assert not rules.is_overdue(deadline, deadline, deadline + timedelta(days=1))
    assert rules.rises_at(NOW, deadline) == NOW + timedelta(minutes=30)


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("kind", HandoffKind)
def test_only_a_stable_patient_of_a_shift_or_a_break_is_read_back_lightly(
    kind: HandoffKind, severity: Severity
) -> None:
    light = severity is Severity.STABLE and kind in (HandoffKind.SHIFT, HandoffKind.BREAK_COVER)
    assert rules.read_back_needed(kind, severity) is (ReadBack.LIGHT if light else ReadBack.FULL)


def test_of_a_list_one_is_drawn_and_always_the_same() -> None:
    ids = [uuid4() for _ in range(6)]
    assert rules.drawn(ids) == rules.drawn(ids[::-1])
    assert rules.drawn(ids) in ids
    assert rules.drawn(ids[:1]) is rules.drawn([]) is None


def test_every_patient_of_a_list_may_be_drawn() -> None:
    lists = [[uuid4() for _ in range(3)] for _ in range(200)]
    places = [ids.index(found) for ids in lists if (found := rules.drawn(ids))]
    assert len(places) == len(lists)
    assert set(places) == {0, 1, 2}


ACCEPTED = {1: ActionAnswer.ACCEPTED}


@pytest.mark.parametrize(
    ("priority", "watch_for", "answers", "field"),
    [
        (" ", {1}, ACCEPTED, "priority"),
        ("Pain", set(), ACCEPTED, "watch_for"),
        ("Pain", {9}, ACCEPTED, "watch_for"),
        ("Pain", {1}, {}, "answer_1"),
    ],
)
def test_a_full_read_back_lacks_nothing(
    priority: str, watch_for: set[int], answers: dict[int, ActionAnswer], field: str
) -> None:
    with pytest.raises(FieldRefused) as refused:
        rules.require_full(priority, watch_for, answers, if_thens=[1], actions=[1])
    assert refused.value.field_name == field
    rules.require_full("Pain", {1}, ACCEPTED, if_thens=[1], actions=[1])


@pytest.mark.parametrize(
    ("severity", "plan", "field"),
    [
        (Severity.WATCHER, Plan(), "if_1"),
        (Severity.UNSTABLE, Plan(), "if_1"),
        (Severity.STABLE, Plan(checks=Checks.CHANGED), "checks_note"),
        (Severity.STABLE, Plan(mode=Mode.WRITTEN_ONLY), "written_reason"),
    ],
)
def test_no_handoff_goes_without_what_it_needs(severity: Severity, plan: Plan, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        rules.require_plan(severity, plan)
    assert refused.value.field_name == field
    rules.require_plan(Severity.STABLE, Plan())
    rules.require_plan(Severity.UNSTABLE, Plan(if_thens=(IfThen("worse", "call"),)))


@pytest.mark.parametrize(("one", "other"), [(Severity.STABLE, Severity.WATCHER), (Severity.WATCHER, Severity.UNSTABLE)])
def test_two_views_differ_and_the_sicker_one_counts(one: Severity, other: Severity) -> None:
    assert rules.severity_differs(one, other)
    assert not rules.severity_differs(one, one)
    assert not rules.severity_differs(one, None)
    assert rules.sicker(one, other) is rules.sicker(other, one) is other
