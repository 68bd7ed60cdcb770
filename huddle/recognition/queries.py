"""Reading thanks, always of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from huddle.core.db import db
from huddle.recognition.models import Recognition


def newest(unit_id: UUID, limit: int = 20) -> Sequence[Recognition]:
    """The last ones said on the unit, newest first."""
    query = select(Recognition).where(Recognition.unit_id == unit_id)
    query = query.order_by(Recognition.given_at.desc(), Recognition.id).limit(limit)
    return db.session.execute(query).scalars().all()


def month_list(unit_id: UUID, start: datetime, end: datetime) -> Sequence[Recognition]:
    """Everything said in [start, end), in order."""
    query = select(Recognition).where(
        Recognition.unit_id == unit_id, Recognition.given_at >= start, Recognition.given_at < end
    )
    return db.session.execute(query.order_by(Recognition.given_at, Recognition.id)).scalars().all()


def month_count(unit_id: UUID, start: datetime, end: datetime) -> int:
    """How often thanks were said in [start, end)."""
    query = select(func.count(Recognition.id)).where(
        Recognition.unit_id == unit_id, Recognition.given_at >= start, Recognition.given_at < end
    )
    return db.session.execute(query).scalar_one()


def of_huddle(unit_id: UUID, huddle_id: UUID) -> Sequence[Recognition]:
    """What was said in one huddle, in order."""
    query = select(Recognition).where(Recognition.unit_id == unit_id, Recognition.huddle_id == huddle_id)
    return db.session.execute(query.order_by(Recognition.given_at, Recognition.id)).scalars().all()
