"""Taking away what a database keeps of rows as they were before, for tables in which that would tell who wrote what.

A committed change leaves its older versions behind for a while: SQLite in the write-ahead log, PostgreSQL as dead
rows in the file of the table. Their order is the order of the writes. This clears both; it is best effort, and does
nothing that a reader can see. Copies made elsewhere (backups, archived logs) are not in its reach.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Any

from sqlalchemy.exc import DBAPIError

from huddle.core.db import Base, db, is_sqlite

WAIT_MS = 400
"""A page that is being read at this moment may keep us from it; then the next time does it."""


def forget_older_rows(*models: type[Base]) -> None:
    """Clear what is left of older versions of these tables. Call it after the transaction, never inside one."""
    db.session.rollback()  # our own reading must not stand in the way
    with suppress(DBAPIError, sqlite3.Error):  # nothing is logged: a line with its time would tell of the very write
        if is_sqlite():
            _empty_log()
        else:
            _write_files_anew([model.__tablename__ for model in models])


def _empty_log() -> None:
    raw: Any = db.engine.raw_connection()
    try:
        wait = raw.execute("PRAGMA busy_timeout").fetchone()[0]
        raw.execute(f"PRAGMA busy_timeout={WAIT_MS}")
        try:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            raw.execute(f"PRAGMA busy_timeout={wait}")
    finally:
        raw.close()


def _write_files_anew(tables: list[str]) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        before = connection.exec_driver_sql("SHOW lock_timeout").scalar_one()
        connection.exec_driver_sql(f"SET lock_timeout = {WAIT_MS}")
        try:
            for table in tables:  # names of our own models
                connection.exec_driver_sql(f'VACUUM (FULL) "{table}"')
        finally:
            connection.exec_driver_sql(f"SET lock_timeout = '{before}'")
