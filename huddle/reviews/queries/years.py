"""Reviews whose day comes round again, and what huddles said of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from huddle.core.db import db
from huddle.reviews.models import Lesson, LessonYear, Review, ReviewYear
from huddle.reviews.queries.reading import learned
from huddle.reviews.queries.visible import OPEN_TO_UNIT
from huddle.reviews.rules import SHARED, years
from huddle.reviews.rules.years import StillSo


@dataclass(frozen=True, slots=True)
class Remembered:
    """One review or lesson that comes up again in the week of its day."""

    id: UUID
    year: int
    title: str
    taught: str
    ago: str


def remembered(unit_id: UUID, today: date) -> list[Remembered]:
    """What the unit learned in this week of an earlier year, oldest first, without what is settled or said already."""
    settled = select(ReviewYear.review_id).where(ReviewYear.answer != StillSo.NEXT_YEAR)
    query = select(Review).where(
        Review.unit_id == unit_id,
        Review.status.in_(SHARED),
        OPEN_TO_UNIT,
        Review.event_on.in_(years.days_remembered(today)),
        Review.id.not_in(settled),
    )
    found = db.session.execute(query.order_by(Review.event_on, Review.id)).scalars().all()
    taught, said = learned(found), _said(each.id for each in found)
    return [
        Remembered(each.id, year, each.title, taught.get(each.id, ""), years.ago_words(each.event_on, year))
        for each in found
        if (year := years.year_asked(each.event_on, today)) is not None and (each.id, year) not in said
    ]


def remembered_lessons(unit_id: UUID, today: date) -> list[Remembered]:
    """Lessons that name this unit and were released in this week of an earlier year, oldest first.

    Whatever review one came of: a marked one never comes up again, and its lesson only where it says whose it is.
    """
    settled = select(LessonYear.lesson_id).where(LessonYear.answer != StillSo.NEXT_YEAR)
    query = select(Lesson).where(
        Lesson.unit_id == unit_id,
        Lesson.withdrawn_on.is_(None),
        Lesson.released_on.in_(years.days_remembered(today)),
        Lesson.id.not_in(settled),
    )
    found = db.session.execute(query.order_by(Lesson.released_on, Lesson.id)).scalars().all()
    answers = select(LessonYear.lesson_id, LessonYear.year).where(LessonYear.lesson_id.in_([each.id for each in found]))
    said = {(id_, year) for id_, year in db.session.execute(answers.order_by(LessonYear.lesson_id, LessonYear.year))}
    return [
        Remembered(each.id, year, each.title, each.helps, years.ago_words(each.released_on, year))
        for each in found
        if (year := years.year_asked(each.released_on, today)) is not None and (each.id, year) not in said
    ]


def _said(review_ids: Iterable[UUID]) -> set[tuple[UUID, int]]:
    """Review and year of every answer: a week that spans New Year asks of either year, each review of its own."""
    query = select(ReviewYear.review_id, ReviewYear.year).where(ReviewYear.review_id.in_(list(review_ids)))
    return {(id_, year) for id_, year in db.session.execute(query.order_by(ReviewYear.review_id, ReviewYear.year))}


def years_of(review_id: UUID) -> Sequence[ReviewYear]:
    """What huddles said of it, year by year."""
    query = select(ReviewYear).where(ReviewYear.review_id == review_id).order_by(ReviewYear.year)
    return db.session.execute(query).scalars().all()
