"""One huddle is changed by one tablet at a time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from huddle.audit import service as audit
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


def store(huddle: Huddle, action: str, *, actor: Actor, now: datetime) -> None:
    """Write the change and its trace."""
    db.session.flush()
    audit.record(f"huddle.{action}", subject=("huddle", huddle.id), actor=actor, now=now, unit_id=huddle.unit_id)


def insert_once(model: type[Base], values: dict[str, Any]) -> bool:
    """Insert unless a unique constraint says that the row is there; True when this call made it.

    On PostgreSQL it waits for another transaction that is making the same row.
    """
    dialect_insert = sqlite.insert if is_sqlite() else postgresql.insert
    statement = dialect_insert(model).values(**values).on_conflict_do_nothing().returning(model.id)  # type: ignore[attr-defined]
    return db.session.execute(statement).scalar_one_or_none() is not None
