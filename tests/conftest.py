"""Fixtures for every test: the app on both databases, a clock that stands still, and the cast."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from huddle.core.clock import FrozenClock
from tests.support.apps import TestApp, postgresql_app, sqlite_app
from tests.support.postgres import Postgres, running_postgres
from tests.support.ward import MORNING, Ward, make_ward

LONGEST_FIRST = (
    "journeys/test_screens.py",
    "architecture/test_migrations.py",
    "cli/test_rollup.py",
    "security/",
    "journeys/",
    "cli/",
    "architecture/",
)
"""Beginnings of files in tests. Each takes minutes, or starts what takes long to start."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files go to the workers one by one in this order: with the short ones last, all workers end together."""
    items.sort(key=lambda item: _place(item.nodeid.removeprefix("tests/")))


def _place(name: str) -> int:
    return next((place for place, start in enumerate(LONGEST_FIRST) if name.startswith(start)), len(LONGEST_FIRST))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One PostgreSQL server for the whole run."""
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def _sqlite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestApp]:
    with sqlite_app(tmp_path_factory.mktemp("sqlite")) as made:
        yield made


@pytest.fixture(scope="session")
def _postgresql(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> Iterator[TestApp]:
    with postgresql_app(tmp_path_factory.mktemp("postgresql"), postgres) as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def made(request: pytest.FixtureRequest) -> Iterator[TestApp]:
    """The application with an empty, migrated database; once on SQLite and once on PostgreSQL."""
    test_app: TestApp = request.getfixturevalue(f"_{request.param}")
    test_app.reset(MORNING)
    yield test_app
    test_app.let_go()


@pytest.fixture
def app(made: TestApp) -> Iterator[Flask]:
    with made.app.app_context():
        yield made.app


@pytest.fixture
def clock(made: TestApp) -> FrozenClock:
    return made.clock


@pytest.fixture
def ward(app: Flask, clock: FrozenClock) -> Ward:
    """Unit 5 West with Alice, Bob and Maria, unit 6 East with Charlie, and Dana and Quinn above them."""
    return make_ward(app, clock)


@pytest.fixture
def base_dir() -> Path:
    return Path(__file__).parent.parent
