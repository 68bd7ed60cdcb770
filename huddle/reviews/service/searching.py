"""What can be found: kept beside each change that lets something be read, or no longer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, text

from huddle.core.actor import Actor
from huddle.core.db import db, is_sqlite
from huddle.reviews import queries
from huddle.reviews.models import Findable, Lesson, Review
from huddle.reviews.rules import SHARED, Confidentiality, searching
from huddle.reviews.rules.searching import FoundKind

_PUT = text("INSERT INTO findable_words (rowid, words) VALUES (:number, :words)")
_DROP = text("DELETE FROM findable_words WHERE rowid = :number")
_TIDY = text("INSERT INTO findable_words (findable_words) VALUES ('optimize')")
"""Until then the words that were taken out still lie in the file."""


def follow(review: Review, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as every service
    """Let a review be found if everybody on its unit may read it, and else not: marked ones lie in no search."""
    # no trace: the change that it follows leaves one.
    if review.status in SHARED and review.confidentiality is Confidentiality.LEARNING:
        answers = [answer.text for answer in queries.answers(review.id).values()]
        _put(FoundKind.REVIEW, review.id, [review.title, *answers], searching.scope_of(review.unit_id))
    else:
        _drop(FoundKind.REVIEW, review.id)


def follow_lesson(lesson: Lesson, *, actor: Actor, now: datetime) -> None:  # noqa: ARG001 - as every service
    """Let everybody find a lesson until it is withdrawn."""
    # no trace: the change that it follows leaves one.
    if lesson.withdrawn_on is None:
        texts = [lesson.title, lesson.happens, lesson.helps]
        _put(FoundKind.LESSON, lesson.id, texts, searching.EVERYBODY)
    else:
        _drop(FoundKind.LESSON, lesson.id)


def _put(kind: FoundKind, subject_id: UUID, texts: Sequence[str], scope: str) -> None:
    _drop(kind, subject_id)
    words = searching.bag(texts, scope=scope)
    made = insert(Findable).values(kind=kind, subject_id=subject_id, words=words).returning(Findable.number)
    number = db.session.execute(made).scalar_one()
    if is_sqlite():
        db.session.execute(_PUT, {"number": number, "words": words})


def _drop(kind: FoundKind, subject_id: UUID) -> None:
    where = (Findable.kind == kind, Findable.subject_id == subject_id)
    number = db.session.execute(select(Findable.number).where(*where).order_by(Findable.number)).scalar()
    if number is None:
        return
    db.session.execute(delete(Findable).where(*where))
    if is_sqlite():
        db.session.execute(_DROP, {"number": number})
        db.session.execute(_TIDY)
