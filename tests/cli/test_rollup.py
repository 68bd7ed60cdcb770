"""`huddle rollup`: its lines, its exit codes, and one snapshot however often and brutally it runs."""

from __future__ import annotations

import json
import os
import pty
import random
import signal
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from huddle.checkins.models import CheckIn, CheckInAddendum
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.units.models import Unit
from tests.support.apps import TestApp
from tests.support.processes import environment, run, start
from tests.support.ward import Ward

LATER = "2026-11-16T07:05:00Z"
MONTHS = ("2026-06", "2026-07", "2026-08", "2026-09", "2026-10")


@pytest.fixture
def env(made: TestApp, ward: Ward, tmp_path: Path) -> dict[str, str]:
    """The database of the cast, for processes of their own."""
    return environment(tmp_path, db.engine.url.render_as_string(hide_password=False))


def lines(output: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in output.splitlines()]


def test_it_prints_one_json_line_for_each_unit(ward: Ward, env: dict[str, str]) -> None:
    code, out, _err = run("rollup", "--month", "2026-10", "--now", LATER, env=env)
    assert code == 0
    assert [list(line) for line in lines(out)] == [["unit", "name", "month", "outcome", "seconds"]] * 2
    assert [(line["unit"], line["name"], line["outcome"]) for line in lines(out)] == [
        (str(ward.unit_id), "5 West", "created"),
        (str(ward.other_unit_id), "6 East", "created"),
    ]
    code, out, _err = run("rollup", "--month", "2026-10", "--now", LATER, "--unit", str(ward.unit_id), env=env)
    assert (code, [line["outcome"] for line in lines(out)]) == (0, ["unchanged"])


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--month", "October"), "Write it as YYYY-MM"),
        (("--month", "2026-13"), "Write it as YYYY-MM"),
        (("--month", "2026-10", "--unit", "5 West"), "There is no unit with the id 5 West"),
        (("--month", "2026-10", "--unit", "00000000-0000-0000-0000-000000000000"), "There is no unit with the id"),
        (("--month", "2026-10", "--now", "yesterday"), "is not a moment"),
        (("--month", "2026-11", "--now", LATER), "November 2026 is not over yet"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(
    env: dict[str, str], words: tuple[str, ...], sentence: str
) -> None:
    code, out, err = run("rollup", *words, env=env)
    assert (code, out) == (2, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_unit_whose_month_is_not_over_is_named_and_left_out(env: dict[str, str]) -> None:
    code, out, err = run("rollup", "--month", "2026-10", "--now", "2026-11-01T04:30:00Z", env=env)
    assert (code, [line["name"] for line in lines(out)]) == (0, ["5 West"])
    assert "6 East: October 2026 is not over there yet." in err


def test_a_month_before_the_unit_and_a_moment_to_come_are_asked_about_where_somebody_can_answer(
    ward: Ward, env: dict[str, str]
) -> None:
    words = ("rollup", "--month", "2020-01", "--unit", str(ward.unit_id), "--now", "2999-01-01T04:00:00Z")
    ours, theirs = pty.openpty()
    with start(*words, env=env, stdin=theirs) as asked:
        os.write(ours, b"n\n")
        out, err = asked.communicate(timeout=60)
    os.close(ours)
    os.close(theirs)
    assert (asked.returncode, out) == (1, "")
    assert "5 West was not in Huddle in January 2020." in err
    assert "The moment given with --now is still to come." in err
    assert db.session.execute(select(func.count()).select_from(CheckIn)).scalar_one() == 0
    db.session.commit()
    code, out, err = run(*words, env=env)
    assert (code, [line["outcome"] for line in lines(out)]) == (0, ["created"])
    assert "was not in Huddle" in err


def test_it_ends_with_one_when_a_unit_failed(ward: Ward, env: dict[str, str]) -> None:
    db.session.connection().exec_driver_sql("ALTER TABLE handoff RENAME TO handoff_gone")
    db.session.commit()
    code, out, err = run("rollup", "--month", "2026-10", "--now", LATER, env=env)
    assert (code, [line["outcome"] for line in lines(out)]) == (1, ["failed", "failed"])
    assert str(ward.unit_id) in err


def test_a_folder_that_nobody_set_up_is_refused(tmp_path: Path) -> None:
    code, _out, err = run("rollup", "--month", "2026-10", env=environment(tmp_path))
    assert code == 1
    assert "huddle init" in err


def add_units(ward: Ward, count: int) -> None:
    """More units beside 5 West."""
    service_id = db.session.execute(select(Unit.service_id).where(Unit.id == ward.unit_id)).scalar_one()
    with transaction():
        for number in range(count):
            name = f"Unit {number:02}"
            db.session.add(Unit(service_id=service_id, name=name, created_at=ward.now - timedelta(days=300)))


def kill_all_after(processes: list[subprocess.Popen[str]], line_count: int) -> None:
    """Kill them as soon as the first has said so much: in the middle of the work, however fast the machine is."""
    assert processes[0].stdout is not None
    for _ in range(line_count):
        processes[0].stdout.readline()
    for process in processes:
        os.killpg(process.pid, signal.SIGKILL)
    for process in processes:
        process.communicate()


def test_four_processes_and_twenty_kills_leave_one_snapshot_for_each_unit_and_month(
    ward: Ward, env: dict[str, str]
) -> None:
    add_units(ward, 28)
    dice = random.Random(20)
    for month in MONTHS:
        four = [start("rollup", "--month", month, "--now", LATER, env=env) for _ in range(4)]
        kill_all_after(four, dice.randint(1, 4))
    half_done = db.session.execute(select(func.count(CheckIn.id))).scalar_one()
    for month in MONTHS:
        code, _out, err = run("rollup", "--month", month, "--now", LATER, env=env)
        assert (code, err) == (0, "")
    db.session.rollback()
    found = db.session.execute(select(CheckIn.unit_id, CheckIn.month)).all()
    assert 0 < half_done < len(found)
    assert len(found) == len(set(found)) == 30 * len(MONTHS)
    assert db.session.execute(select(CheckInAddendum.id)).all() == []
