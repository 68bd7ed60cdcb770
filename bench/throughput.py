"""How many handoffs a second eight clients can store, against a loop that stores one raw row after the other.

Both are durable: COMMIT returns when the disk has it, on SQLite in the same folder with WAL and synchronous=FULL, on
PostgreSQL in the same server with fsync. The clients are threads that call the application through its WSGI
interface, as many as `huddle serve` has for its requests; so what they do themselves (a form's body, an id) counts
for us. All else, above all HTTP, is measured by `make soak` (bench/crowd.py).
"""

from __future__ import annotations

import gc
import re
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Barrier
from typing import Any
from uuid import uuid4

import psycopg

from bench.measure import Row
from bench.requests import HANDOFF, seal_in, sender
from bench.setting import Setting, signed_in
from huddle.cli.serving import THREADS
from huddle.core.db import db
from huddle.web.envelope import Envelope

ROUNDS = 15
EACH = 8
"""Handoffs of one client in one round."""
NURSES = (
    *("ana.silva", "ben.carter", "chloe.dubois", "daniel.osei"),
    *("elif.kaya", "femi.adewale", "grace.lim", "hanna.virtanen"),
)
PLAN = {"checks": "checked", "mode": "face_to_face", "if_1": "Fever", "then_1": "Call the doctor", "to_person_id": ""}
PLAN_PAGE = re.compile(r"/units/[0-9a-f-]+/handoffs/([0-9a-f-]+)/plan")
TABLE = (
    "CREATE TABLE IF NOT EXISTS raw_handoff (id TEXT PRIMARY KEY, kind TEXT, initials TEXT, last_four TEXT, words TEXT)"
)


@dataclass
class Raw:
    """One connection that inserts row after row with a COMMIT each; `flushes` are the times of those COMMITs."""

    connection: Any
    place: str
    flushes: list[float] = field(default_factory=list)

    def insert(self, times: int) -> None:
        words = " ".join(HANDOFF.values())
        statement = f"INSERT INTO raw_handoff VALUES ({', '.join([self.place] * 5)})"
        for _ in range(times):
            self.connection.execute("BEGIN")
            self.connection.execute(statement, (str(uuid4()), "shift", "MK", "1234", words))
            began = time.perf_counter()
            self.connection.execute("COMMIT")
            self.flushes.append(time.perf_counter() - began)

    @property
    def flush_ms(self) -> float:
        return statistics.median(self.flushes) * 1000


@contextmanager
def raw(url: str) -> Iterator[Raw]:
    """Beside the database of the application: SQLite in the same folder, a table in the same PostgreSQL."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(Path(url.removeprefix("sqlite:///")).with_name("raw.sqlite3"))) as connection:
            connection.isolation_level = None
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute(TABLE)
            yield Raw(connection, "?")
    else:
        with psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True) as connection:
            _make_durable(connection)
            connection.execute(TABLE)
            yield Raw(connection, "%s")


def _make_durable(connection: psycopg.Connection) -> None:
    """The server of the tests need not survive a power cut; this one behaves like one that must."""
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        connection.execute(f"ALTER SYSTEM SET {name} = 'on'")
    connection.execute("SELECT pg_reload_conf()")
    while connection.execute("SHOW fsync").fetchone() != ("on",):
        time.sleep(0.05)


def rows(setting: Setting) -> Iterator[Row]:
    """Every row for one database; they leave thousands of handoffs."""
    clients = [signed_in(setting.app, setting.database, nurse) for nurse in NURSES[:THREADS]]
    begins = [sender(client, "handoffs", "handoff.send", HANDOFF) for client in clients]
    yield from _Found.of(begins).rows(setting, "throughput", "handoffs written, one post each", targets=(0.7, 30))
    sends = [_sending(client, 1000 * number) for number, client in enumerate(clients, start=1)]
    yield from _Found.of(sends).rows(setting, "throughput_sent", "written and sent, two posts each")


def _sending(setting: Setting, first_patient: int) -> Callable[[], None]:
    """A handoff as a nurse makes it: its report, then what to do and to whom."""
    patients, post = count(first_patient), setting.poster()
    envelope = seal_in(setting, Envelope(setting.user_id, None, "handoff.send", str(setting.unit_id), 0))

    def send() -> None:
        told = HANDOFF | {"last_four": str(next(patients)), "_envelope": envelope, "_op": str(uuid4())}
        found = PLAN_PAGE.search(post(f"/units/{setting.unit_id}/handoffs", told))
        assert found, "a handoff that is begun goes on to its plan"
        sealed = seal_in(setting, Envelope(setting.user_id, None, "handoff.plan", found[1], 1))
        post(found[0], PLAN | {"_envelope": sealed, "_op": str(uuid4())})

    return send


@dataclass(frozen=True, slots=True)
class _Found:
    """Seconds for one handoff and for one raw insert, a round each; how long the clients waited; and for one flush."""

    ours: list[float]
    baseline: list[float]
    waited: list[float]
    flushes: list[float]

    @classmethod
    def of(cls, clients: list[Callable[[], None]]) -> _Found:
        """All clients at once, then the raw loop, in turn."""
        url = db.engine.url.render_as_string(hide_password=False)
        together = Barrier(len(clients))

        def keep_sending(send: Callable[[], None]) -> list[float]:
            together.wait()  # so that each thread of the pool has one client
            return [_clock(send) for _ in range(EACH)]

        def all_send() -> list[float]:
            return [seconds for found in pool.map(keep_sending, clients) for seconds in found]

        with raw(url) as loop, ThreadPoolExecutor(len(clients)) as pool:
            all_send()  # from now on each thread has its connections
            gc.collect()
            gc.freeze()
            found = cls([], [], [], loop.flushes)
            for _ in range(ROUNDS):
                began = time.perf_counter()
                waited = all_send()
                found.ours.append((time.perf_counter() - began) / len(waited))
                found.waited.extend(waited)
                began = time.perf_counter()
                loop.insert(len(waited))
                found.baseline.append((time.perf_counter() - began) / len(waited))
        return found

    def rows(
        self, setting: Setting, name: str, what: str, *, targets: tuple[float | None, float | None] = (None, None)
    ) -> Iterator[Row]:
        """Medians of the clock for one handoff, then what 99 of 100 clients waited at most against one flush."""
        end = "" if setting.database == "sqlite" else f"_{setting.database}"
        ours, baseline, flush = (statistics.median(found) * 1000 for found in (self.ours, self.baseline, self.flushes))
        rate = f"{what}, by 8 clients, a second, for each raw insert"
        yield Row(f"{name}{end}", rate, ours, baseline, targets[0], setting.database, rate=True)
        worst = statistics.quantiles(self.waited, n=100)[98] * 1000
        yield Row(
            f"{name}_p99{end}", "how many flushes 99 of 100 wait at most", worst, flush, targets[1], setting.database
        )


def _clock(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
