"""From a planned review to one that is closed: each step is one button on its page; and who leads the talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import RuleBroken
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms import (
    AssignForm,
    CallOffForm,
    EffectForm,
    EndTalkForm,
    OpenForm,
    PublishForm,
    ReviewItemForm,
)
from huddle.reviews.routes import bp
from huddle.reviews.routes.outside import found_outside
from huddle.reviews.routes.page import show_page
from huddle.reviews.rules import Effect
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.forms import WriteForm
from huddle.web.writes import same_answer, submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review


def _step(
    review: Review, form: WriteForm, save: Callable[[], object], notice: str = "", *, target: Review | None = None
) -> Response:
    """One step of a review, which leads back to its page. `target` where it depends on how the review stands."""
    return submit(
        form,
        page=lambda: show_page(review, form),
        save=save,
        target=target,
        to=lambda _: url_for("reviews.show", unit_id=review.unit_id, review_id=review.id),
        notice=notice,
    )


@bp.post("/<uuid:review_id>/opening")
@access.unit_or_named
def open_talk(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = OpenForm.about(review_id)
    return _step(review, form, lambda: service.open_talk(review, actor=current_actor(), now=now()))


@bp.post("/<uuid:review_id>/end-of-talk")
@access.unit_or_named
def end_talk(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = EndTalkForm.about(review_id)
    return _step(
        review,
        form,
        lambda: service.end_talk(review, wellbeing=form.chosen(), actor=current_actor(), now=now()),
        notice="Thank everybody. What is missing can be written up now.",
    )


@bp.post("/<uuid:review_id>/cancellation")
@access.unit_or_named
def call_off(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = CallOffForm.about(review_id, version=review.version)
    return _step(
        review,
        form,
        lambda: service.call_off(review, reason=form.chosen(), actor=current_actor(), now=now()),
        target=review,
    )


@bp.post("/<uuid:review_id>/publication")
@access.unit_or_named
def publish(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = PublishForm.about(review_id)
    shown_to = rules.SHOWN_TO[review.confidentiality].capitalize()
    return _step(review, form, lambda: _publish(review, form), notice=f"Published. {shown_to} can read it now.")


def _publish(review: Review, form: PublishForm) -> None:
    if ReviewItemForm.beside(review.id).is_begun:
        raise RuleBroken(
            "You began an action item that is not added yet. Under “What will change”, add it or throw it away. "
            "Then publish."
        )
    service.publish(review, effect_in=int(form.effect_in.data), actor=current_actor(), now=now())


@bp.post("/<uuid:review_id>/effect")
@access.unit_or_named
def tell_effect(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = EffectForm.about(review_id)
    return _step(
        review,
        form,
        lambda: service.tell_effect(review, effect=form.chosen(), actor=current_actor(), now=now()),
        notice="It comes up again in 30 days." if form.effect.data == Effect.TOO_EARLY else "",
    )


@bp.get("/<uuid:review_id>/assignment")
@access.unit_or_named
def assignment(unit_id: UUID, review_id: UUID) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    policy.can_assign(current_actor(), review).require()
    data = {"facilitator_id": str(review.facilitator_id), "scribe_id": str(review.scribe_id or "")}
    return _assignment_page(
        review, _assign_form(review, AssignForm.about(review_id, version=review.version, data=data))
    )


def _assign_form(review: Review, form: AssignForm) -> AssignForm:
    leads, people = review.facilitator_id, queries.can_lead(review.unit_id, now())
    name = units.names({leads})[leads]
    form.offer(people, (leads, f"{name}, from outside" if review.facilitator_external else name))
    return form


def _assignment_page(review: Review, form: AssignForm) -> str:
    is_marked = policy.is_marked(review)
    return render_template(
        "reviews/assignment.html", unit_id=review.unit_id, review=review, is_marked=is_marked, form=form
    )


@bp.post("/<uuid:review_id>/assignment")
@access.unit_or_named
def assign(unit_id: UUID, review_id: UUID) -> Response:
    if again := same_answer(AssignForm.about(review_id)):
        return again
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = _assign_form(review, AssignForm.about(review_id, version=review.version))
    return submit(
        form,
        page=lambda: _assignment_page(review, form),
        target=review,
        save=lambda: _assign(review, form),
        to=lambda may_read: (
            url_for(".show", unit_id=unit_id, review_id=review_id) if may_read else url_for("accounts.home")
        ),
    )


def _assign(review: Review, form: AssignForm) -> bool:
    """Whether whoever chose them can still read the review."""
    outside = found_outside(form.outside.data or "")
    service.assign(
        review,
        facilitator_id=outside or UUID(form.facilitator_id.data),
        scribe_id=UUID(form.scribe_id.data) if form.scribe_id.data else None,
        outside=outside is not None,
        actor=current_actor(),
        now=now(),
    )
    return bool(policy.can_read(current_actor(), review))
