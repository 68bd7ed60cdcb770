"""What boards keep by area: a statement reads and a change writes in the same areas, and each change is told."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Table, select, text
from sqlalchemy.sql.visitors import iterate

from huddle.audit import service as audit
from huddle.audit.models import UnitRevision
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.db import Base, db
from huddle.core.reading import Asked, together
from huddle.core.transaction import transaction
from huddle.core.written import AREAS, ON_NO_BOARD, areas_of
from huddle.today import board
from huddle.today.kept import Fresh
from tests.support.ward import Ward


def counts(unit_id: UUID) -> dict[str, int]:
    columns = [UnitRevision.__table__.c[area] for area in AREAS]
    row = db.session.execute(select(*columns).where(UnitRevision.unit_id == unit_id)).one()
    return dict(zip(AREAS, row, strict=True))


def grown(ward: Ward, change: Callable[[], object]) -> set[str]:
    """The areas in which boards of the unit read anew after this change."""
    before = counts(ward.unit_id)
    with transaction():
        change()
    after = counts(ward.unit_id)
    return {area for area in AREAS if after[area] > before[area]}


def raised(ward: Ward) -> None:
    concerns.raise_concern(
        ward.unit_id, text="No bell", topic=Topic.EQUIPMENT, unnamed=False, actor=ward.bob, now=ward.now
    )


def told(ward: Ward) -> None:
    audit.record("x", subject=("x", None), actor=Actor.system("x"), now=ward.now, unit_id=ward.unit_id)


def test_a_change_in_one_area_leaves_the_others_alone(ward: Ward) -> None:
    with transaction():
        raised(ward)
    assert grown(ward, lambda: raised(ward)) == {"concerns"}


def test_what_is_written_after_the_unit_was_told_counts_too(ward: Ward) -> None:
    with transaction():
        told(ward)

    def late() -> None:
        told(ward)
        db.session.execute(text("UPDATE action_item SET title = title"))
        db.session.execute(text("UPDATE membership SET role = role"))

    assert grown(ward, late) == {"items", "rest"}


def test_sql_that_is_not_understood_and_changes_of_names_count_everywhere(ward: Ward) -> None:
    with transaction():
        told(ward)

    def unusual() -> None:
        told(ward)
        db.session.execute(text("WITH a AS (SELECT 1) UPDATE concern SET text = text"))

    assert grown(ward, unusual) == set(AREAS)
    everywhere = {"subject": ("user", None), "actor": ward.dana, "now": ward.now, "everywhere": True}
    assert grown(ward, lambda: audit.record("person.edited", **everywhere)) == set(AREAS)  # type: ignore[arg-type]


def test_every_statement_of_the_board_knows_where_it_reads(ward: Ward) -> None:
    asked: list[Asked[object]] = []

    class Listening(Fresh):
        def read(self, *questions: Asked[object]) -> list[object]:
            asked.extend(questions)
            return together(*questions)

    board.make(ward.unit_id, ward.now, ZoneInfo("Europe/Lisbon"), Listening())
    assert len(asked) > 10
    for one in asked:
        tables = {part.name for part in iterate(one.statement._select) if isinstance(part, Table)}
        assert tables, one.statement._select
        assert not tables & ON_NO_BOARD, "what is written there is told to no board"
        assert not areas_of(tables) & ~one.statement.compiled(db.engine.dialect, one.values).areas


@pytest.mark.parametrize("table", sorted(ON_NO_BOARD))
def test_what_is_on_no_board_is_a_table(table: str) -> None:
    assert table in Base.metadata.tables
