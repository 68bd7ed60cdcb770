"""The list, a new review, one review with its action items, publishing, later notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind, due_tag
from huddle.core.dates import local_day
from huddle.core.errors import RuleBroken
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms import NoteForm, PublishForm, ReviewItemForm, StartReviewForm
from huddle.reviews.routes import bp
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import PLENTY_OF_ITEMS, QUESTIONS, Question
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.htmx import page_or_partial
from huddle.web.wording import Hints
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review


@bp.get("")
@access.unit_staff
def index(unit_id: UUID) -> str:
    published = queries.published(unit_id, reader=current_actor())
    return page_or_partial(
        "reviews/index.html",
        "reviews/_list.html",
        unit_id=unit_id,
        published=published,
        learned=queries.learned(published),
        drafts=queries.drafts_for(current_actor(), unit_id),
    )


@bp.get("/new")
@access.unit_staff
def new(unit_id: UUID) -> str:
    today = local_day(now(), zone_here())
    return _new_page(unit_id, StartReviewForm.about(unit_id, data={"event_on": today}))


def _new_page(unit_id: UUID, form: StartReviewForm) -> str:
    found = hints_for(unit_id, {"title": form.title.data})
    return render_template("reviews/new.html", unit_id=unit_id, form=form, hints=found["title"])


@bp.post("")
@access.unit_staff
def create(unit_id: UUID) -> Response:
    form = StartReviewForm.about(unit_id)
    return submit(
        form,
        page=lambda: _new_page(unit_id, form),
        save=lambda: service.start(
            unit_id,
            title=form.title.data or "",
            event_on=form.event_on.data,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda review: url_for(".ground_rules", unit_id=unit_id, review_id=review.id),
    )


@bp.get("/<uuid:review_id>")
@access.unit_staff
def show(unit_id: UUID, review_id: UUID) -> str:
    return _show_page(queries.get_for(current_actor(), unit_id, review_id))


def _show_page(review: Review, form: WriteForm | None = None) -> str:
    """One review; `form` is the one that was refused, if any."""
    answers = queries.answers(review.id)
    items = actions.for_source(SourceKind.REVIEW, review.id)
    texts = {question: answer.text for question, answer in answers.items()}
    is_draft = review.status in rules.WRITTEN
    forms = _forms(review, form)
    return render_template(
        "reviews/show.html",
        unit_id=review.unit_id,
        review=review,
        is_draft=is_draft,
        form=form,
        forms=forms,
        hints=_hints(review, texts, forms),
        texts=texts,
        missing=rules.unanswered(texts),
        questions={question: QUESTIONS[question] for question in answers},
        items=items,
        plenty=len(items) >= PLENTY_OF_ITEMS,
        due_tag=lambda item: due_tag(item.due_on, local_day(now(), zone_here())),
        names=units.names({item.owner_id for item in items}),
        notes=queries.notes(review.id),
        can_edit=policy.can_edit(current_actor(), review),
    )


def _hints(review: Review, texts: dict[Question, str], forms: dict[str, WriteForm]) -> dict[str, Hints]:
    """The advice for what stands in the forms, and for the answers while they can still be changed."""
    words = {"item": forms["item"]["title"].data, "note": forms["note"]["text"].data}
    if review.status in rules.WRITTEN:
        words |= {question.value: text for question, text in texts.items()}
    return hints_for(review.unit_id, words)


def _forms(review: Review, refused: WriteForm | None) -> dict[str, WriteForm]:
    item_form = ReviewItemForm.beside(review.id)
    item_form.offer(units.people(review.unit_id, now()))
    forms: dict[str, WriteForm] = {
        "item": item_form,
        "publish": PublishForm.beside(review.id),
        "note": NoteForm.beside(review.id),
    }
    return {name: refused if type(refused) is type(form) else form for name, form in forms.items()}


@bp.post("/<uuid:review_id>/action-items")
@access.unit_staff
def add_item(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = ReviewItemForm.about(review_id)
    form.offer(units.people(unit_id, now()))
    return submit(
        form,
        page=lambda: _show_page(review, form),
        save=lambda: service.promise(
            review,
            title=form.title.data or "",
            owner_id=form.chosen_owner,
            due_on=form.due_day(local_day(now(), zone_here())),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".show", unit_id=unit_id, review_id=review_id),
        notice="The action item is on the unit's list.",
    )


@bp.post("/<uuid:review_id>/publication")
@access.unit_staff
def publish(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = PublishForm.about(review_id)
    return submit(
        form,
        page=lambda: _show_page(review, form),
        save=lambda: _publish(review),
        to=lambda _: url_for(".show", unit_id=unit_id, review_id=review_id),
        notice="Published. Everybody on the unit can read it now.",
    )


def _publish(review: Any) -> None:
    if ReviewItemForm.beside(review.id).title.data:
        raise RuleBroken("You began an action item that is not added yet. Add it, or clear its words, then publish.")
    service.publish(review, actor=current_actor(), now=now())


@bp.post("/<uuid:review_id>/notes")
@access.unit_staff
def add_note(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = NoteForm.about(review_id)
    return submit(
        form,
        page=lambda: _show_page(review, form),
        save=lambda: service.add_note(review, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, review_id=review_id),
        notice="Your note stands under the review.",
    )
