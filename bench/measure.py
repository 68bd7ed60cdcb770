"""How a ratio is measured: CPU time of both sides, in turn, medians of many rounds."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

ROUNDS = 41
WARM_UP = 3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. Times are CPU milliseconds of this process for one call. Without a target: to compare.

    Of a `rate` they are milliseconds of the clock, and its ratio is how many we do while the baseline does one.
    """

    name: str
    what: str
    ours_ms: float
    baseline_ms: float
    target: float | None
    database: str
    rate: bool = False

    @property
    def ratio(self) -> float:
        return self.baseline_ms / self.ours_ms if self.rate else self.ours_ms / self.baseline_ms

    @property
    def is_missed(self) -> bool:
        if self.target is None:
            return False
        return self.ratio < self.target if self.rate else self.ratio > self.target


def compare(
    name: str,
    what: str,
    ours: Callable[[], None],
    baseline: Callable[[], None],
    *,
    target: float | None,
    database: str,
    calls: int = 20,
) -> Row:
    """Run both sides in turn (A B A B) and take the medians. `calls` calls make one timed round."""
    for _ in range(WARM_UP):
        ours()
        baseline()
    gc.collect()
    gc.freeze()
    our_times, baseline_times = [], []
    for _ in range(ROUNDS):
        our_times.append(_cpu_ms(ours, calls))
        baseline_times.append(_cpu_ms(baseline, calls))
    return Row(name, what, statistics.median(our_times), statistics.median(baseline_times), target, database)


@contextmanager
def awake() -> Iterator[None]:
    """Keep the processors from falling asleep while we wait for another process.

    The kernel charges whoever is woken for waking the processor, too: on a machine that does nothing else a poll on
    PostgreSQL then costs two to three times what it costs on one that has work, which is where its cost counts. The
    lowest priority leaves everything else its time.
    """
    lines = "import os", "os.nice(19)", "bench = os.getppid()", "while os.getppid() == bench: pass"
    spinning = [sys.executable, "-c", "\n".join(lines)]
    spinners = [subprocess.Popen(spinning) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for spinner in spinners:
            spinner.kill()
            spinner.wait()


def _cpu_ms(call: Callable[[], None], calls: int) -> float:
    start = time.process_time()
    for _ in range(calls):
        call()
    return (time.process_time() - start) * 1000 / calls
