"""Setting a data folder up, and loading the practice hospital into it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from huddle.core.dates import Month
from tests.support.processes import environment, run


def test_init_makes_folder_secret_tables_and_code_once(tmp_path: Path) -> None:
    env = environment(tmp_path / "unused")
    folder = tmp_path / "data"
    code, out, err = run("init", "--data-dir", str(folder), env=env)
    assert (code, err) == (0, "")
    assert "is ready" in out
    assert "Set-up code: " in out
    secret = (folder / "secret.key").read_text()
    assert len(secret.strip()) >= 32
    assert (folder / "secret.key").stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert run("init", "--data-dir", str(folder), env=env)[:2] == (0, out)
    assert (folder / "secret.key").read_text() == secret
    assert not (tmp_path / "unused").exists()


def test_the_numbers_stay_frozen_in_a_database_made_by_migrations(tmp_path: Path) -> None:
    run("init", env=environment(tmp_path))
    with sqlite3.connect(tmp_path / "huddle.sqlite3") as database:
        names = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    assert names >= {"check_in_no_update", "check_in_no_delete", "check_in_addendum_no_update"}
    assert names >= {"audit_event_no_update", "audit_event_no_delete"}


def test_the_practice_hospital_goes_into_an_empty_folder_only(tmp_path: Path) -> None:
    env = environment(tmp_path)
    code, out, err = run("demo", env=env)
    assert code == 0, err
    assert "sign in as" in out
    assert "ana.silva" in out
    counted = Month.of(datetime.now(tz=UTC).date()).previous().previous()
    code, out, err = run("rollup", "--month", str(counted), env=env)
    assert [json.loads(line)["outcome"] for line in out.splitlines()] == ["unchanged"] * 4, err
    code, out, err = run("demo", env=env)
    assert code == 1
    assert "There is a hospital in" in err
    code, out, _err = run("init", env=env)
    assert "Set-up code" not in out


def test_the_scheduler_refuses_a_folder_that_nobody_set_up(tmp_path: Path) -> None:
    code, _out, err = run("jobs", "run", env=environment(tmp_path, HUDDLE_SECRET_KEY="x" * 40))
    assert code == 1
    assert "huddle init" in err


def test_a_time_zone_that_this_machine_does_not_know_is_named(tmp_path: Path) -> None:
    env = environment(tmp_path)
    assert run("init", env=env)[0] == 0
    with closing(sqlite3.connect(tmp_path / "huddle.sqlite3")) as database, database:
        row = ("1" * 32, "Olympus", "Mars/Olympus", "", 1)
        database.execute("INSERT INTO site (id, name, timezone, phone, version) VALUES (?, ?, ?, ?, ?)", row)
    code, _out, err = run("init", env=env)
    assert code == 1
    assert "This machine does not know Mars/Olympus, the time zone of Olympus." in err
    assert "Traceback" not in err


def test_a_missing_secret_is_named(tmp_path: Path) -> None:
    code, _out, err = run("jobs", "run", env=environment(tmp_path))
    assert code == 1
    assert "HUDDLE_SECRET_KEY" in err
