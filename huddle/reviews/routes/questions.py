"""The ground rules, and one question a page."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.core.dates import moment_text
from huddle.core.errors import NotFound
from huddle.reviews import queries, rules, service
from huddle.reviews.forms import AnswerForm
from huddle.reviews.routes import bp
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import GROUND_RULES, PROMPTS, QUESTIONS, QUESTIONS_OF, Question
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review, ReviewAnswer

QUESTION = f"<any({','.join(Question)}):name>"


@bp.get("/<uuid:review_id>/ground-rules")
@access.unit_staff
@access.stays_open
def ground_rules(unit_id: UUID, review_id: UUID) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    return render_template(
        "reviews/ground_rules.html",
        unit_id=unit_id,
        review=review,
        ground_rules=GROUND_RULES,
        first=QUESTIONS_OF[review.format][0],
    )


@bp.get(f"/<uuid:review_id>/questions/{QUESTION}")
@access.unit_staff
@access.stays_open
def question(unit_id: UUID, review_id: UUID, name: str) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    stored = _stored(review_id, name)
    form = AnswerForm.about(f"{review_id}:{name}", version=stored.version, data={"text": stored.text})
    return _page(review, Question(name), form)


def _stored(review_id: UUID, name: str) -> ReviewAnswer:
    """The answer to that question. Raises NotFound when the format of this review does not ask it."""
    found = queries.answers(review_id).get(Question(name))
    if found is None:
        raise NotFound
    return found


def _page(review: Review, asked: Question, form: AnswerForm) -> str:
    before, after = rules.neighbours(review.format, asked)
    return render_template(
        "reviews/question.html",
        unit_id=review.unit_id,
        review=review,
        form=form,
        asked=asked,
        heading=QUESTIONS[asked],
        prompt=PROMPTS[asked],
        step=QUESTIONS_OF[review.format].index(asked) + 1,
        steps=len(QUESTIONS_OF[review.format]),
        before=before,
        after=after,
        limit=rules.ANSWER_LIMIT,
        hints=hints_for(review.unit_id, {"text": form.text.data})["text"],
    )


@bp.post(f"/<uuid:review_id>/questions/{QUESTION}")
@access.unit_staff
@access.stays_open
def answer(unit_id: UUID, review_id: UUID, name: str) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    asked, stored = Question(name), _stored(review_id, name)
    if stored.changed_at is not None:
        who = units.names({stored.changed_by})[stored.changed_by]
        stored.last_change_text = f"{who}, {moment_text(stored.changed_at, now(), zone_here())}"
    form = AnswerForm.about(f"{review_id}:{name}", version=stored.version)
    return submit(
        form,
        page=lambda: _page(review, asked, form),
        target=stored,
        save=lambda: service.answer(review, asked, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: _where_next(review, asked),
    )


def _where_next(review: Review, asked: Question) -> str:
    before, after = rules.neighbours(review.format, asked)
    wanted = before if request.form.get("go") == "back" else after
    if wanted is None:
        return url_for(".show", unit_id=review.unit_id, review_id=review.id)
    return url_for(".question", unit_id=review.unit_id, review_id=review.id, name=wanted.value)
