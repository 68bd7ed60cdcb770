"""What "saved" rests on: the engine's settings, one writer at a time, all or nothing."""

from __future__ import annotations

import threading
from pathlib import Path
from sqlite3 import SQLITE_DENY, SQLITE_OK
from typing import Any

import pytest
from sqlalchemy import text

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import BUSY_TIMEOUT_MS, FairLock, db, is_sqlite
from huddle.core.traces import forget_older_rows
from huddle.core.transaction import transaction
from huddle.units.models import Site
from tests.support.ward import Ward


def pragma(name: str) -> object:
    return db.session.execute(text(f"PRAGMA {name}")).scalar_one()


def test_sqlite_is_durable_and_strict(ward: Ward) -> None:
    if not is_sqlite():
        assert db.session.execute(text("SHOW fsync")).scalar_one() in {"on", "off"}
        return
    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1
    assert pragma("secure_delete") == 1
    assert pragma("trusted_schema") == 0


def test_older_rows_that_cannot_be_cleared_now_disturb_nobody(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    if not is_sqlite():
        forget_older_rows(Site)
        return
    pooled = db.engine.raw_connection()
    connection: Any = pooled.driver_connection
    connection.set_authorizer(lambda _code, name, *_: SQLITE_DENY if name == "wal_checkpoint" else SQLITE_OK)
    monkeypatch.setattr(db.engine, "raw_connection", lambda: pooled)
    forget_older_rows(Site)
    assert connection.execute("PRAGMA busy_timeout").fetchone() == (BUSY_TIMEOUT_MS,)
    connection.set_authorizer(None)


def test_what_fails_half_way_leaves_nothing(ward: Ward) -> None:
    def half_way() -> None:
        with transaction():
            db.session.add(Site(name="Half", timezone="UTC"))
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half_way()
    assert db.session.query(Site).filter_by(name="Half").count() == 0


def test_transactions_do_not_nest(ward: Ward) -> None:
    with pytest.raises(RuntimeError, match="already open"), transaction(), transaction():
        pass


def test_two_read_then_write_at_once_lose_no_update(ward: Ward) -> None:
    """With a deferred BEGIN one of the two would fail, or overwrite the other."""
    start = threading.Barrier(8)

    def bump() -> None:
        with ward.app.app_context():
            start.wait()
            for _ in range(5):
                with transaction():
                    audit.record("test", subject=("unit", None), actor=Actor.system("t"), now=ward.now, unit_id=unit_id)

    unit_id = ward.unit_id
    before = _revision(ward)
    threads = [threading.Thread(target=bump) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert _revision(ward) == before + 40


def _revision(ward: Ward) -> int:
    from huddle.audit import queries

    db.session.rollback()
    return queries.revision(ward.unit_id)


def test_the_audit_trail_cannot_be_changed_or_deleted(ward: Ward) -> None:
    with transaction():
        audit.record("test", subject=("unit", None), actor=ward.bob, now=ward.now)
    for statement in ("UPDATE audit_event SET action = 'x'", "DELETE FROM audit_event"):
        with pytest.raises(Exception, match="append-only"), transaction():
            db.session.execute(text(statement))


def test_the_lock_is_given_in_the_order_of_asking() -> None:
    lock, order, asked = FairLock(), [], [threading.Event() for _ in range(5)]
    lock.acquire()

    def want(number: int) -> None:
        asked[number].set()
        lock.acquire()
        order.append(number)
        lock.release()

    threads = []
    for number in range(5):
        thread = threading.Thread(target=want, args=(number,))
        thread.start()
        asked[number].wait()
        while len(lock._waiting) <= number:
            pass
        threads.append(thread)
    lock.release()
    for thread in threads:
        thread.join(timeout=10)
    assert order == [0, 1, 2, 3, 4]


def test_the_database_file_needs_no_server(ward: Ward) -> None:
    if is_sqlite():
        assert Path(str(db.engine.url.database)).is_file()
