"""The database: one base for all models, and the engine settings that make "saved" mean saved.

SQLite runs in WAL with synchronous=FULL, foreign keys on, and every writing transaction starts with
BEGIN IMMEDIATE behind one fair in-process lock. The BEGIN is ours because the driver's own would start a
deferred one, which fails at once when two writers meet.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Sequence
from contextvars import ContextVar
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Date, Dialect, Engine, MetaData, Row, Select, Uuid, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import DeclarativeBase

from huddle.core import written
from huddle.core.types import UTCDateTime, enum_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
BUSY_TIMEOUT_MS = 5_000

writing: ContextVar[bool] = ContextVar("writing", default=False)
"""True while an entry point is inside `transaction()`; decides which BEGIN SQLite gets."""


class Base(DeclarativeBase):
    """All models inherit from here; every constraint is named so that a refusal can become a field error."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        date: Date,
        UUID: Uuid,
        dict[str, Any]: JSON,
    }


db = SQLAlchemy(metadata=Base.metadata, session_options={"expire_on_commit": False})


def text_enum(python_type: type[StrEnum]) -> Any:
    """The column type of a StrEnum attribute: `mapped_column(text_enum(Status))`."""
    return enum_column(python_type)


class FairLock:
    """First come, first served: with an unfair lock one tablet can wait for seconds behind its neighbours."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def acquire(self) -> None:
        """Wait for one's turn. Raises OperationalError when it does not come within the busy timeout."""
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        if not turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
            self._give_up(turn)

    def _give_up(self, turn: threading.Lock) -> None:
        with self._guard:
            if turn not in self._waiting:
                return  # it was given to us in this very moment
            self._waiting.remove(turn)
        raise OperationalError("BEGIN IMMEDIATE", {}, TimeoutError("another writer takes too long"))

    def release(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._held = False


def set_up_engine(engine: Engine) -> None:
    """Install the connection settings and the BEGIN of this database. Call once per engine."""
    # At DEBUG, which somebody may set for everything, SQLAlchemy would write the rows themselves into the log.
    logging.getLogger("sqlalchemy").setLevel(logging.WARNING)
    if engine.dialect.name == "sqlite":
        _set_up_sqlite(engine)
    else:
        _set_up_postgresql(engine)

    @event.listens_for(engine, "before_cursor_execute")
    def _note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        written.note(sql)


def _set_up_sqlite(engine: Engine) -> None:
    lock = FairLock()

    @event.listens_for(engine, "connect")
    def _pragmas(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            "secure_delete=ON",
            "trusted_schema=OFF",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if not writing.get():
            connection.exec_driver_sql("BEGIN")
            return
        if not connection.info.get("holds_write_lock"):  # several transactions on one connection: migrations
            lock.acquire()
            connection.info["holds_write_lock"] = True
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _end(_connection: Any, record: Any) -> None:
        # On return to the pool, so after COMMIT or ROLLBACK has run, whichever way the transaction ended.
        if record.info.pop("holds_write_lock", False):
            lock.release()


def _set_up_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _limits(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '15s'")
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute("SET TIME ZONE 'UTC'")
        connection.commit()


def read(statement: Select[Any], **values: Any) -> Sequence[Row[Any]]:
    """The rows of a Core statement, without the ORM between: for the board and other much-read pages.

    Build the statement once, at the top of its module, over `Model.__table__.c` and `bindparam`.
    """
    return db.session.connection().execute(statement, values).all()


def named_error(error: Exception, dialect: Dialect) -> BaseException:
    """The driver's error as SQLAlchemy names it, which all of Huddle knows, without what people typed."""
    return DBAPIError.instance(None, None, error, dialect.loaded_dbapi.Error, hide_parameters=True, dialect=dialect)


def forget_loaded() -> None:
    """End the reading transaction, so that what was loaded is read afresh inside the writing one."""
    db.session.rollback()
    db.session.expire_all()  # a rollback expires nothing when no transaction was open


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
