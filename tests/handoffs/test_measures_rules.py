"""The formulas of H1 to H10 at their edges, without a database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huddle.charts.measure import Share
from huddle.core.dates import Period, at_local, whole_weeks
from huddle.handoffs.rules import Carried, Completeness, HandoffKind, Mode, ReadBack, Severity, figures, measures
from huddle.handoffs.rules.catalogue import CATALOGUE, GROUPS
from huddle.handoffs.rules.figures import Counted
from huddle.handoffs.rules.measures import Told

NOW = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")


def told(minutes: float | None = 4, *, at: datetime = NOW - timedelta(days=3), **more: Any) -> Told:
    """One unstable patient, acknowledged after so many minutes with a full read-back."""
    known: dict[str, Any] = {
        "kind": HandoffKind.SHIFT,
        "severity": Severity.UNSTABLE,
        "mode": Mode.FACE_TO_FACE,
        "read_back": ReadBack.FULL,
        "started_at": at - timedelta(seconds=60),
        "sent_at": at,
        "answer_by": at + timedelta(minutes=5),
        "acknowledged_at": None if minutes is None else at + timedelta(minutes=minutes),
        "receiver_severity": None if minutes is None else Severity.UNSTABLE,
        "if_thens": 1,
        "watched": 1,
        "handed_back": 0,
        "opened_at": None,
    }
    return Told(**known | more)


def counted(rows: list[Told], *, zone: ZoneInfo = LONDON, carried: list[Carried] | None = None) -> Counted:
    over = whole_weeks(13, NOW, NOW - timedelta(days=400), zone)
    return Counted(over, zone, NOW, rows, carried or [], [])


def test_the_second_of_the_clock_is_in_time_and_what_still_has_time_is_not_counted() -> None:
    rows = [told(5), told(5.02), told(None), told(None, at=NOW - timedelta(minutes=4))]
    assert measures.in_time(rows, NOW) == Share(1, 3)


def test_an_escalation_that_was_answered_by_phone_is_no_miss_and_counts_with_its_minutes() -> None:
    answered = told(None, kind=HandoffKind.ESCALATION, answered_at=NOW - timedelta(days=3) + timedelta(minutes=9))
    assert measures.in_time([told(), answered], NOW) == Share(1, 1)
    assert measures.escalations([answered] * 5) == measures.Waited(Share(5, 5), 9)


@pytest.mark.parametrize(
    ("more", "complete"),
    [
        ({}, True),
        ({"watched": 0}, False),
        ({"read_back": ReadBack.LIGHT}, False),
        ({"severity": Severity.STABLE, "if_thens": 0, "watched": 0}, True),
        ({"severity": Severity.STABLE, "read_back": ReadBack.LIGHT}, False),
    ],
)
def test_a_read_back_is_complete_with_what_to_watch_for_of_the_sick(more: dict[str, Any], complete: bool) -> None:
    assert measures.said_back([told(**more), told(None)]) == Share(int(complete), 1)


@pytest.mark.parametrize(
    "more", [{"receiver_severity": Severity.WATCHER}, {"receiver_severity": Severity.STABLE}, {"handed_back": 2}]
)
def test_a_difference_counts_once_whatever_it_is(more: dict[str, Any]) -> None:
    assert measures.differences([told(**more), told()]) == Share(1, 2)


def test_below_five_there_are_only_counts() -> None:
    four, five = [told(kind=HandoffKind.ESCALATION)] * 4, [told(kind=HandoffKind.ESCALATION)] * 5
    assert (measures.escalations(four).minutes, measures.escalations(five).minutes) == (None, 4)
    assert (measures.writing(four).seconds, measures.writing(five).seconds) == (None, 60)
    assert measures.complete([Completeness(4, 5)] * 4).percent is None
    assert measures.complete([Completeness(4, 5)] * 5).percent == 80
    assert measures.in_time(four, NOW).percent is None


def test_minutes_are_told_by_how_sick_the_sender_found_the_patient() -> None:
    rows = [told(minutes, kind=HandoffKind.ESCALATION) for minutes in (1, 2, 3, 4, 60, None)]
    rows += [told(9, kind=HandoffKind.ESCALATION, severity=Severity.WATCHER), told(1)]
    line = figures.lines(counted(rows))["H7"]
    assert (line.figure, line.parts) == (
        "6 of 7 (86\u00a0%)",
        ("Unstable: 5 of 6, half of them within 3 minutes", "Watcher: 1 of 1"),
    )


def test_what_was_typed_in_from_paper_took_no_time_to_write() -> None:
    assert measures.writing([told(started_at=NOW - timedelta(days=3))]).counted == 0


def test_what_was_carried_over_is_done_by_its_time_or_at_all_where_it_has_none() -> None:
    due, before = NOW - timedelta(hours=1), NOW - timedelta(hours=2)
    rows = [
        Carried(before, before, before, due, due),  # done in time, to the second
        Carried(before, before, before, due, NOW),  # late
        Carried(before, None, before, None, NOW),  # without a time, done
        Carried(before, None, before, None, None),  # without a time, open
        Carried(before, before, before, NOW + timedelta(hours=1), None),  # still has time
    ]
    assert measures.carried_on(rows, NOW) == Share(2, 4)


@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")])
def test_a_week_begins_on_monday_on_the_wall_of_the_unit(zone: ZoneInfo) -> None:
    monday = date(2026, 11, 9)
    sunday_night = at_local(monday - timedelta(days=1), time(23, 59), zone)
    rows = [told(at=sunday_night)] * 5 + [told(6, at=at_local(monday, time(0), zone))] * 5
    points = figures.charts(counted(rows, zone=zone))["H1"].points
    known = {point.label: (point.value, point.detail) for point in points if point.value is not None}
    assert known == {"2 Nov": (100, "5 of 5"), "9 Nov": (0, "0 of 5")}


def test_a_week_with_fewer_than_five_has_a_count_and_no_point() -> None:
    chart = figures.charts(counted([told()] * 4))["H1"]
    assert (chart.points[-1].value, chart.points[-1].detail, chart.points[0].detail) == (None, "4 of 4", "none")
    assert chart.sentence == "Too early to tell: 0 points, and it takes 10."


def test_a_lasting_change_is_a_signal_in_words() -> None:
    weeks = [NOW - timedelta(weeks=back, days=-2) for back in range(13, 0, -1)]
    rows = [told(4 if number > 5 else 6, at=at) for number, at in enumerate(weeks) for _ in range(5)]
    charts = figures.charts(counted(rows))
    assert charts["H1"].signal
    assert charts["H4"].sentence == "No signal: there is no up and down at all."
    assert set(charts) == {"H1", "H2", "H4", "H7", "H9"}


def test_without_a_whole_week_there_is_no_chart() -> None:
    young = Counted(Period((), NOW, NOW), LONDON, NOW, [], [], [])
    assert figures.charts(young) == {}


def test_each_measure_stands_in_one_group_and_says_what_it_does_not_tell() -> None:
    assert (
        sorted(id_ for ids in GROUPS.values() for id_ in ids)
        == sorted(CATALOGUE)
        == sorted(f"H{n}" for n in range(1, 11))
    )
    assert set(figures.lines(counted([]))) == set(CATALOGUE)
    assert all(row.counts and row.silent and row.better for row in CATALOGUE.values())
