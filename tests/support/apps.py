"""The application under test, on either database, with an empty copy of the schema for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from config import Settings
from huddle import create_app
from huddle.core import migrate
from huddle.core.clock import FrozenClock
from huddle.core.db import db
from tests.support.client import flag_uncommitted
from tests.support.postgres import Postgres

BASE_DIR = Path(__file__).parent.parent.parent
SECRET = "a secret for tests only, never for a hospital"


@dataclass
class TestApp:
    """An app whose database is put back to empty between tests."""

    __test__ = False

    app: Flask
    clock: FrozenClock
    empty: Callable[[], None]

    def reset(self, at: datetime) -> None:
        self.clock.set(at)
        self.let_go()
        self.empty()

    def let_go(self) -> None:
        """Close every connection, so that the database can be replaced."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()


def settings_for(data_dir: Path, url: str) -> Settings:
    """Plain HTTP and cheap hashes: what is tested is ours, not argon2."""
    return Settings(secret_key=SECRET, database_url=url, data_dir=data_dir, https=False, argon2_memory_kib=8)


def make_app(data_dir: Path, url: str, clock: FrozenClock) -> Flask:
    app = create_app(settings_for(data_dir, url), base_dir=BASE_DIR, clock=clock)
    app.testing = True
    app.after_request(flag_uncommitted)
    return app


def create_schema(app: Flask) -> None:
    with app.app_context():
        migrate.to_newest()


@contextmanager
def sqlite_app(folder: Path) -> Iterator[TestApp]:
    live, template = folder / "live.sqlite3", folder / "template.sqlite3"
    clock = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
    app = make_app(folder, f"sqlite:///{live}", clock)
    create_schema(app)
    shutil.move(live, template)

    def empty() -> None:
        for leftover in folder.glob("live.sqlite3*"):
            leftover.unlink()
        shutil.copy(template, live)

    made = TestApp(app, clock, empty)
    yield made
    made.let_go()


@contextmanager
def postgresql_app(folder: Path, server: Postgres) -> Iterator[TestApp]:
    template, live = server.fresh_database(), server.fresh_database()
    clock = FrozenClock(datetime(2026, 1, 1, tzinfo=UTC))
    create_schema(make_app(folder, template, clock))
    app = make_app(folder, live, clock)

    def empty() -> None:
        server.put_back(live, template)

    made = TestApp(app, clock, empty)
    yield made
    made.let_go()
    server.drop_database(live)
