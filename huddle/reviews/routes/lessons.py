"""From one review to other units and to the next year: its lesson, who has seen it, whether it is still so."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.concerns.rules import Topic
from huddle.language import Kind, check
from huddle.reviews import policy, queries, rules
from huddle.reviews.forms.lessons import LessonForm, SeenForm
from huddle.reviews.queries import lessons, searching, years
from huddle.reviews.routes import bp
from huddle.reviews.routes.reviews import require_look
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import Question
from huddle.reviews.rules import lessons as lesson_rules
from huddle.reviews.rules.years import STILL_SO_LABELS
from huddle.reviews.service import lessons as service
from huddle.reviews.service import sharing
from huddle.reviews.service.lessons import LessonWords
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial
from huddle.web.way_back import page_before
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Lesson, Review

TEXTS = ("title", "happens", "helps")
NAMING = frozenset({Kind.PERSON_NAMING.value, Kind.PATIENT_IDENTIFIER.value})


@bp.get("/search")
@access.unit_or_named
def search(unit_id: UUID) -> str:
    """Earlier reviews of the unit and lessons of all, as one types or after one has."""
    require_look(unit_id)
    typed = request.args.get("q", "")[:200]
    found = searching.find(typed, reader=current_actor(), unit_ids=[unit_id])
    return page_or_partial("reviews/search.html", "reviews/_found.html", unit_id=unit_id, typed=typed, found=found)


@bp.get("/<uuid:review_id>/lesson")
@access.unit_or_named
def new_lesson(unit_id: UUID, review_id: UUID) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_shared(review.status)
    lesson_rules.require_none_out(lessons.lesson_of(review_id) is not None)
    return _page(review, LessonForm.about(review_id, data=_first_words(review)))


def _first_words(review: Review) -> dict[str, str]:
    """What was learned, to begin with; of a marked review nothing is copied by itself."""
    if policy.is_marked(review):
        return {}
    learned = queries.answers(review.id).get(Question.LEARNED)
    return {"helps": lesson_rules.shortened(learned.text)} if learned else {}


def _page(review: Review, form: LessonForm) -> str:
    policy.can_release(current_actor(), review).require()
    named = _named(review, form) if form.errors else []
    return render_template(
        "reviews/lesson.html",
        unit_id=review.unit_id,
        review=review,
        form=form,
        hints=hints_for(review.unit_id, {name: form[name].data for name in TEXTS}),
        named=named,
        mark=lesson_rules.mark_of(named),
        limits=(lesson_rules.LESSON_TITLE_LIMIT, lesson_rules.LESSON_TEXT_LIMIT),
    )


def _named(review: Review, form: LessonForm) -> list[str]:
    """The words in which the wording help sees a colleague or a patient, each once."""
    names = [person.name for person in units.people(review.unit_id, now())]
    found = []
    for text in (form[name].data or "" for name in TEXTS):
        found += [text[each.start : each.end] for each in check(text, names) if each.kind in NAMING]
    return list(dict.fromkeys(found))


@bp.post("/<uuid:review_id>/lesson")
@access.unit_or_named
def release(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = LessonForm.about(review_id)
    return submit(
        form,
        page=lambda: _page(review, form),
        save=lambda: _release(review, form),
        to=lambda lesson: url_for("lessons.show", lesson_id=lesson.id),
        notice="Other units can read it now.",
    )


def _release(review: Review, form: LessonForm) -> Lesson:
    lesson_rules.require_looked_at(_named(review, form), form.looked.data or "")
    words = LessonWords(Topic(form.topic.data), form.title.data or "", form.happens.data or "", form.helps.data or "")
    return service.release(review, words, names_unit=form.names_unit.data, actor=current_actor(), now=now())


@bp.post("/<uuid:review_id>/reading")
@access.unit_or_named
def say_seen(unit_id: UUID, review_id: UUID) -> Response:
    """It leaves "For you"."""
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = SeenForm.about(review_id)
    return submit(
        form,
        page=lambda: render_template("reviews/seen.html", unit_id=unit_id, review=review, form=form),
        save=lambda: sharing.say_seen(review, actor=current_actor(), now=now()),
        to=lambda _: page_before() or url_for(".index", unit_id=unit_id),
        notice="Thank you for looking.",
    )


@bp.app_context_processor
def _spreading() -> dict[str, object]:
    return {"spreading": Spreading}


class Spreading:
    """What the pages of a review include about earlier and later learning: each asks for itself."""

    @staticmethod
    def similar(review: Review) -> list[searching.Found]:
        """What was learned before about something like this."""
        return searching.similar(review, current_actor())

    @staticmethod
    def lesson_of(review: Review) -> Lesson | None:
        return lessons.lesson_of(review.id)

    @staticmethod
    def can_release(review: Review) -> bool:
        return review.status in rules.SHARED and bool(policy.can_release(current_actor(), review))

    @staticmethod
    def years_of(review: Review) -> list[tuple[str, datetime]]:
        """What huddles said of it later, with the moment."""
        return [(STILL_SO_LABELS[said.answer].lower(), said.at) for said in years.years_of(review.id)]
