"""The scheduler: what is planned, and that one failing job harms nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from huddle.core.clock import FrozenClock
from huddle.jobs import run, tasks
from huddle.jobs.schedule import AT_START, SCHEDULE
from tests.support.ward import Ward


def test_every_planned_job_has_a_task() -> None:
    assert set(SCHEDULE) == set(tasks.TASKS)
    assert set(SCHEDULE) >= AT_START


def test_jobs_are_planned_in_utc_once_at_a_time_and_made_up_when_missed(app: Flask, clock: FrozenClock) -> None:
    scheduler = run.make_scheduler(app, clock)
    assert str(scheduler.timezone) == "UTC"
    assert not scheduler.running
    # Before it runs, the scheduler keeps jobs with what was said about each; the rest are its defaults.
    assert scheduler._job_defaults == {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    planned = {job.id: job for job in scheduler.get_jobs()}
    assert set(planned) == set(SCHEDULE)
    assert {planned[name].next_run_time for name in ("roll-up", "missing-figures")} == {clock.now()}
    assert "figures" not in AT_START
    assert {str(job.trigger.timezone) for job in planned.values()} == {"UTC"}


def test_the_roll_up_runs_at_a_quarter_past_every_hour(app: Flask, clock: FrozenClock) -> None:
    trigger = {job.id: job for job in run.make_scheduler(app, clock).get_jobs()}["roll-up"].trigger
    first = trigger.get_next_fire_time(None, clock.now())
    assert first.minute == 15
    assert trigger.get_next_fire_time(first, first + timedelta(seconds=1)) - first == timedelta(hours=1)


def test_a_job_that_fails_is_logged_by_its_kind_alone(
    ward: Ward, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(**_when: object) -> None:
        raise ZeroDivisionError("something a person typed")

    monkeypatch.setitem(tasks.TASKS, "roll-up", fails)
    run.run_once("roll-up", ward.app, clock)
    assert "job roll-up failed: ZeroDivisionError" in caplog.text
    assert "something a person typed" not in caplog.text


def test_the_application_starts_no_scheduler(app: Flask) -> None:
    assert not any("scheduler" in name for name in app.extensions)
