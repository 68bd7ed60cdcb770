"""A year later: the line in the unit's first huddle of the day, and its answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from werkzeug.wrappers import Response

from huddle.core.dates import local_day
from huddle.huddles import queries as huddles
from huddle.huddles.queries.first import is_first_of_day
from huddle.huddles.routes import page as huddle_page
from huddle.reviews import queries
from huddle.reviews.forms.lessons import StillSoForm
from huddle.reviews.queries import years
from huddle.reviews.queries.lessons import get_lesson
from huddle.reviews.queries.years import Remembered
from huddle.reviews.routes import bp
from huddle.reviews.rules.lessons import shortened
from huddle.reviews.rules.years import STILL_SO_LABELS, StillSo
from huddle.reviews.service import sharing
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.look_back import LookBackLine
from huddle.web.writes import submit

SHOWN = 160
ANSWERS = tuple((answer.value, label) for answer, label in STILL_SO_LABELS.items())


def remembered_lines(unit_id: UUID, huddle_id: UUID, at: datetime) -> list[LookBackLine]:
    """What the unit learned in this week of an earlier year; in the first huddle of a day alone."""
    today = local_day(at, units.facts(unit_id).zone)
    reviews, lessons = years.remembered(unit_id, today), years.remembered_lessons(unit_id, today)
    if not (reviews or lessons) or not is_first_of_day(huddles.get(unit_id, huddle_id)):
        return []
    here: dict[str, Any] = {"unit_id": unit_id, "huddle_id": huddle_id}
    return [
        *(
            _line(
                each,
                "We learned",
                url_for("reviews.show", unit_id=unit_id, review_id=each.id),
                url_for("reviews.say_still_so", review_id=each.id, **here),
            )
            for each in reviews
        ),
        *(
            _line(
                each,
                "We wrote for other units",
                url_for("lessons.show", lesson_id=each.id),
                url_for("reviews.say_lesson_still_so", lesson_id=each.id, **here),
            )
            for each in lessons
        ),
    ]


def _line(each: Remembered, what: str, href: str, action: str) -> LookBackLine:
    return LookBackLine(
        title=f"{each.ago}: {each.title}",
        note=f"{what}: {shortened(each.taught, SHOWN)} Is it still so?",
        href=href,
        form=StillSoForm.beside(each.id),
        action=action,
        answers=ANSWERS,
    )


@bp.post("/<uuid:review_id>/years/<uuid:huddle_id>")
@access.unit_staff
@access.stays_open
def say_still_so(unit_id: UUID, review_id: UUID, huddle_id: UUID) -> Response:
    """One tap in a huddle."""
    review = queries.get_for(current_actor(), unit_id, review_id)
    huddles.get(unit_id, huddle_id)
    form = StillSoForm.about(review_id)
    return submit(
        form,
        page=lambda: huddle_page.whole(unit_id, huddle_id),
        save=lambda: sharing.say_still_so(
            review, StillSo(form.answer.data), huddle_id=huddle_id, actor=current_actor(), now=now()
        ),
        to=lambda _: url_for("huddles.show", unit_id=unit_id, huddle_id=huddle_id, _anchor="step-look-back"),
        notice="Thank you. It is kept with the review.",
    )


@bp.post("/lessons/<uuid:lesson_id>/years/<uuid:huddle_id>")
@access.unit_staff
@access.stays_open
def say_lesson_still_so(unit_id: UUID, lesson_id: UUID, huddle_id: UUID) -> Response:
    """The same of a lesson that names this unit."""
    lesson = get_lesson(lesson_id)
    huddles.get(unit_id, huddle_id)
    form = StillSoForm.about(lesson_id)
    return submit(
        form,
        page=lambda: huddle_page.whole(unit_id, huddle_id),
        save=lambda: sharing.say_lesson_still_so(
            lesson, StillSo(form.answer.data), unit_id=unit_id, huddle_id=huddle_id, actor=current_actor(), now=now()
        ),
        to=lambda _: url_for("huddles.show", unit_id=unit_id, huddle_id=huddle_id, _anchor="step-look-back"),
        notice="Thank you. It is kept with the lesson.",
    )
