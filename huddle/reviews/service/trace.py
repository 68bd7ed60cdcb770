"""What every change of a review does at its end: tell the history and the trail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.storing import append
from huddle.reviews.models import Review, ReviewEvent
from huddle.reviews.rules import Question, ReviewEventKind


def store_and_record(
    review: Review, kind: ReviewEventKind, question: Question | None = None, *, actor: Actor, now: datetime
) -> None:
    """Store what was changed, and add it to the history and to the trail."""
    db.session.flush()
    last = select(func.max(ReviewEvent.number)).where(ReviewEvent.review_id == review.id)
    number = (db.session.execute(last).scalar_one() or 0) + 1
    append(ReviewEvent, review_id=review.id, number=number, kind=kind, question=question, at=now, by=actor.user_id)
    audit.record(f"review.{kind}", subject=("review", review.id), actor=actor, now=now, unit_id=review.unit_id)
