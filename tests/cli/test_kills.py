"""Saved means saved: nothing acknowledged is lost, and nothing is stored twice, however the server dies."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

from tests.support import processes
from tests.support.kills import kill_under_load

KILLS = 4


def test_what_was_acknowledged_is_there_once_after_every_kill(tmp_path: Path) -> None:
    env = processes.environment(tmp_path)
    code, _out, err = processes.run("demo", "--data-dir", str(tmp_path), env=env)
    assert code == 0, err
    tally = kill_under_load(env, tmp_path, kills=KILLS, seed=7)
    with sqlite3.connect(tmp_path / "huddle.sqlite3") as connection:
        stored = Counter(text for (text,) in connection.execute("SELECT text FROM concern WHERE topic = 'other'"))
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
    assert tally.kills == KILLS
    assert tally.acknowledged, "the server was never up long enough to store anything"
    assert set(stored) == tally.acknowledged | {operation for _sender, operation in tally.unanswered}
    assert set(stored.values()) == {1}
