"""Statements that the driver runs itself: the same values as through SQLAlchemy, and no way to change anything."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import LargeBinary, bindparam, select, update
from sqlalchemy.exc import DBAPIError

from huddle.concerns import service as concerns
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, Topic
from huddle.core.columns import from_json
from huddle.core.db import db, is_sqlite
from huddle.core.reading import Statement, reader_of, together
from huddle.core.transaction import transaction
from tests.support.ward import Ward

OF_UNIT = Statement(
    select(Concern.id, Concern.text, Concern.topic, Concern.raised_at, Concern.answered_at)
    .where(
        Concern.unit_id == bindparam("unit"),
        Concern.status.in_((ConcernStatus.OPEN, ConcernStatus.ANSWERED)),
        Concern.raised_at <= bindparam("until"),
    )
    .order_by(Concern.raised_at, Concern.id)
    .limit(5)
)


def raised(ward: Ward, text: str) -> Concern:
    return concerns.raise_concern(
        ward.unit_id, text=text, topic=Topic.EQUIPMENT, unnamed=False, actor=ward.bob, now=ward.now
    )


def test_columns_come_with_the_types_of_the_model(ward: Ward) -> None:
    with transaction():
        concern_id = raised(ward, "100 % wet floor ☂").id
    [row] = OF_UNIT.rows(unit=ward.unit_id, until=ward.now)
    assert row == (concern_id, "100 % wet floor ☂", Topic.EQUIPMENT, ward.now, None)
    assert [type(value) for value in row[:4]] == [UUID, str, Topic, datetime]
    assert row[3].tzinfo is UTC


def test_each_call_takes_its_own_values(ward: Ward) -> None:
    with transaction():
        raised(ward, "Bay 2 has no call bell")
    assert len(OF_UNIT.rows(unit=ward.unit_id, until=ward.now)) == 1
    assert OF_UNIT.rows(unit=ward.other_unit_id, until=ward.now) == []
    with pytest.raises(KeyError):
        OF_UNIT.rows(unit=ward.unit_id)


def test_questions_read_together_are_answered_in_order(ward: Ward) -> None:
    with transaction():
        raised(ward, "Bay 2 has no call bell")
    asked = [OF_UNIT.ask(len, unit=unit, until=ward.now) for unit in (ward.unit_id, ward.other_unit_id, ward.unit_id)]
    assert together(*asked) == [1, 0, 1]


def test_what_is_read_together_has_the_same_values_and_types_as_what_is_read_alone(ward: Ward) -> None:
    with transaction():
        raised(ward, "100 % “wet” floor: $1, ☂, \\n")
        db.session.execute(update(Concern).values(raised_at=ward.now.replace(microsecond=120_300)))
    asked = {"unit": ward.unit_id, "until": ward.now + timedelta(seconds=1)}
    alone = OF_UNIT.rows(**asked)
    first, other, second = together(
        OF_UNIT.ask(list, **asked),
        OF_UNIT.ask(list, **asked | {"unit": ward.other_unit_id}),
        OF_UNIT.ask(list, **asked),
    )
    assert len(alone) == 1
    assert (first, other, second) == (alone, [], alone)
    assert [type(value) for value in first[0]] == [type(value) for value in alone[0]]
    assert first[0][3].tzinfo is UTC


def test_a_type_that_json_cannot_carry_is_refused_when_it_is_first_asked_for() -> None:
    with pytest.raises(TypeError, match="no way back from JSON"):
        from_json(LargeBinary())


def test_a_transaction_sees_its_own_changes_and_nobody_else_does_before_it_ends(ward: Ward) -> None:
    with transaction():
        raised(ward, "Bay 2 has no call bell")
        assert len(OF_UNIT.rows(unit=ward.unit_id, until=ward.now)) == 1
        db.session.rollback()
    assert OF_UNIT.rows(unit=ward.unit_id, until=ward.now) == []


@pytest.mark.usefixtures("ward")
def test_its_connections_can_only_read() -> None:
    for sql in ("DELETE FROM concern", "INSERT INTO unit_revision (unit_id, revision) VALUES (NULL, 1)"):
        with pytest.raises(DBAPIError):
            reader_of(db.engine).fetch([(sql, ())])


def test_an_error_tells_nothing_of_what_was_asked(ward: Ward) -> None:
    sql = f"SELECT nothing FROM nowhere WHERE name = {'?' if is_sqlite() else '%s'}"  # noqa: S608
    with pytest.raises(DBAPIError) as caught:
        reader_of(db.engine).fetch([(sql, ("JD 4471",))])
    assert "4471" not in str(caught.value)
    assert OF_UNIT.rows(unit=ward.unit_id, until=ward.now) == [], "the connection is of use after an error"


def test_a_connection_that_the_server_ended_is_replaced(ward: Ward) -> None:
    assert OF_UNIT.rows(unit=ward.unit_id, until=ward.now) == []
    if is_sqlite():
        reader_of(db.engine).close()
    else:
        mine = reader_of(db.engine).fetch([("SELECT pg_backend_pid()", ())])[0][0][0]
        db.session.connection().exec_driver_sql("SELECT pg_terminate_backend(%s)", (mine,))
        db.session.rollback()
    assert OF_UNIT.rows(unit=ward.unit_id, until=ward.now) == []
    many = [OF_UNIT.ask(list, unit=ward.unit_id, until=ward.now)] * 3
    assert together(*many) == [[], [], []]


def test_an_error_of_what_is_read_together_tells_nothing_of_it_either(ward: Ward) -> None:
    values = {"unit": ward.unit_id, "until": ward.now}
    sql = "SELECT nothing FROM nowhere WHERE name = " + ("?" if is_sqlite() else "$1")  # noqa: S608 - ours
    with pytest.raises(DBAPIError) as caught:
        reader_of(db.engine).row((sql, ["JD 4471"]))
    assert "4471" not in str(caught.value)
    assert together(OF_UNIT.ask(list, **values), OF_UNIT.ask(list, **values)) == [[], []], "and it is of use after it"


def test_only_so_many_statements_stay_prepared(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huddle.core.prepared.KEPT", 2)
    for _ in range(2):
        for count in (2, 3, 4, 5):
            assert together(*[OF_UNIT.ask(len, unit=ward.unit_id, until=ward.now)] * count) == [0] * count
    if not is_sqlite():
        kept = reader_of(db.engine).fetch(
            [("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'huddle%%'", ())]
        )
        assert kept[0][0][0] <= 2


def test_a_value_with_nul_is_refused_and_not_cut(ward: Ward) -> None:
    if is_sqlite():
        return
    with pytest.raises(DBAPIError):
        reader_of(db.engine).row(("SELECT $1::text", ["JD\0 4471"]))


def test_threads_that_have_ended_leave_no_connection_behind(ward: Ward) -> None:
    def ask() -> None:
        assert reader_of(engine).fetch([("SELECT 1", ())]) == [[(1,)]]

    engine = db.engine
    for _ in range(6):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert OF_UNIT.rows(unit=ward.unit_id, until=ward.now) == []
    assert len(reader_of(engine)._open) <= 2, "ours, and the one that the last thread left"


def test_a_statement_that_the_server_forgot_is_prepared_again(ward: Ward) -> None:
    both = [OF_UNIT.ask(list, unit=ward.unit_id, until=ward.now)] * 2
    assert together(*both) == [[], []]
    if not is_sqlite():
        reader_of(db.engine)._local.run("DEALLOCATE ALL")
    assert together(*both) == [[], []]
