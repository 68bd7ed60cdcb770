"""The jobs that count the months of follow-through: all of them anew, or those that no night has counted."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, update

from huddle.actions.models import ActionItem, FollowThroughMonth
from huddle.actions.queries import figures
from huddle.actions.rules.figures import Heaps
from huddle.actions.service.figures import keep
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.jobs import tasks
from huddle.jobs.tasks import KEPT_MONTHS, TASKS
from tests.actions.twelve import BY_HAND, OCTOBER, store
from tests.support.ward import Ward


@pytest.fixture
def twelve(ward: Ward) -> Ward:
    with transaction():
        store(ward.unit_id, ward.bob, ward.alice, ZoneInfo("Europe/London"))
    return ward


def kept_october(ward: Ward) -> Heaps:
    kept, _at = figures.kept(ward.unit_id, OCTOBER, OCTOBER)
    return kept[OCTOBER]


def test_every_night_counts_two_years_of_every_unit_and_one_failure_stops_nobody(
    twelve: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    ward = twelve

    def fails_elsewhere(unit_id: object, *args: object, **more: object) -> None:
        if unit_id == ward.other_unit_id:
            raise OSError
        keep(unit_id, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks, "keep", fails_elsewhere)
    assert TASKS["figures"](now=ward.now) == {"months": KEPT_MONTHS, "failed": KEPT_MONTHS}
    kept, counted_at = figures.kept(ward.unit_id, OCTOBER, OCTOBER)
    assert (kept[OCTOBER], counted_at) == (BY_HAND, ward.now)


def test_at_start_only_what_is_missing_is_counted(twelve: Ward) -> None:
    ward, count_missing = twelve, TASKS["missing-figures"]
    assert count_missing(now=ward.now) == {"months": 2 * KEPT_MONTHS, "failed": 0}
    assert kept_october(ward) == BY_HAND
    with transaction():
        db.session.execute(update(FollowThroughMonth).values(due=7))
        missing = FollowThroughMonth.month.in_(["2026-06", "2026-08"])
        db.session.execute(delete(FollowThroughMonth).where(FollowThroughMonth.unit_id == ward.unit_id, missing))
    assert count_missing(now=ward.now) == {"months": 3, "failed": 0}
    assert count_missing(now=ward.now) == {"months": 0, "failed": 0}
    assert {counts.due for counts in kept_october(ward).values()} == {7}
    kept, _at = figures.kept(ward.unit_id, Month(2026, 6), Month(2026, 8))
    assert [sum(counts.due for counts in heaps.values()) for heaps in kept.values()] == [0, 0, 0]


def test_what_missed_its_night_is_counted_when_the_machine_is_on_again(twelve: Ward) -> None:
    ward, count_missing = twelve, TASKS["missing-figures"]
    count_missing(now=ward.now)
    with transaction():
        db.session.execute(update(FollowThroughMonth).where(FollowThroughMonth.unit_id == ward.unit_id).values(due=7))
    ward.clock.tick(timedelta(hours=26))
    assert count_missing(now=ward.now) == {"months": 0, "failed": 0}
    ward.clock.tick(timedelta(minutes=1))
    assert count_missing(now=ward.now) == {"months": 2 * KEPT_MONTHS, "failed": 0}
    assert kept_october(ward) == BY_HAND
    assert count_missing(now=ward.now) == {"months": 0, "failed": 0}


def test_a_night_later_only_what_changed_is_written_and_all_of_it_is_as_old_as_that_night(twelve: Ward) -> None:
    ward, count = twelve, TASKS["figures"]
    count(now=ward.now)
    with transaction():
        db.session.execute(update(ActionItem).values(reopened_count=0))
    ward.clock.tick(timedelta(days=1))
    written: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("huddle.core.written.note", written.append)
        count(now=ward.now)
    _kept, counted_at = figures.kept(ward.unit_id, OCTOBER, OCTOBER)
    assert counted_at == ward.now
    assert {counts.reopened for counts in kept_october(ward).values()} == {0}
    assert len([sql for sql in written if sql.startswith("INSERT")]) == 1
