"""`make bench`: measure, print a table, write bench/results.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench import requests, throughput
from bench.measure import Row, awake
from bench.setting import filled
from tests.support.postgres import running_postgres

RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    rows: list[Row] = []
    with filled(None, "sqlite") as setting, awake():
        rows += requests.rows(setting)
        rows += throughput.rows(setting)
    with running_postgres() as server, filled(server.fresh_database(), "postgresql") as setting, awake():
        rows += requests.rows(setting)
        rows += throughput.rows(setting)
    print_table(rows)
    keep(rows)


def keep(rows: list[Row]) -> None:
    """Write the rows beside those that another measurement left."""
    known = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else {}
    found = known | {row.name: as_json(row) for row in rows}
    RESULTS.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def as_json(row: Row) -> dict[str, float | str | None]:
    return {
        "ours_ms": round(row.ours_ms, 4),
        "baseline_ms": round(row.baseline_ms, 4),
        "ratio": round(row.ratio, 3),
        "target": row.target,
        "database": row.database,
    }


def print_table(rows: list[Row]) -> None:
    out = sys.stdout.write
    out(f"{'row':<26}{'ours ms':>9}{'base ms':>9}{'ratio':>8}{'target':>8}  what\n")
    for row in rows:
        target = "-" if row.target is None else f"{row.target:.1f}"
        met = "!" if row.is_missed else " "
        out(
            f"{row.name:<26}{row.ours_ms:>9.3f}{row.baseline_ms:>9.3f}{row.ratio:>8.2f}{target:>7}{met}"
            f"  {row.what} ({row.database})\n"
        )
    out("CPU time of this process, medians, in turn with the baseline. ! marks a target that is not met.\n")
    out(
        "Of `throughput` it is time of the clock, and the ratio is handoffs a second over raw inserts a second, where\n"
    )
    out("more is better; of its p99 it is what 99 of 100 waited at most over one flush, a COMMIT of a raw insert.\n")


if __name__ == "__main__":
    main()
