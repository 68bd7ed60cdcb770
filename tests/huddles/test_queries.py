"""What the board, the month and the page read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.handoffs import queries as handoffs
from huddle.handoffs import service as handoff_service
from huddle.handoffs.rules import IfThen, Plan, Report, Severity
from huddle.huddles import queries, rules, service
from huddle.huddles.queries.agenda import agenda
from huddle.huddles.rules import HuddleState, LookBackAnswer, Step, SubjectKind
from huddle.units.models import Shift, Unit
from tests.huddles.support import action_due, closed, concern_from_yesterday, opened, said, watched
from tests.support.ward import Ward


def test_the_board_says_due_open_closed_and_what_comes_next(ward: Ward) -> None:
    due = queries.now_for_board(ward.unit_id, ward.now)
    assert (due.state, due.name, due.at) == (HuddleState.DUE, "Day", ward.now.replace(minute=15))
    huddle = opened(ward)
    going_on = queries.now_for_board(ward.unit_id, ward.now)
    assert (going_on.state, going_on.at, going_on.huddle_id) == (HuddleState.OPEN, ward.now, huddle.id)
    ward.clock.tick(timedelta(minutes=4))
    closed(ward, huddle)
    held = queries.now_for_board(ward.unit_id, ward.now)
    assert (held.state, held.at, held.huddle_id) == (HuddleState.CLOSED, ward.now, huddle.id)
    assert held.next_at == ward.now.replace(hour=19, minute=15)
    nothing = queries.now_for_board(ward.unit_id, ward.now.replace(hour=15))
    assert (nothing.state, nothing.at, nothing.huddle_id) == (HuddleState.NONE, None, None)


def test_a_huddle_nobody_closed_does_not_hide_the_next_one(ward: Ward) -> None:
    opened(ward)
    ward.clock.tick(timedelta(hours=12))
    assert queries.now_for_board(ward.unit_id, ward.now).state is HuddleState.DUE


def test_an_extra_huddle_is_the_one_that_goes_on(ward: Ward) -> None:
    ward.clock.set(ward.now.replace(hour=15))
    with transaction():
        extra = service.open_extra(ward.unit_id, actor=ward.bob, now=ward.now)
    assert queries.now_for_board(ward.unit_id, ward.now).huddle_id == extra.id


def test_a_unit_without_shifts_has_nothing_planned(ward: Ward) -> None:
    with transaction():
        db.session.query(Shift).where(Shift.unit_id == ward.unit_id).delete()
    state = queries.now_for_board(ward.unit_id, ward.now)
    assert (state.state, state.next_at) == (HuddleState.NONE, None)
    assert queries.unexplained(ward.unit_id, ward.now) == []


def test_the_month_counts_what_was_planned_held_and_on_time(ward: Ward) -> None:
    closed(ward, opened(ward))
    ward.clock.set(ward.now.replace(hour=19, minute=40))
    opened(ward)
    start, end = ward.now.replace(day=16, hour=0), ward.now.replace(day=18, hour=0)
    assert queries.month_counts(ward.unit_id, start, end) == {"scheduled": 4, "held": 2, "on_time": 1}
    assert queries.month_counts(ward.other_unit_id, start, end)["held"] == 0


def test_nothing_was_planned_before_the_unit_existed(ward: Ward) -> None:
    with transaction():
        db.session.get_one(Unit, ward.unit_id).created_at = ward.now
    start, end = ward.now.replace(day=1), ward.now.replace(day=17, hour=0, minute=0)
    assert queries.month_counts(ward.unit_id, start, end)["scheduled"] == 2
    assert queries.month_counts(ward.unit_id, start, ward.now)["scheduled"] == 0
    assert queries.unexplained(ward.unit_id, ward.now) == []


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [
        ("unit_id", datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)),
        ("other_unit_id", datetime(2026, 11, 1, 4, tzinfo=UTC), datetime(2026, 12, 1, 5, tzinfo=UTC)),
    ],
)
def test_a_month_with_a_clock_change_plans_two_huddles_a_day(
    ward: Ward, unit: str, start: datetime, end: datetime
) -> None:
    days = {"unit_id": 31, "other_unit_id": 30}[unit]
    assert queries.month_counts(getattr(ward, unit), start, end)["scheduled"] == 2 * days


def test_the_night_huddle_of_a_clock_change_is_one_and_lasts_real_minutes(ward: Ward) -> None:
    """In London on 25 October 2026 the clocks show 01:55 twice."""
    with transaction():
        db.session.get_one(Shift, ward.night_shift_id).huddle_at = datetime(2026, 1, 1, 1, 30).time()  # noqa: DTZ001
    ward.clock.set(datetime(2026, 10, 25, 0, 33, tzinfo=UTC))
    huddle = opened(ward)
    ward.clock.set(datetime(2026, 10, 25, 1, 5, tzinfo=UTC))
    assert opened(ward, ward.bob).id == huddle.id
    closed(ward, huddle)
    assert huddle.opened_at is not None
    assert huddle.closed_at is not None
    assert rules.minutes(huddle.opened_at, huddle.closed_at) == 32
    assert rules.is_on_time(huddle.opened_at, huddle.scheduled_for)
    assert huddle.shift_on is not None
    assert huddle.shift_on.day == 24


def test_the_look_back_holds_old_concerns_and_what_is_due(ward: Ward) -> None:
    concern, item = concern_from_yesterday(ward), action_due(ward)
    action_due(ward, ward.now.date() + timedelta(days=3))
    huddle = opened(ward)
    page = agenda(huddle, ward.now)
    assert [(found.kind, found.id) for found in page.look_backs] == [
        (SubjectKind.CONCERN, concern.id),
        (SubjectKind.ACTION, item.id),
    ]
    assert page.current is Step.LOOK_BACK


def test_an_answered_item_stays_in_its_place_and_the_summary_keeps_it(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    said(ward, huddle, SubjectKind.ACTION, item.id, LookBackAnswer.DONE, ward.bob)
    closed(ward, huddle)
    [found] = agenda(huddle, ward.now).look_backs
    assert (found.id, found.answer, found.settled) == (item.id, LookBackAnswer.DONE, True)


def test_patients_handed_over_as_watchers_are_suggested_until_they_are_listed(ward: Ward) -> None:
    report = Report("MK", "4821", Severity.WATCHER, "s", "b", "a", "r", "12")
    with transaction():
        handoff_service.send(
            ward.unit_id,
            report,
            plan=Plan(if_thens=(IfThen("worse", "call"),)),
            to_person_id=None,
            actor=ward.alice,
            now=ward.now,
        )
    huddle = opened(ward)
    [patient] = agenda(huddle, ward.now).suggestions
    with transaction():
        watcher = service.watch_handed_over(huddle, handoff_id=patient.id, actor=ward.bob, now=ward.now)
    assert (watcher.patient_id1, watcher.patient_id2, watcher.from_handoff_id) == ("MK", "4821", patient.id)
    assert agenda(huddle, ward.now).suggestions == []
    assert len(handoffs.watching(ward.unit_id, ward.now)) == 1


def test_a_summary_shows_who_was_watched_when_it_closed(ward: Ward) -> None:
    huddle = opened(ward)
    watcher = watched(ward, huddle)
    closed(ward, huddle)
    ward.clock.tick(timedelta(hours=12))
    following = opened(ward)
    with transaction():
        service.check_watcher(following, watcher, still=False, actor=ward.bob, now=ward.now)
    assert [(item.row.id, item.still) for item in agenda(huddle, ward.now).watchers] == [(watcher.id, True)]
    assert [(item.row.id, item.still) for item in agenda(following, ward.now).watchers] == [(watcher.id, False)]
