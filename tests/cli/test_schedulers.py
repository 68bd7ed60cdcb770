"""`huddle jobs run`, several at once and killed again and again: one snapshot for each unit and month."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from huddle.checkins import queries, rules
from huddle.checkins.models import CheckIn, CheckInAddendum
from huddle.core.clock import FrozenClock, SystemClock
from huddle.core.db import db
from tests.cli.test_rollup import add_units
from tests.support.processes import BASE_DIR, environment, start
from tests.support.ward import make_ward

KILLS = int(os.environ.get("HUDDLE_SCHEDULER_KILLS", "8"))
"""On each database; 20 take a minute on two cores."""
AT_ONCE = 4

# Put before the scheduler in the processes under test: all begin their work at the same moment.
GATE = """
import os, time
from apscheduler.schedulers.blocking import BlockingScheduler

begin = BlockingScheduler.start

def together(self):
    gate = os.environ["GATE"]
    open(os.path.join(gate, f"ready-{os.getpid()}"), "w").close()
    while not os.path.exists(os.path.join(gate, "open")):
        time.sleep(0.001)
    begin(self)

BlockingScheduler.start = together
"""


@contextmanager
def schedulers(env: dict[str, str], gate: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """As many as there are, each about to begin its first job."""
    gate.mkdir()
    running = [start("jobs", "run", env=env | {"GATE": str(gate)}) for _ in range(AT_ONCE)]
    try:
        wait_for(lambda: len(list(gate.glob("ready-*"))) == AT_ONCE, running)
        (gate / "open").touch()
        yield running
    finally:
        for process in running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
        for process in running:
            process.communicate()


def wait_for(is_so: Callable[[], bool], running: list[subprocess.Popen[str]], seconds: float = 180) -> None:
    ends = time.monotonic() + seconds
    while not is_so():
        for process in running:
            assert process.poll() is None, process.communicate()
        assert time.monotonic() < ends, "the schedulers do nothing"
        time.sleep(0.002)


def snapshots() -> int:
    db.session.rollback()  # to see what was stored since
    return db.session.execute(select(func.count(CheckIn.id))).scalar_one()


def are_there(enough: int) -> bool:
    return snapshots() >= enough


def test_schedulers_that_are_killed_leave_one_snapshot_for_each_unit_and_month(
    app: Flask, clock: FrozenClock, tmp_path: Path
) -> None:
    clock.set(SystemClock().now())  # which the processes go by
    ward = make_ward(app, clock)
    add_units(ward, 10)
    due: set[tuple[UUID, str]] = {
        (unit.id, str(month))
        for unit in queries.rolled_units()
        for month in rules.months_due(unit.created_at, unit.zone, ward.now)
    }
    (tmp_path / "sitecustomize.py").write_text(GATE)
    path = os.pathsep.join((str(tmp_path), str(BASE_DIR)))
    env = environment(tmp_path, db.engine.url.render_as_string(hide_password=False), PYTHONPATH=path)
    dice, before = random.Random(20), 0
    for round_ in range(KILLS // AT_ONCE):
        with schedulers(env, tmp_path / str(round_)) as running:
            wait_for(partial(are_there, before + dice.randint(1, 5)), running)  # then all are killed
        before = snapshots()
    assert 0 < before < len(due), "no kill came in the middle of the work"
    with schedulers(env, tmp_path / "last") as running:
        wait_for(partial(are_there, len(due)), running)
        for process in running:
            process.terminate()
        said = [process.communicate(timeout=120)[1] for process in running]
        assert [process.returncode for process in running] == [0] * AT_ONCE
        assert not [words for words in said if "failed" in words], "the one stood in the way of another"
    db.session.rollback()
    found = [(unit_id, str(month)) for unit_id, month in db.session.execute(select(CheckIn.unit_id, CheckIn.month))]
    assert len(found) == len(set(found))
    assert set(found) >= due, "a month may have ended meanwhile"
    assert db.session.execute(select(CheckInAddendum.id)).all() == []
