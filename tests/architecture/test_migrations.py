"""The schema that migrations build is the one that the models describe, there and back, on both databases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import CheckConstraint, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from huddle import create_app, practice
from huddle.core import migrate
from huddle.core.db import Base, db
from huddle.core.transaction import transaction
from tests.checkins.months import drafted
from tests.support.apps import BASE_DIR, settings_for
from tests.support.postgres import Postgres
from tests.support.ward import MORNING, Ward

VERSIONS = BASE_DIR / "migrations" / "versions"
Opened = Callable[[Path], AbstractContextManager[Flask]]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    """Opens the application of the folder that is given, always on the same database, which begins without tables."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    else:
        postgres: Postgres = request.getfixturevalue("postgres")
        url = postgres.fresh_database()

    @contextmanager
    def open_app(base_dir: Path) -> Iterator[Flask]:
        app = create_app(settings_for(tmp_path, url), base_dir=base_dir)
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()

    return open_app


def config(app: Flask) -> Any:
    return migrate.set_up(app).get_config()


def rows() -> dict[str, int]:
    with db.engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def schema() -> dict[str, Any]:
    """What the database says of itself, in a form that can be compared."""
    found = inspect(db.engine)
    return {
        table: (
            [(column["name"], str(column["type"]), column["nullable"]) for column in found.get_columns(table)],
            found.get_pk_constraint(table)["name"],
            sorted(str(key["name"]) for key in found.get_foreign_keys(table)),
            sorted(str(unique["name"]) for unique in found.get_unique_constraints(table)),
            sorted((str(check["name"]), check["sqltext"]) for check in found.get_check_constraints(table)),
            sorted((str(index["name"]), index["unique"]) for index in found.get_indexes(table)),
        )
        for table in found.get_table_names()
    }


def test_revisions_are_one_line_and_their_files_are_numbered() -> None:
    scripts = ScriptDirectory(str(BASE_DIR / "migrations"))
    assert len(scripts.get_heads()) == 1
    names = [path.name for path in sorted(VERSIONS.glob("*.py"))]
    assert [name[:5] for name in names] == [f"{number:04d}_" for number in range(1, len(names) + 1)]
    assert all(re.fullmatch(r"\d{4}(_[a-z0-9]+)+\.py", name) for name in names)
    line = [script.revision for script in scripts.walk_revisions()]
    assert line == [name[:4] for name in reversed(names)]


def test_migrations_build_what_the_models_describe(app: Flask) -> None:
    with db.engine.connect() as connection:
        opts = {"compare_type": True, "render_as_batch": True, "include_name": _is_modelled}
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, Base.metadata) == []


def _is_modelled(name: str | None, _kind: str, _parents: object) -> bool:
    """All but the words of the search, which each database keeps in its own way."""
    return not (name or "").startswith("findable_words")


def test_no_check_of_the_models_is_forgotten(app: Flask) -> None:
    """Alembic does not compare CHECK constraints, so we do."""
    found = inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint)}
        assert {str(check["name"]) for check in found.get_check_constraints(table.name)} == wanted


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE audit_event SET action = 'nothing'", "append-only"),
        ("DELETE FROM audit_event", "append-only"),
        ("UPDATE check_in SET snapshot = '{}'", "frozen"),
        ("UPDATE check_in SET month = '2001-01'", "frozen"),
        ("DELETE FROM check_in", "frozen"),
    ],
)
def test_the_database_itself_refuses_to_alter_what_was(ward: Ward, statement: str, message: str) -> None:
    drafted(ward)
    with pytest.raises(DBAPIError, match=message), transaction():
        db.session.execute(text(statement))


def test_a_full_hospital_survives_every_step_back_and_forth(opened: Opened) -> None:
    with opened(BASE_DIR) as app:
        migrate.to_newest()
        with transaction():
            practice.load(MORNING)
        before, built = rows(), schema()
        command.downgrade(config(app), "0001")
        first = set(inspect(db.engine).get_table_names())
        migrate.to_newest()
        assert min(before[name] for name in ("handoff", "huddle", "concern", "review", "check_in", "audit_event")) > 0
        after = rows()
        assert {name: after[name] for name in after if name in first} == {
            name: before[name] for name in before if name in first
        }
        command.downgrade(config(app), "base")
        assert inspect(db.engine).get_table_names() == ["alembic_version"]
        migrate.to_newest()
        assert schema() == built


def test_a_first_revision_that_dies_leaves_nothing_and_the_next_try_works(opened: Opened, tmp_path: Path) -> None:
    for name in ("templates", "static"):
        (tmp_path / name).symlink_to(BASE_DIR / name)
    shutil.copytree(BASE_DIR / "migrations", tmp_path / "migrations")
    first = tmp_path / "migrations" / "versions" / "0001_first_tables.py"
    whole = first.read_text(encoding="utf-8")
    broken = whole.replace("\n\n\ndef downgrade", '\n    op.execute("SELECT * FROM nowhere")\n\n\ndef downgrade')
    assert broken != whole
    first.write_text(broken, encoding="utf-8")
    with opened(tmp_path):
        with pytest.raises(DBAPIError, match="nowhere"):
            migrate.to_newest()
        assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    with opened(BASE_DIR):
        migrate.to_newest()
        assert set(rows().values()) == {0}
