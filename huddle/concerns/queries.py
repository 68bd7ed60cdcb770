"""Reading concerns, always of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus
from huddle.core.db import db
from huddle.core.errors import NotFound

UNSETTLED = (ConcernStatus.OPEN, ConcernStatus.ANSWERED)


def get(unit_id: UUID, concern_id: UUID) -> Concern:
    """One concern of the unit. Raises NotFound, also for another unit's."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.id == concern_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def unsettled(unit_id: UUID) -> Sequence[Concern]:
    """Everything not yet told back, oldest first: what the next huddle looks back on."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.status.in_(UNSETTLED))
    return db.session.execute(query.order_by(Concern.raised_at, Concern.id)).scalars().all()


def closed(unit_id: UUID, *, limit: int = 20) -> Sequence[Concern]:
    """The newest that were told back: "you said, we did"."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.status == ConcernStatus.CLOSED)
    query = query.order_by(Concern.told_back_at.desc(), Concern.id).limit(limit)
    return db.session.execute(query).scalars().all()


def answered_for(person_id: UUID) -> Sequence[Concern]:
    """Answers that wait for the person who raised them, on whichever unit."""
    query = select(Concern).where(Concern.raised_by == person_id, Concern.status == ConcernStatus.ANSWERED)
    return db.session.execute(query.order_by(Concern.answered_at, Concern.id)).scalars().all()


def raised_between(unit_id: UUID, start: datetime, end: datetime | None) -> Sequence[Concern]:
    """What was raised from `start` to `end`, or since `start` when there is no end yet, in order."""
    query = select(Concern).where(Concern.unit_id == unit_id, Concern.raised_at >= start)
    query = query if end is None else query.where(Concern.raised_at <= end)
    return db.session.execute(query.order_by(Concern.raised_at, Concern.id)).scalars().all()


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the concerns raised in [start, end): how many, how many answered, how many told back."""
    query = select(func.count(Concern.id), func.count(Concern.answered_at), func.count(Concern.told_back_at)).where(
        Concern.unit_id == unit_id, Concern.raised_at >= start, Concern.raised_at < end
    )
    raised, answered, told = db.session.execute(query).one()
    return {"raised": raised, "answered": answered, "told_back": told}
