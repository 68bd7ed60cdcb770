"""What will change because of a review: action items, or why nothing needs to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.actions.forms import THROWN_AWAY
from huddle.core.dates import local_day
from huddle.reviews import policy, queries, rules, service
from huddle.reviews.forms import NothingNeededForm, ReviewItemForm
from huddle.reviews.routes import bp
from huddle.reviews.routes.page import items_of
from huddle.reviews.routes.protection import protection_of
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules.following import TALKED_OVER
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.forms import WriteForm
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review


def _here(review: Review) -> str:
    return url_for("reviews.changes", unit_id=review.unit_id, review_id=review.id)


@bp.get("/<uuid:review_id>/changes")
@access.unit_or_named
@access.stays_open
def changes(unit_id: UUID, review_id: UUID) -> str:
    review = queries.get_for(current_actor(), unit_id, review_id)
    rules.require_written(review.status)
    policy.can_edit(current_actor(), review).require()
    return _page(review)


def _page(review: Review, form: WriteForm | None = None) -> str:
    item = form if isinstance(form, ReviewItemForm) else ReviewItemForm.beside(review.id)
    item.offer(units.people(review.unit_id, now()))
    nothing = form if isinstance(form, NothingNeededForm) else None
    return render_template(
        "reviews/changes.html",
        unit_id=review.unit_id,
        review=review,
        form=form,
        item=item,
        nothing=nothing or NothingNeededForm.of(review.id, review.version, review.nothing_needed),
        hints=hints_for(review.unit_id, {"title": item.title.data})["title"],
        is_draft=True,
        is_talked_over=review.format in TALKED_OVER,
        protection=protection_of(review),
        **items_of(review),
    )


@bp.post("/<uuid:review_id>/action-items")
@access.unit_or_named
@access.stays_open
def add_item(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = ReviewItemForm.about(review_id)
    form.offer(units.people(unit_id, now()))
    return submit(
        form,
        page=lambda: _page(review, form),
        save=lambda: None if form.is_passed_by or form.is_thrown_away else _promise(review, form),
        to=lambda _: _onward(review) if request.form.get("go") == "next" else _here(review),
        notice=_said(form),
    )


def _promise(review: Review, form: ReviewItemForm) -> None:
    service.promise(
        review,
        **form.promised(local_day(now(), zone_here())),
        actor=current_actor(),
        now=now(),
    )


def _said(form: ReviewItemForm) -> str:
    if form.is_thrown_away:
        return THROWN_AWAY
    return "" if form.is_passed_by else "The action item is on the unit's list."


def _onward(review: Review) -> str:
    """The next page. Its button sends the form of this one along, so that what is begun here is never left behind."""
    asked = ".company" if review.format in TALKED_OVER else ".show"
    return url_for(asked, unit_id=review.unit_id, review_id=review.id)


@bp.post("/<uuid:review_id>/nothing-needed")
@access.unit_or_named
@access.stays_open
def need_nothing(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = NothingNeededForm.about(review_id, version=review.version)
    return submit(
        form,
        page=lambda: _page(review, form),
        target=review,
        save=lambda: service.need_nothing(
            review, reason=form.nothing_needed.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: _here(review),
    )
