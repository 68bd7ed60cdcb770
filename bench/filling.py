"""Filling a database with any number of action items and of published reviews: the same ones every time.

A few hundred rows of each unit are made by hand; the database multiplies them itself. What is finished is multiplied
by the size, what is still open only by its root: a hospital with a hundred times the history does not have a hundred
times as much to do.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from math import isqrt
from random import Random
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from sqlalchemy import insert, select, text

from bench.setting import NOW
from huddle.accounts.models import User
from huddle.actions.models import ActionItem
from huddle.actions.rules import UNFINISHED, ActionStatus, Blocker, ChangeType, Lane, SourceKind, Strength
from huddle.concerns.rules import Topic
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.reviews.models import Findable, Lesson
from huddle.reviews.rules.searching import EVERYBODY, FoundKind
from huddle.units.models import Unit

UNITS, EACH = 40, 25
"""So many units, and so many rows by hand on each: a thousand in all."""
DAYS = 760
"""The first due days lie in two years and a month, the last 30 of them still to come."""
NAMES = UUID("6f6a7a0e-9d0f-4c39-8f3e-0d2f5f1f6c11")
NEW_ID = {
    "sqlite": "printf('%08x', n.k) || substr({id}, 9)",
    "postgresql": "CAST(lpad(to_hex(n.k), 8, '0') || substr(replace(CAST({id} AS text), '-', ''), 9) AS uuid)",
}
BAGS, VOCABULARY = 1000, 5000
SERIES = "WITH RECURSIVE n(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM n WHERE k < :times)"
MOVED = {"sqlite": "date({day}, '-' || (n.k % 29) || ' days')", "postgresql": "{day} - (n.k % 29)"}

LATER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%f', {at}, '+' || n.k || ' seconds') || '000'",
    "postgresql": "{at} + n.k * interval '1 second'",
}
"""No two rows have the same moments, or an index could keep them in a tenth of the room."""


class People(NamedTuple):
    """Who owns the promises, and who looks whether they are kept."""

    owner: UUID
    verifier: UUID


def fill(items: int, notes: int = 0) -> list[UUID]:
    """Put about so many action items on 40 new units, and so many lessons into the search; the units."""
    with transaction():
        if db.engine.dialect.name == "postgresql":
            db.session.execute(text("SET LOCAL statement_timeout = 0"))
        units = _units()
        people = People(*(_person(name) for name in ("ana.silva", "ben.carter")))
        rows = [_item(unit, place, people) for unit in units for place in range(EACH)]
        db.session.execute(insert(ActionItem), rows)
        times = items // len(rows)
        if times > 1:
            _multiply(times - 1, "NOT IN")
            _multiply(isqrt(times) - 1, "IN")
        _say(notes)
    _tidy()
    return units


def _person(username: str) -> UUID:
    return db.session.execute(select(User.id).where(User.username == username)).scalar_one()


def _names() -> str:
    return ", ".join(f"'{status}'" for status in sorted(UNFINISHED))


def _units() -> list[UUID]:
    service_id = db.session.execute(select(Unit.service_id).order_by(Unit.name).limit(1)).scalar_one()
    made = [
        Unit(
            id=uuid5(NAMES, str(number)),
            service_id=service_id,
            name=f"Ward {number:02d}",
            created_at=NOW - timedelta(days=DAYS),
        )
        for number in range(UNITS)
    ]
    db.session.add_all(made)
    db.session.flush()
    return [unit.id for unit in made]


def _item(unit_id: UUID, place: int, people: People) -> dict[str, Any]:
    """One promise. The newest two of each unit are open, one is stuck, one waits to be verified."""
    due = NOW.date() + timedelta(days=30 - place * DAYS // EACH)
    lane = Lane.QUICK_FIX if place % 3 == 0 else Lane.IMPROVEMENT
    strength = (Strength.WEAKER, Strength.INTERMEDIATE, Strength.STRONGER)[place % 3]
    row: dict[str, Any] = {
        "id": uuid5(NAMES, f"{unit_id} {place}"),
        "unit_id": unit_id,
        "title": f"Label the drawers of trolley {place} in bay {place % 7}",
        "owner_id": people.owner,
        "due_on": due,
        "original_due_on": due,
        "source_kind": SourceKind.MANUAL,
        "source_id": None,
        "created_at": _at(due, -21),
        "created_by": people.owner,
        "lane": lane,
        "strength": strength if lane is Lane.IMPROVEMENT else None,
        "change_type": ChangeType.CHECKLIST_OR_AID if lane is Lane.IMPROVEMENT else None,
    }
    return row | _state(place, lane, due, people)


def _state(place: int, lane: Lane, due: date, people: People) -> dict[str, Any]:
    done = {"done_at": _at(due, -1 if place % 4 else 3), "done_by": people.owner}
    if place < 2:
        return {"status": ActionStatus.OPEN if lane is Lane.QUICK_FIX else ActionStatus.IN_PROGRESS}
    if place == 2:
        return {"status": ActionStatus.STUCK, "stuck_at": _at(due, -3), "blocker": next(iter(Blocker))}
    if lane is Lane.QUICK_FIX:
        return {"status": ActionStatus.DONE, **done}
    if place == 4:
        return {"status": ActionStatus.DONE_UNVERIFIED, **done}
    seen = {"verified_at": _at(due, 5), "first_verified_at": _at(due, 5), "verified_by": people.verifier}
    return {"status": ActionStatus.VERIFIED, **done, **seen}


def _at(day: date, days: int) -> datetime:
    return datetime.combine(day + timedelta(days=days), time(9), tzinfo=UTC)


def _multiply(times: int, among: str) -> None:
    """So many more of each row that is IN, or NOT IN, what is unfinished, with ids and days of their own."""
    if times < 1:
        return
    dialect = db.engine.dialect.name
    columns = [column.name for column in ActionItem.__table__.columns]
    day, at = MOVED[dialect], LATER[dialect]
    new = {
        **{name: at.format(at=f"i.{name}") for name in ("done_at", "verified_at", "first_verified_at")},
        "id": NEW_ID[dialect].format(id="i.id"),
        "due_on": day.format(day="i.due_on"),
        "original_due_on": day.format(day="i.original_due_on"),
    }
    values = ", ".join(new.get(name, f"i.{name}") for name in columns)
    states = ", ".join(f"'{status}'" for status in sorted(UNFINISHED))
    statement = (
        f"INSERT INTO action_item ({', '.join(columns)}) {SERIES} SELECT {values} FROM action_item i "
        f"JOIN unit ON unit.id = i.unit_id AND unit.name LIKE 'Ward %' CROSS JOIN n WHERE i.status {among} ({states})"
    )
    db.session.execute(text(statement), {"times": times})


def _say(notes: int) -> None:
    """Lessons whose words are as unevenly common as those of a language: word 1 in every second, word 1000 seldom."""
    dice = Random(1)
    for number in range(min(notes, BAGS)):
        lesson = Lesson(
            id=uuid5(NAMES, f"lesson {number}"),
            topic=next(iter(Topic)),
            title=f"Lesson {number}",
            happens="Labels look alike.",
            helps="Two drawers.",
            released_on=NOW.date() - timedelta(days=number % DAYS),
        )
        said = {f"w{int(VOCABULARY ** dice.random()):04d}" for _ in range(40)}
        db.session.add(lesson)
        words = " ".join([EVERYBODY, *sorted(said)])
        db.session.add(Findable(kind=FoundKind.LESSON, subject_id=lesson.id, words=words))
    db.session.flush()
    if (times := notes // BAGS) > 1:
        _repeat(times - 1)
    if db.engine.dialect.name == "sqlite":
        missing = "number NOT IN (SELECT rowid FROM findable_words)"
        db.session.execute(
            text(f"INSERT INTO findable_words (rowid, words) SELECT number, words FROM findable WHERE {missing}")
        )


def _repeat(times: int) -> None:
    id_ = NEW_ID[db.engine.dialect.name].format
    columns = [column.name for column in Lesson.__table__.columns if column.name != "id"]
    new = (
        f"INSERT INTO lesson (id, {', '.join(columns)}) {SERIES} SELECT {id_(id='i.id')}, "
        f"{', '.join(f'i.{name}' for name in columns)} FROM lesson i CROSS JOIN n WHERE i.title LIKE 'Lesson %'",
        f"INSERT INTO findable (kind, subject_id, words) {SERIES} SELECT i.kind, {id_(id='i.subject_id')}, i.words "
        "FROM findable i JOIN lesson ON lesson.id = i.subject_id AND lesson.title LIKE 'Lesson %' CROSS JOIN n "
        f"ORDER BY n.k, i.number LIMIT {BAGS} * :times",
    )
    # The second one first: it multiplies the rows that stand there, not their copies.
    for statement in reversed(new):
        db.session.execute(text(statement), {"times": times})


def _tidy() -> None:
    """What PostgreSQL does by itself sooner or later. SQLite gets no statistics: Huddle never makes any there."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))
            # Everything is done by the process whose time is read; what helps it would go uncounted.
            name = connection.execute(text("SELECT current_database()")).scalar_one()
            connection.execute(text(f'ALTER DATABASE "{name}" SET max_parallel_workers_per_gather = 0'))
        db.engine.dispose()
