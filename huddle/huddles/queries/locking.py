"""Taking a row for oneself, before a service changes it: one huddle is changed by one tablet at a time."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from huddle.core.actor import Actor
from huddle.core.db import Base, db, is_sqlite
from huddle.huddles import policy, rules
from huddle.huddles.models import Huddle


def take_part(huddle: Huddle, actor: Actor) -> None:
    """Check that this person may, wait for the other tablet, and check that the huddle is still open."""
    policy.can_take_part(actor, huddle.unit_id).require()
    wait_for_others(huddle)
    rules.require_open(huddle.closed_at)


def wait_for_others(huddle: Huddle) -> None:
    """Let another tablet finish its change first, and see it. SQLite has one writer anyway and ignores the lock."""
    db.session.refresh(huddle, with_for_update=True)


def insert_once(model: type[Base], values: dict[str, Any]) -> bool:
    """Insert unless a unique constraint says that the row is there; True when this call made it.

    On PostgreSQL it waits for another transaction that is making the same row.
    """
    dialect_insert = sqlite.insert if is_sqlite() else postgresql.insert
    statement = dialect_insert(model).values(**values).on_conflict_do_nothing().returning(model.id)  # type: ignore[attr-defined]
    return db.session.execute(statement).scalar_one_or_none() is not None
