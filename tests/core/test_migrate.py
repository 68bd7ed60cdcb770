"""Migrations: whole or not at all, with every row still pointing to something, one process at a time."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import inspect

from huddle import create_app
from huddle.core import migrate
from huddle.core.db import db
from tests.support.apps import BASE_DIR, settings_for
from tests.support.postgres import Postgres

FIRST = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0001", None

def upgrade():
    op.create_table("parent", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(9)))
    op.create_table("child", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("parent.id", ondelete="CASCADE")))
    op.execute("INSERT INTO parent (id, name) VALUES (1, 'one')")
    op.execute("INSERT INTO child (id, parent_id) VALUES (1, 1), (2, 1)")
"""
SECOND = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "0002", "0001"

def upgrade():
    {}
"""
REBUILDS = """with op.batch_alter_table("parent") as batch:
        batch.alter_column("name", nullable=False, existing_type=sa.String(9))"""
DIES = """op.create_table("half_done", sa.Column("id", sa.Integer()))
    op.execute("SELECT * FROM there_is_no_such_table")"""
ORPHANS = """op.execute("DELETE FROM parent")"""


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An application of two revisions ago, with its own small migrations."""
    for name in ("templates", "static"):
        (tmp_path / name).symlink_to(BASE_DIR / name)
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    for name in ("env.py", "script.py.mako", "alembic.ini"):
        shutil.copy(BASE_DIR / "migrations" / name, versions.parent)
    (versions / "0001_first.py").write_text(FIRST)
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'old.sqlite3'}"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.fresh_database()
    app = create_app(settings_for(tmp_path, url), base_dir=tmp_path)
    with app.app_context():
        migrate.to_newest()
        yield app
        db.session.remove()
        db.engine.dispose()


def add_second(tmp_path: Path, body: str) -> None:
    (tmp_path / "migrations" / "versions" / "0002_second.py").write_text(SECOND.format(body))


def value(statement: str) -> object:
    with db.engine.connect() as connection:
        return connection.exec_driver_sql(statement).scalar()


def test_rebuilding_a_parent_keeps_its_children(old: Flask, tmp_path: Path) -> None:
    add_second(tmp_path, REBUILDS)
    migrate.to_newest()
    assert value("SELECT count(*) FROM child") == 2
    assert value("SELECT version_num FROM alembic_version") == "0002"


def test_a_revision_that_dies_half_way_leaves_nothing(old: Flask, tmp_path: Path) -> None:
    add_second(tmp_path, DIES)
    with pytest.raises(Exception, match="there_is_no_such_table"):
        migrate.to_newest()
    assert not inspect(db.engine).has_table("half_done")
    assert value("SELECT version_num FROM alembic_version") == "0001"


def test_a_revision_that_orphans_rows_is_taken_back(old: Flask, tmp_path: Path) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL checks references by itself, at every statement")
    add_second(tmp_path, ORPHANS)
    with pytest.raises(migrate.BrokenReferences, match="child points to parent"):
        migrate.to_newest()
    assert value("SELECT count(*) FROM parent") == 1


def test_foreign_keys_are_on_again_afterwards(old: Flask) -> None:
    if db.engine.dialect.name == "sqlite":
        assert value("PRAGMA foreign_keys") == 1


def test_two_processes_that_migrate_at_once_do_it_once(old: Flask, tmp_path: Path) -> None:
    add_second(tmp_path, REBUILDS)
    waiting = threading.Event()

    def other() -> None:
        with old.app_context(), migrate.migrating_connection():
            waiting.set()

    with migrate.migrating_connection():
        thread = threading.Thread(target=other)
        thread.start()
        assert not waiting.wait(0.3)
    thread.join(10)
    assert waiting.is_set()
