"""Lists, dashboards, search and roll-up with a million rows, against the same with ten thousand.

`python -m bench.atsize [rows] [few] [sqlite or postgresql]` fills two databases of each kind, asks both in turn
(A B A B) through the WSGI interface, and adds its rows to bench/results.json.
"""

from __future__ import annotations

import gc
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from math import log10
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text

from bench.__main__ import keep
from bench.filling import fill
from bench.measure import Row
from bench.setting import NOW, Setting, call, filled, signed_in
from huddle.actions.models import ActionItem
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.jobs import tasks
from tests.support.postgres import running_postgres

MANY, FEW = 1_000_000, 10_000
ROUNDS = 15
[COUNTED] = [
    index for index in ActionItem.metadata.tables["action_item"].indexes if index.name == "ix_action_item_counted"
]
SCANNED = COUNTED.columns.keys()
"""All that the roll-up reads of an item."""
RANGE_MB = 1024
ALONE_SECONDS = 3


@dataclass
class Sized:
    """One filled application, and the processes whose time counts: this one, and on PostgreSQL its own there."""

    setting: Setting
    nurse: Setting
    units: list[UUID]
    rows: int
    pids: list[int] = field(default_factory=list)

    def cpu_ms(self) -> float:
        there = sum(_on_cpu(pid) for pid in self.pids)
        return time.process_time() * 1000 + there

    def get(self, path: str) -> bytes:
        """One page: what belongs to 5 West for its nurse, all else for the quality lead."""
        who = self.nurse if str(self.nurse.unit_id) in path else self.setting
        return call(who.app, who.environ(path), "200")


def _on_cpu(pid: int) -> float:
    """Milliseconds that a process has run so far."""
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


@contextmanager
def sized(url: str | None, database: str, rows: int, notes: int | None = None) -> Iterator[Sized]:
    """The places and people of the practice hospital with so many action items and lessons, two of them signed in.

    The nightly job has been there, and kept the figures of the months that are over.
    """
    with filled(url, database, history=False) as nurse:
        units = fill(rows, rows if notes is None else notes)
        _count()
        yield Sized(signed_in(nurse.app, database, "quentin.shaw"), nurse, units, rows)


def rows(many: Sized, few: Sized, rounds: int = ROUNDS) -> Iterator[Row]:
    """Every row for one database."""
    for name, what, path in pages(many):
        yield _compare(name, what, many, few, path, rounds)
    yield rollup(many, few)


def pages(sized: Sized) -> Iterator[tuple[str, str, str]]:
    """What is asked of both: the row, what it is, the address."""
    unit, search = sized.units[0], f"/units/{sized.nurse.unit_id}/reviews/search?q="
    yield "list", "improvements of all units, first page", "/action-items"
    middle = f"{sized.units[len(sized.units) // 2].hex}.20261101.{'8' * 32}"
    yield "list_middle", "the same, somewhere in the middle", f"/action-items?state=verified&after={middle}"
    yield "dashboard", "how one unit follows through", f"/units/{unit}/action-items/measures"
    yield "search", "two common words among all reviews and lessons", f"{search}w0003+w0011"
    yield "search_rare", "a rare word among them", f"{search}w4001"


def _compare(name: str, what: str, many: Sized, few: Sized, path: str, rounds: int) -> Row:
    """Both in turn, medians of the time on the processor. Ours is the large one."""
    for each in (many, few):
        for _ in range(3):
            each.get(path)
        each.pids = _backends(each)
    gc.collect()
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for each, found in zip((many, few), times, strict=True):
            before = each.cpu_ms()
            for _call in range(3):
                each.get(path)
            found.append((each.cpu_ms() - before) / 3)
    ours, baseline = (statistics.median(found) for found in times)
    return Row(_named(name, many), what, ours, baseline, 1.5, many.setting.database)


def _named(name: str, sized: Sized) -> str:
    return name if sized.setting.database == "sqlite" else f"{name}_{sized.setting.database}"


def _backends(sized: Sized) -> list[int]:
    if sized.setting.database == "sqlite":
        return []
    query = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'"
    with sized.setting.app.app_context(), db.engine.connect() as connection:
        return [pid for (pid,) in connection.execute(text(query))]


