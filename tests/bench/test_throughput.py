"""The measurement of handoffs a second still runs: small, and without looking at the time."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from bench import crowd, throughput
from bench.measure import Row
from bench.setting import filled
from huddle.core.db import db
from huddle.core.operations import Operation
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffStatus


def test_eight_clients_store_their_handoffs_and_the_raw_loop_as_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throughput, "ROUNDS", 2)
    monkeypatch.setattr(throughput, "EACH", 1)
    with filled(None, "sqlite", history=False) as setting:
        found = {row.name: row for row in throughput.rows(setting)}
        stored = Counter((handoff.sent_by, handoff.status) for handoff in db.session.query(Handoff))
        beside = Path(str(db.engine.url.database)).with_name("raw.sqlite3")
        rows = sqlite3.connect(beside).execute("SELECT count(*) FROM raw_handoff").fetchone()
        operations = db.session.query(Operation).count()
    assert list(found) == ["throughput", "throughput_p99", "throughput_sent", "throughput_sent_p99"]
    assert Counter(status for _, status in stored) == {HandoffStatus.DRAFT: 8, HandoffStatus.SENT: 8}, "eight people"
    assert set(stored.values()) == {3}, "two rounds, and one before that does not count"
    assert operations == 72, "each post is an operation of its own, and a sent handoff is two"
    assert rows == (32,)


def test_more_handoffs_are_better_and_fewer_flushes_are() -> None:
    rate = Row("throughput", "", ours_ms=4.0, baseline_ms=2.0, target=0.7, database="sqlite", rate=True)
    waits = Row("throughput_p99", "", ours_ms=40.0, baseline_ms=2.0, target=30, database="sqlite")
    assert (rate.ratio, rate.is_missed) == (0.5, True)
    assert (waits.ratio, waits.is_missed) == (20.0, False)


def test_the_crowd_tells_of_every_answer_that_is_not_stored() -> None:
    seen = crowd.Seen([0.02] * 100, Counter({"303": 97, "503": 2, "422": 1}), locked=1)
    line = crowd.told(seen, 2.0, throughput.Raw(None, "?", [0.002]), 64)
    assert '48 handoffs stored a second: of 100 answers 1 speak of a lock, 2 are 503, 3 in all not "stored"' in line
    assert "half came within 20 ms (10 flushes of 2.00 ms)" in line
