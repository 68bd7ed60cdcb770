"""`make soak`: the full-size failure runs. Adds its figures to docs/measured.md.

HUDDLE_SOAK_KILLS (200) says how often the server is killed on each database, HUDDLE_SOAK_DEVICES (40) how many rounds
five devices go through in one huddle.
"""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import create_engine, text

from bench import crowd, tablets
from config import database_url
from huddle.core.clock import SystemClock
from tests.support import processes
from tests.support.browser import running_browser
from tests.support.chaos import CREW, ROUND_TRIP_MS, huddle_under_fire
from tests.support.kills import Tally, kill_under_load
from tests.support.postgres import running_postgres

MEASURED = Path(__file__).parent.parent / "docs" / "measured.md"
KILLS = int(os.environ.get("HUDDLE_SOAK_KILLS", "200"))
ROUNDS = int(os.environ.get("HUDDLE_SOAK_DEVICES", "40"))
LOSS = 0.02


def main() -> None:
    lines = [_tablets("SQLite", None), _crowd("SQLite", None), _devices(), _kills("SQLite", None)]
    with running_postgres() as server:
        lines += [_tablets("PostgreSQL", server.fresh_database()), _kills("PostgreSQL", server.fresh_database())]
        lines += [_crowd("PostgreSQL", server.fresh_database())]  # last: from here on its server flushes
    stamp = f"{SystemClock().now():%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"
    block = "\n".join([f"\n### Tablets that ask, a crowd that writes, and kills under load ({stamp})\n", *lines, ""])
    MEASURED.write_text(MEASURED.read_text(encoding="utf-8") + block, encoding="utf-8")
    sys.stdout.write(block)


def _devices() -> str:
    with tempfile.TemporaryDirectory() as folder, running_browser() as browser:
        found = huddle_under_fire(browser, Path(folder), rounds=ROUNDS, loss=LOSS, seed=1)
    return (
        f"- {len(CREW)} devices in one huddle, {ROUND_TRIP_MS} ms round trip, {LOSS:.0%} loss, {found.kills} kills: "
        f"{len(found.echoed)} operations called saved, {found.failures} tries failed: {len(found.lost)} lost, "
        f"{len(found.doubled)} stored twice, {len(found.dishonest)} times a page said what was not so."
    )


def _tablets(name: str, url: str | None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return f"- {name}: {tablets.observe(_hospital(folder, url), Path(folder))}"


def _crowd(name: str, url: str | None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return f"- {name}: {crowd.observe(_hospital(folder, url), Path(folder), url)}"


def _hospital(folder: str, url: str | None) -> dict[str, str]:
    """The practice hospital in a fresh database; the environment for its server."""
    env = processes.environment(Path(folder), url)
    code, _out, err = processes.run("demo", "--data-dir", folder, env=env)
    if code:
        raise RuntimeError(err)
    return env


def _kills(name: str, url: str | None) -> str:
    with tempfile.TemporaryDirectory() as folder:
        env = _hospital(folder, url)
        tally = kill_under_load(env, Path(folder), kills=KILLS, seed=1)
        stored = _stored(url or database_url(None, Path(folder)))
    lost = tally.acknowledged - set(stored)
    doubled = [operation for operation, times in stored.items() if times > 1]
    return _line(name, tally, len(lost), len(doubled))


def _stored(url: str) -> Counter[str]:
    engine = create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT text FROM concern WHERE topic = 'other'"))
        found = Counter(words for (words,) in rows)
    engine.dispose()
    return found


def _line(name: str, tally: Tally, lost: int, doubled: int) -> str:
    return (
        f"- {name}: {tally.kills} kills, {len(tally.acknowledged)} acknowledged and {len(tally.unanswered)} unanswered "
        f"operations: {lost} lost, {doubled} stored twice."
    )


if __name__ == "__main__":
    main()
