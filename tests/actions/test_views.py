"""In which column an item stands, under which filter, and for what it waits."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from huddle.actions.rules import ActionStatus, ChangeType, Effect, Lane, OwnerAnswer, SourceKind, Strength
from huddle.actions.rules.views import Column, Filter, Reason, Wait, column_of, fits, waits

NOW = datetime(2026, 11, 16, 7, 5, tzinfo=UTC)
TODAY = date(2026, 11, 16)
LONDON = ZoneInfo("Europe/London")


def item(status: ActionStatus, **facts: Any) -> Any:
    names = "owner_answer owner_answered_at stuck_at escalated_at done_at done_by dropped_at told_back_at verified_at"
    empty = dict.fromkeys([*names.split(), "effect_30", "effect_30_at", "effect_90", "effect_90_at"])
    usual = {"lane": Lane.IMPROVEMENT, "due_on": TODAY, "source_kind": SourceKind.REVIEW}
    usual |= {"created_at": NOW, "change_type": ChangeType.READ_BACK}
    made = {"status": status, "owner_id": uuid4(), "strength": Strength.STRONGER}
    return SimpleNamespace(**(empty | usual | made | facts))


def reason(of: Any, *, asked: timedelta = timedelta(0), has_left: bool = False) -> Reason | None:
    wait = waits(of, asked_at=NOW - asked, has_left=has_left, today=TODAY, zone=LONDON)
    return wait.reason if wait else None


def test_every_state_has_its_column_and_what_is_over_has_none() -> None:
    over = {ActionStatus.DROPPED, ActionStatus.MERGED}
    assert {status for status in ActionStatus if column_of(status) is None} == over
    assert column_of(ActionStatus.ESCALATED) is Column.STUCK
    assert column_of(ActionStatus.NOT_EFFECTIVE) is Column.GOING
    assert column_of(ActionStatus.DONE_UNVERIFIED) is Column.DONE


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        (item(ActionStatus.PROPOSED), None),
        (item(ActionStatus.PROPOSED, owner_answer=OwnerAnswer.CANNOT, owner_answered_at=NOW), Reason.CANNOT),
        (item(ActionStatus.PROPOSED, owner_answer=OwnerAnswer.CHANGE, owner_answered_at=NOW), Reason.CHANGE),
        (item(ActionStatus.STUCK, stuck_at=NOW), Reason.STUCK),
        (item(ActionStatus.ESCALATED, escalated_at=NOW), Reason.ESCALATED),
        (item(ActionStatus.IN_PROGRESS, due_on=TODAY - timedelta(days=6)), None),
        (item(ActionStatus.IN_PROGRESS, due_on=TODAY - timedelta(days=7)), Reason.OVERDUE),
        (item(ActionStatus.DONE_UNVERIFIED, done_at=NOW), Reason.TO_VERIFY),
        (item(ActionStatus.DONE_UNVERIFIED, done_at=NOW, change_type=None), Reason.NO_PLAN),
        (item(ActionStatus.VERIFIED, verified_at=NOW - timedelta(days=29)), None),
        (item(ActionStatus.VERIFIED, verified_at=NOW - timedelta(days=30)), Reason.EFFECT_DUE),
        (
            item(ActionStatus.VERIFIED, verified_at=NOW - timedelta(days=31), effect_30=Effect.WORKS, effect_30_at=NOW),
            None,
        ),
        (item(ActionStatus.DROPPED, dropped_at=NOW), Reason.DROPPED),
        (item(ActionStatus.DROPPED, dropped_at=NOW, told_back_at=NOW), None),
        (item(ActionStatus.DROPPED, dropped_at=NOW, lane=Lane.QUICK_FIX), None),
        (item(ActionStatus.CLOSED), None),
    ],
)
def test_what_waits_and_why(of: Any, expected: Reason | None) -> None:
    assert reason(of) is expected


def test_an_owner_has_three_days_to_accept_from_the_day_they_were_asked() -> None:
    asked = item(ActionStatus.PROPOSED, due_on=TODAY + timedelta(days=9))
    assert reason(asked, asked=timedelta(days=2)) is None
    assert reason(asked, asked=timedelta(days=3)) is Reason.NOT_ACCEPTED


def test_what_somebody_left_behind_waits_whatever_its_state() -> None:
    assert reason(item(ActionStatus.OPEN, lane=Lane.QUICK_FIX), has_left=True) is Reason.NO_OWNER
    assert reason(item(ActionStatus.VERIFIED, verified_at=NOW), has_left=True) is None


def test_the_most_pressing_stands_first_and_of_equals_the_oldest() -> None:
    rows = [
        Wait(Reason.TO_VERIFY, TODAY - timedelta(days=90)),
        Wait(Reason.STUCK, TODAY),
        Wait(Reason.STUCK, TODAY - timedelta(days=2)),
        Wait(Reason.ESCALATED, TODAY),
    ]
    assert sorted(rows, key=lambda wait: wait.rank) == [rows[3], rows[2], rows[1], rows[0]]
    assert (rows[1].tag(TODAY), rows[2].tag(TODAY)) == ("Stuck", "Stuck 2 days")
    assert (rows[2].tone, rows[0].tone) == ("urgent", "warn")


def test_filters_are_exact() -> None:
    me, late = uuid4(), TODAY - timedelta(days=1)
    wait = Wait(Reason.STUCK, TODAY)

    def under(of: Any, waiting: Wait | None = None) -> set[Filter]:
        return {each for each in Filter if fits(of, each, me=me, today=TODAY, wait=waiting)}

    assert under(item(ActionStatus.STUCK, due_on=late), wait) == {
        Filter.ALL,
        Filter.OVERDUE,
        Filter.WAITING,
        Filter.FROM_REVIEW,
    }
    assert under(item(ActionStatus.DONE, due_on=late, owner_id=me, source_kind=SourceKind.CONCERN)) == {
        Filter.ALL,
        Filter.MINE,
        Filter.FROM_HUDDLE,
    }
    dropped = item(ActionStatus.DROPPED, owner_id=me)
    assert under(dropped, Wait(Reason.DROPPED, TODAY)) == {Filter.WAITING}
    assert under(item(ActionStatus.ESCALATED), Wait(Reason.ESCALATED, TODAY)) == {Filter.ALL, Filter.FROM_REVIEW}
    unverified = item(ActionStatus.DONE_UNVERIFIED, source_kind=SourceKind.CHECK_IN)
    assert under(unverified) == {Filter.ALL, Filter.TO_VERIFY, Filter.FROM_CHECK_IN}
