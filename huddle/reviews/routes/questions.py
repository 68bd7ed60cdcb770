"""The ground rules, and one question a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.core.dates import moment_text
from huddle.core.errors import NotFound
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms import AnswerForm
from huddle.reviews.routes import bp
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import BESIDE, PROMPTS, QUESTIONS, QUESTIONS_OF, Question
from huddle.reviews.rules.following import TALKED_OVER
from huddle.reviews.rules.story import ELEMENT_LABELS, POLARITY_WORDS, Element
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review, ReviewAnswer

QUESTION = f"<any({','.join(Question)}):name>"


@bp.get("/<uuid:review_id>/ground-rules")
@access.unit_or_named
@access.stays_open
def ground_rules(unit_id: UUID, review_id: UUID) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    policy.can_edit(current_actor(), review).require()
    return render_template(
        "reviews/ground_rules.html",
        unit_id=unit_id,
        review=review,
        ground_rules=rules.ground_rules(review.confidentiality),
        first=QUESTIONS_OF[review.format][0],
    )


@bp.get(f"/<uuid:review_id>/questions/{QUESTION}")
@access.unit_or_named
@access.stays_open
def question(unit_id: UUID, review_id: UUID, name: str) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    policy.can_edit(current_actor(), review).require()
    stored = _stored(review_id, name)
    form = AnswerForm.about(
        f"{review_id}:{name}", version=stored.version, data={"text": stored.text, "aside": stored.aside}
    )
    return _page(review, Question(name), form.fit(Question(name)))


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
        **_told_with_it(review, asked),
        hints=hints_for(review.unit_id, {"text": form.text.data})["text"],
    )


def _told_with_it(review: Review, asked: Question) -> dict[str, Any]:
    """The timeline beside what happened, the parts of the work beside why, and where to go when all is asked."""
    is_talked_over = review.format in TALKED_OVER
    factors = queries.factors(review.id) if asked is Question.WHY else {}
    return {
        "is_talked_over": is_talked_over,
        "has_timeline": is_talked_over and asked is Question.HAPPENED,
        "moments": queries.timeline(review, zone_here()) if asked is Question.HAPPENED else (),
        "factors": [
            (element, ELEMENT_LABELS[element], POLARITY_WORDS[row.polarity] if row.polarity else "")
            for element, row in factors.items()
        ],
    }


@bp.post(f"/<uuid:review_id>/questions/{QUESTION}")
@access.unit_or_named
@access.stays_open
def answer(unit_id: UUID, review_id: UUID, name: str) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    asked, stored = Question(name), _stored(review_id, name)
    if stored.changed_at is not None:
        who = units.names({stored.changed_by})[stored.changed_by]
        stored.last_change_text = f"{who}, {moment_text(stored.changed_at, now(), zone_here())}"
    form = AnswerForm.about(f"{review_id}:{name}", version=stored.version).fit(asked)
    return submit(
        form,
        page=lambda: _page(review, asked, form),
        target=stored,
        save=lambda: _save(review, asked, form),
        to=lambda _: _where_next(review, asked),
    )


def _save(review: Review, asked: Question, form: AnswerForm) -> None:
    """The answer, and the row of the timeline that was typed beside it."""
    aside = form.aside.data or "" if asked in BESIDE else None
    service.answer(review, asked, text=form.text.data or "", aside=aside, actor=current_actor(), now=now())
    if row := form.moment():
        service.add_moment(review, **row, actor=current_actor(), now=now())


def _here(review: Review) -> dict[str, Any]:
    return {"unit_id": review.unit_id, "review_id": review.id}


def _where_next(review: Review, asked: Question) -> str:
    """One page on or back; to one part of the work; or here again, when a row was added."""
    go, here = request.form.get("go", ""), _here(review)
    if go in set(Element):
        return url_for(".factor", **here, element=go)
    before, after = rules.neighbours(review.format, asked)
    wanted = {"back": before, "add": asked}.get(go, after)
    if wanted is None:
        return url_for(".changes" if review.format in TALKED_OVER and go != "back" else ".show", **here)
    return url_for(".question", **here, name=wanted.value)
