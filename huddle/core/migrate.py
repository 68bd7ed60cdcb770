"""Bringing the database to the newest schema: one process at a time, each revision whole or not at all.

SQLite: foreign keys are off while a table is rebuilt (a rebuild of a parent would delete its children), which has to
be said before BEGIN, and are checked before each COMMIT. BEGIN IMMEDIATE and transactional DDL make a killed
migration leave nothing behind.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Engine, Enum, NullPool, create_engine, text
from sqlalchemy.engine import Connection

from huddle.core.db import db, set_up_engine, writing
from huddle.core.types import UTCDateTime

ADVISORY_LOCK = 1_215_653_988
"""Any number, the same in every release: who holds it migrates, others wait."""


class BrokenReferences(Exception):
    """A migration would leave rows that point to nothing; it is taken back."""


def to_newest() -> None:
    """Run every revision that this database has not had yet. Needs the application's context."""
    from alembic import command

    db.session.remove()
    command.upgrade(set_up(current_app).get_config(), "head")
    db.engine.dispose()


def set_up(app: Flask) -> Any:
    """Flask-Migrate on this application; needed by whoever migrates, and by `flask db`.

    Imported where it is needed: Alembic takes 11 MB, which neither a web worker nor the scheduler has a use for.
    """
    if "migrate" not in app.extensions:
        from flask_migrate import Migrate

        Migrate(app, db, directory=str(app.extensions["huddle.migrations"]), render_as_batch=True)
    return app.extensions["migrate"].migrate


@contextmanager
def migrating_connection() -> Iterator[Connection]:
    """A connection of its own for the one process that migrates now. Used by migrations/env.py."""
    engine = create_engine(db.engine.url, poolclass=NullPool)
    set_up_engine(engine)
    with _alone(engine), engine.connect() as connection:
        _prepare(connection)
        token = writing.set(True)
        try:
            yield connection
        finally:
            writing.reset(token)
    engine.dispose()


def _prepare(connection: Connection) -> None:
    # On the driver's connection, because our own first statement would already be inside a transaction.
    driver: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        driver.execute("PRAGMA foreign_keys=OFF")
        return
    driver.autocommit = True
    driver.execute("SET statement_timeout = 0")
    driver.autocommit = False


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    if engine.dialect.name == "sqlite":
        with Path(f"{engine.url.database}.migrating").open("w", encoding="ascii") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
        yield


def check_references(*, ctx: Any, **_more: Any) -> None:
    """After each revision, before its COMMIT. Raises BrokenReferences."""
    if ctx.connection.dialect.name != "sqlite":
        return
    broken = ctx.connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BrokenReferences(", ".join(sorted({f"{row[0]} points to {row[2]}" for row in broken})))


def render_type(kind: str, item: Any, _context: Any) -> Any:
    """Write our own column types into a revision as plain ones, which stay what they were when it was written."""
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False
