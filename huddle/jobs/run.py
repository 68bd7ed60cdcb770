"""The scheduler process."""

from __future__ import annotations

import logging
import signal
from types import FrameType
from typing import NoReturn

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from huddle.core.clock import Clock
from huddle.core.db import db
from huddle.core.parent import stop_with
from huddle.jobs.schedule import AT_START, SCHEDULE
from huddle.jobs.tasks import TASKS

log = logging.getLogger(__name__)


def run(app: Flask, clock: Clock, *, parent: int | None = None) -> None:
    """Run the schedule until SIGTERM or SIGINT, and let the job that is running finish.

    With `parent` it also stops when that process is gone, so that a killed web server leaves nothing behind.
    """
    signal.signal(signal.SIGTERM, _stop)
    scheduler = make_scheduler(app, clock)
    if parent is not None:
        stop_with(parent)
    try:
        scheduler.start()
    except (KeyboardInterrupt, SystemExit):
        log.info("stopping")
    finally:
        if scheduler.running:
            scheduler.shutdown(wait=True)


def make_scheduler(app: Flask, clock: Clock) -> BlockingScheduler:
    """The schedule, not yet started. One job at a time; a run that was missed is made up once."""
    scheduler = BlockingScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(1)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for name, fields in SCHEDULE.items():
        first = {"next_run_time": clock.now()} if name in AT_START else {}
        trigger = CronTrigger(timezone="UTC", **fields)
        scheduler.add_job(run_once, trigger, id=name, args=(name, app, clock), **first)
    return scheduler


def run_once(name: str, app: Flask, clock: Clock) -> None:
    """One run of one job. Whatever goes wrong is logged by its kind; the next run tries again."""
    try:
        with app.app_context():
            try:
                TASKS[name](now=clock.now())
            finally:
                db.session.remove()
    except Exception as error:
        # The text of an error may hold what somebody typed.
        log.error("job %s failed: %s", name, type(error).__name__)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)