def rollup(many: Sized, few: Sized) -> Row:
    """Two years of all units counted anew by the nightly job, against a plain scan of the columns it reads."""
    ours = statistics.median(_timed(many, _count) for _ in range(2))
    scan = statistics.median(_timed(many, _scan) for _ in range(3))
    small = statistics.median(_timed(few, _count) for _ in range(2))
    slope = log10(ours / small) / log10(many.rows / few.rows)
    target = 6 if many.setting.database == "sqlite" else 2.5
    what = f"24 months of {len(many.units)} units counted anew, against a scan; exponent {slope:.2f}"
    return Row(_named("rollup", many), what, ours, scan, target, many.setting.database)


def _timed(sized: Sized, work: Callable[[], Any]) -> float:
    with sized.setting.app.app_context():
        db.session.execute(text("SELECT 1"))
        sized.pids = _backends(sized)
        before = sized.cpu_ms()
        work()
        after = sized.cpu_ms()
        db.session.remove()
    return after - before


def _count() -> None:
    done = tasks.reconcile(now=NOW)
    if done["failed"]:
        raise RuntimeError(f"the roll-up failed for {done['failed']} months")


def _scan() -> None:
    columns = ", ".join(f"count({name})" for name in SCANNED)
    db.session.execute(text(f"SELECT count(*), {columns} FROM {ActionItem.__tablename__}")).all()


@dataclass(frozen=True, slots=True)
class Beside:
    """What else the roll-up costs: memory of this process, and how long another writer waited, also without it."""

    more_mb: float
    longest_wait_ms: float
    usual_wait_ms: float
    longest_alone_ms: float


def beside(sized: Sized) -> Beside:
    """Run the nightly job while another thread keeps writing."""
    alone = _waits(sized, lambda: time.sleep(ALONE_SECONDS))
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # the peak begins here
    before = _memory("VmRSS")
    waits = _waits(sized, lambda: _timed(sized, _count))
    return Beside(_memory("VmHWM") - before, max(waits), statistics.median(waits), max(alone))


def _waits(sized: Sized, meanwhile: Callable[[], Any]) -> list[float]:
    over, waits = threading.Event(), list[float]()
    writer = threading.Thread(target=_write, args=(sized, over, waits))
    writer.start()
    try:
        meanwhile()
    finally:
        over.set()
        writer.join()
    return waits


def _write(sized: Sized, over: threading.Event, waits: list[float]) -> None:
    """Somebody who saves a few words again and again, as a tablet does."""
    change = text("UPDATE unit SET phone = '1' WHERE name = 'Ward 00'")
    with sized.setting.app.app_context():
        while not over.is_set():
            started = time.perf_counter()
            with transaction():
                db.session.execute(change)
            waits.append((time.perf_counter() - started) * 1000)
            time.sleep(0.005)
        db.session.remove()


def _memory(what: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what)) / RANGE_MB


def main() -> None:
    """Arguments, all optional: rows, rows to compare with, one database."""
    many, few, only = (*sys.argv[1:], *("", "", "")[len(sys.argv) - 1 :])
    sizes, found = (int(many or MANY), int(few or FEW)), list[Row]()
    if only != "postgresql":
        found += _measure(None, None, "sqlite", *sizes)
    if only != "sqlite":
        with running_postgres() as server:
            found += _measure(server.fresh_database(), server.fresh_database(), "postgresql", *sizes)
    if sizes[0] == MANY:
        keep(found)


def _measure(first: str | None, second: str | None, database: str, many: int, few: int) -> list[Row]:
    found = []
    with ExitStack() as stack:
        started = time.perf_counter()
        small = stack.enter_context(sized(second, database, few))
        large = stack.enter_context(sized(first, database, many))
        print(f"{database}: filled in {time.perf_counter() - started:.0f} s", flush=True)
        for row in rows(large, small):
            found.append(row)
            slope = log10(row.ratio) / log10(many / few)
            line = (
                f"{row.name:<24}{row.ours_ms:>10.2f}{row.baseline_ms:>10.2f}{row.ratio:>8.2f}{slope:>7.2f}  {row.what}"
            )
            print(line, flush=True)
        told = beside(large)
        waited = f"{told.usual_wait_ms:.1f} ms, at most {told.longest_wait_ms:.1f} ms"
        waited += f" (without it {told.longest_alone_ms:.1f} ms)"
        print(f"  roll-up: {told.more_mb:.0f} MB more, other writers waited {waited}")
    return found


if __name__ == "__main__":
    main()
