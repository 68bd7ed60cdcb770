"""Rolling up, addenda and publishing, on both databases."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import text, update
from sqlalchemy.exc import DBAPIError

from huddle.actions import queries as actions
from huddle.audit import queries as audit
from huddle.checkins import queries, service
from huddle.checkins.models import CheckIn, CheckInAddendum
from huddle.checkins.rules import CheckInState, Outcome
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from tests.checkins.months import OCTOBER, concern_in_october, drafted, old_promise, promise, published, roll_up, thanks
from tests.support.ward import Ward


def test_the_numbers_of_a_month_are_frozen_with_everything_in_them(ward: Ward) -> None:
    concern_in_october(ward)
    old_promise(ward, done=True)
    thanks(ward)
    check_in = drafted(ward)
    assert check_in.state is CheckInState.DRAFTED
    assert check_in.computed_at == ward.now
    assert check_in.snapshot["concerns"] == {"raised": 1, "answered": 0, "told_back": 0}
    both, better = {"due": 1, "done": 1, "done_on_time": 1}, ("improvements", "verified")
    assert check_in.snapshot["promises"] == both | dict.fromkeys((*better, "verified_on_time"), 0)
    assert check_in.snapshot["huddles"]["scheduled"] == 62
    assert check_in.snapshot["thanks"] == {"given": 1}


def test_two_runs_give_one_snapshot(ward: Ward) -> None:
    assert [roll_up(ward), roll_up(ward)] == [Outcome.CREATED, Outcome.UNCHANGED]
    [check_in] = queries.of_unit(ward.unit_id)
    assert [event.action for event in audit.of_subject(check_in.id)] == ["check_in.rolled_up"]


def test_many_at_once_give_one_snapshot(ward: Ward, app: Flask) -> None:
    outcomes: list[Outcome] = []

    def run() -> None:
        with app.app_context():
            outcomes.append(roll_up(ward))
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [Outcome.CREATED, *[Outcome.UNCHANGED] * 5]
    assert len(queries.of_unit(ward.unit_id)) == 1


def test_late_data_becomes_a_dated_addendum_and_the_snapshot_stays(ward: Ward) -> None:
    before = dict(drafted(ward).snapshot)
    concern_in_october(ward)
    later = ward.clock.tick(timedelta(days=2))
    assert [roll_up(ward), roll_up(ward)] == [Outcome.ADDENDUM, Outcome.UNCHANGED]
    check_in = queries.get(ward.unit_id, OCTOBER)
    [addendum] = queries.addenda(check_in.id)
    assert check_in.snapshot == before
    assert addendum.computed_at == later
    assert addendum.snapshot["concerns"]["raised"] == 1


def test_numbers_that_go_back_to_the_first_ones_are_news_too(ward: Ward) -> None:
    check_in = drafted(ward)
    first = dict(check_in.snapshot)
    with transaction():
        db.session.add(
            CheckInAddendum(check_in_id=check_in.id, snapshot=first | {"thanks": {"given": 9}}, computed_at=ward.now)
        )
    ward.clock.tick(timedelta(hours=1))
    assert roll_up(ward) is Outcome.ADDENDUM
    assert [row.snapshot["thanks"]["given"] for row in queries.addenda(check_in.id)] == [9, 0]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE check_in SET snapshot = '{}'",
        "UPDATE check_in SET computed_at = CURRENT_TIMESTAMP",
        "UPDATE check_in SET month = '2026-09'",
        "DELETE FROM check_in",
        "UPDATE check_in_addendum SET snapshot = '{}'",
        "DELETE FROM check_in_addendum",
    ],
)
def test_the_database_refuses_to_change_numbers(ward: Ward, statement: str) -> None:
    drafted(ward)
    concern_in_october(ward)
    roll_up(ward)
    with pytest.raises(DBAPIError, match="frozen"), transaction():
        db.session.execute(text(statement))


def test_the_database_lets_the_rest_of_a_check_in_change(ward: Ward) -> None:
    check_in = drafted(ward)
    with transaction():
        db.session.execute(update(CheckIn).where(CheckIn.id == check_in.id).values(better="Fine"))
    db.session.expire_all()
    assert queries.get(ward.unit_id, OCTOBER).better == "Fine"


def test_a_month_that_is_not_over_is_not_frozen(ward: Ward) -> None:
    with pytest.raises(RuleBroken, match="November 2026 is not over"):
        roll_up(ward, Month(2026, 11))
    assert queries.of_unit(ward.unit_id) == []


def test_new_york_is_rolled_up_later_than_london(ward: Ward) -> None:
    ward.clock.set(datetime(2026, 11, 1, 4, 30, tzinfo=UTC))
    assert roll_up(ward) is Outcome.CREATED
    with pytest.raises(RuleBroken):
        roll_up(ward, unit_id=ward.other_unit_id)
    ward.clock.set(datetime(2026, 11, 1, 8, 0, tzinfo=UTC))
    assert roll_up(ward, unit_id=ward.other_unit_id) is Outcome.CREATED


@pytest.mark.parametrize(("month", "huddles"), [(Month(2026, 3), 62), (Month(2026, 10), 62), (Month(2026, 2), 56)])
def test_months_in_which_the_clocks_change_lose_and_gain_no_shift(ward: Ward, month: Month, huddles: int) -> None:
    for unit_id in (ward.unit_id, ward.other_unit_id):
        roll_up(ward, month, unit_id)
        assert queries.get(unit_id, month).snapshot["huddles"]["scheduled"] == huddles


def test_a_check_in_is_published_with_something_better_and_a_promise(ward: Ward) -> None:
    check_in = published(ward)
    assert check_in.state is CheckInState.PUBLISHED
    assert (check_in.published_by, check_in.published_at) == (ward.alice.user_id, ward.now)
    assert queries.waiting(ward.unit_id) == []


def test_without_a_promise_or_a_word_it_is_not_published(ward: Ward) -> None:
    check_in = drafted(ward)
    with pytest.raises(FieldRefused), transaction():
        service.publish(check_in, actor=ward.alice, now=ward.now)
    with transaction():
        service.write_notes(check_in, better="Calmer", still_hurts="", focus="", actor=ward.alice, now=ward.now)
    with pytest.raises(RuleBroken, match="at least one promise"), transaction():
        service.publish(check_in, actor=ward.alice, now=ward.now)
    assert queries.get(ward.unit_id, OCTOBER).state is CheckInState.DRAFTED


def test_staff_do_not_publish(ward: Ward) -> None:
    check_in = drafted(ward)
    promise(ward, check_in)
    with pytest.raises(NotPermitted), transaction():
        service.publish(check_in, actor=ward.bob, now=ward.now)


def test_what_is_published_takes_no_more_words_and_no_more_promises(ward: Ward) -> None:
    check_in = published(ward)
    with pytest.raises(RuleBroken), transaction():
        service.write_notes(check_in, better="Other", still_hurts="", focus="", actor=ward.alice, now=ward.now)
    with pytest.raises(RuleBroken):
        promise(ward, check_in)
    assert queries.get(ward.unit_id, OCTOBER).better == "The bell in bay 2 works."


def test_a_promise_is_an_action_item_that_knows_its_check_in(ward: Ward) -> None:
    check_in = drafted(ward)
    item = actions.get(ward.unit_id, promise(ward, check_in))
    assert queries.promises_made(check_in.id) == [item]
    assert queries.source_words(ward.bob, ward.unit_id, check_in.id) == "Check-in of October 2026"


def test_the_board_finds_the_newest_and_the_waiting(ward: Ward) -> None:
    assert queries.newest(ward.unit_id) is None
    roll_up(ward, Month(2026, 9))
    roll_up(ward)
    newest = queries.newest(ward.unit_id)
    assert newest is not None
    assert newest.month == "2026-10"
    assert [row.month for row in queries.waiting(ward.unit_id)] == ["2026-10", "2026-09"]


def test_another_units_check_in_is_not_there(ward: Ward) -> None:
    check_in = drafted(ward)
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, OCTOBER)
    with pytest.raises(NotFound):
        queries.month_of(ward.other_unit_id, check_in.id)
