"""What the jobs do, called directly, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from huddle.accounts.models import LoginSession
from huddle.checkins import queries, service
from huddle.checkins.rules import Outcome
from huddle.core import drafts, operations
from huddle.core.actor import Actor
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.jobs import tasks
from huddle.units.models import Service, Site, Unit
from tests.checkins.months import concern_in_october
from tests.support.ward import Ward

SEPTEMBER, OCTOBER = Month(2026, 9), Month(2026, 10)


def set_up_in(ward: Ward, created_at: datetime) -> None:
    with transaction():
        db.session.execute(update(Unit).values(created_at=created_at))


@pytest.fixture
def young(ward: Ward) -> Ward:
    """Units that began in September."""
    set_up_in(ward, datetime(2026, 9, 10, tzinfo=UTC))
    return ward


def break_unit(monkeypatch: pytest.MonkeyPatch, unit_id: UUID) -> None:
    whole = service.roll_up

    def roll_up(unit: UUID, month: Month, *, actor: Actor, now: datetime) -> Outcome:
        if unit == unit_id:
            raise ZeroDivisionError("something a person typed")
        return whole(unit, month, actor=actor, now=now)

    monkeypatch.setattr(service, "roll_up", roll_up)


def test_what_is_missing_is_caught_up_oldest_first(young: Ward) -> None:
    done = tasks.roll_up_due(now=young.now)
    assert [(one.name, one.month, one.outcome) for one in done] == [
        ("5 West", SEPTEMBER, Outcome.CREATED),
        ("5 West", OCTOBER, Outcome.CREATED),
        ("6 East", SEPTEMBER, Outcome.CREATED),
        ("6 East", OCTOBER, Outcome.CREATED),
    ]
    assert {one.outcome for one in tasks.roll_up_due(now=young.now)} == {Outcome.UNCHANGED}


def test_units_older_than_a_year_get_twelve_months(ward: Ward) -> None:
    months = [one.month for one in tasks.roll_up_due(now=ward.now) if one.unit_id == ward.unit_id]
    assert months[0] == Month(2025, 11)
    assert len(months) == 12
    assert months == sorted(months)


def test_only_the_newest_months_are_looked_at_again(ward: Ward) -> None:
    tasks.roll_up_due(now=ward.now)
    again = [one.month for one in tasks.roll_up_due(now=ward.now) if one.unit_id == ward.unit_id]
    assert again == [SEPTEMBER, OCTOBER]


def test_new_york_waits_while_london_is_rolled_up(young: Ward) -> None:
    now = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    done = tasks.roll_up_due(now=now)
    assert [(one.name, one.month) for one in done] == [
        ("5 West", SEPTEMBER),
        ("5 West", OCTOBER),
        ("6 East", SEPTEMBER),
    ]


def test_a_failing_unit_does_not_stop_the_others(
    young: Ward, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    break_unit(monkeypatch, young.unit_id)
    done = tasks.roll_up_due(now=young.now)
    assert [one.outcome for one in done] == [Outcome.FAILED, Outcome.FAILED, Outcome.CREATED, Outcome.CREATED]
    assert queries.of_unit(young.unit_id) == []
    assert len(queries.of_unit(young.other_unit_id)) == 2
    assert str(young.unit_id) in caplog.text
    assert "something a person typed" not in caplog.text


def test_a_time_zone_that_nobody_knows_here_stops_its_own_units_alone(
    young: Ward, caplog: pytest.LogCaptureFixture
) -> None:
    with transaction():
        site_id = select(Service.site_id).join(Unit, Unit.service_id == Service.id).where(Unit.id == young.unit_id)
        db.session.execute(update(Site).where(Site.id.in_(site_id)).values(timezone="Mars/Olympus"))
    done = tasks.roll_up_due(now=young.now)
    assert {(one.name, one.outcome) for one in done} == {("5 West", Outcome.FAILED), ("6 East", Outcome.CREATED)}
    assert f"roll-up of unit {young.unit_id} for 2026-10 failed: ZoneInfoNotFoundError" in caplog.text


def test_the_failed_unit_is_made_up_by_the_next_run(young: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken:
        break_unit(broken, young.unit_id)
        tasks.roll_up_due(now=young.now)
    tasks.roll_up_due(now=young.now)
    assert [row.month for row in queries.of_unit(young.unit_id)] == ["2026-10", "2026-09"]


def test_each_run_that_did_something_is_logged_in_counts(young: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    break_unit(monkeypatch, young.unit_id)
    tasks.roll_up_due(now=young.now)
    runs = queries.newest_runs()
    assert [(run.month, run.units, run.created, run.failed) for run in runs] == [
        ("2026-10", 2, 1, 1),
        ("2026-09", 2, 1, 1),
    ]


def test_a_run_without_news_leaves_no_row(young: Ward) -> None:
    tasks.roll_up_due(now=young.now)
    before = len(queries.newest_runs())
    tasks.roll_up_due(now=young.now + timedelta(hours=1))
    assert len(queries.newest_runs()) == before


def test_late_data_is_found_by_the_next_run(young: Ward) -> None:
    tasks.roll_up_due(now=young.now)
    concern_in_october(young)
    done = tasks.roll_up_due(now=young.now + timedelta(hours=1))
    assert [(one.name, one.month) for one in done if one.outcome is Outcome.ADDENDUM] == [("5 West", OCTOBER)]


def test_old_drafts_operations_and_sessions_go_and_new_ones_stay(ward: Ward) -> None:
    bob, now = ward.bob.person_id, ward.now
    with transaction():
        drafts.save(drafts.Place(bob, "old", "x", "1"), {}, version=1, now=now - timedelta(hours=25))
        drafts.save(drafts.Place(bob, "new", "x", "1"), {}, version=1, now=now - timedelta(hours=23))
        for days in (31, 29):
            operations.record(operations.Asked(uuid4(), "f", "p", bob), now=now - timedelta(days=days))
            db.session.add(ended_session(bob, now - timedelta(days=days)))
    gone = tasks.clean_up(now=now)
    assert gone == {"drafts": 1, "operations": 1, "sessions": 1, "notifications": 0, "runs": 0}
    assert [form for form, _about, _at in drafts.of_author(bob, now=now)] == ["new"]
    assert db.session.execute(select(LoginSession.expires_at)).scalars().all() == [now - timedelta(days=29)]


def ended_session(user_id: UUID, at: datetime) -> LoginSession:
    return LoginSession(
        token_sha256=uuid4().hex,
        user_id=user_id,
        created_at=at,
        expires_at=at,
        last_used_at=at,
        lock_after_seconds=900,
    )
