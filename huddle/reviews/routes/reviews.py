"""The list, a new review, one review, a finished sample, what belongs elsewhere, later notes."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from huddle.core.dates import local_day
from huddle.core.errors import NotFound
from huddle.core.reading import together
from huddle.huddles.rules import NOT_HELD_LABELS
from huddle.reviews import policy, queries, service
from huddle.reviews.forms import NoteForm, StartReviewForm
from huddle.reviews.routes import bp, debrief_page
from huddle.reviews.routes.page import show_page
from huddle.reviews.routes.wording import hints_for
from huddle.reviews.rules import FORMAT_LABELS, ReviewFormat, ReviewStatus, ReviewTrigger
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.htmx import page_or_partial
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review


@bp.get("")
@access.unit_or_named
def index(unit_id: UUID) -> str:
    """What the unit learned. The quality role sees the published ones, and of the others nothing."""
    require_look(unit_id)
    published = queries.published(unit_id, reader=current_actor())
    return page_or_partial(
        "reviews/index.html",
        "reviews/_list.html",
        unit_id=unit_id,
        published=published,
        learned=queries.learned(published),
        drafts=queries.drafts_for(current_actor(), unit_id),
        called_off=queries.called_off(current_actor(), unit_id),
        not_held=NOT_HELD_LABELS,
        is_planned=ReviewStatus.SCHEDULED,
        kinds=FORMAT_LABELS,
        due=_due(unit_id),
        works_here=current_actor().works_on(unit_id),
        has_others=any(review.unit_id != unit_id for review in queries.marked_for(current_actor())),
    )


def require_look(unit_id: UUID) -> None:
    """Raises NotFound for whoever may not see what this unit learned."""
    if not policy.can_look(current_actor(), unit_id):
        raise NotFound


def _due(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Those of which this person is asked now whether they changed anything."""
    rows = together(queries.ask_to_follow(unit_id, current_actor(), local_day(now(), zone_here())))[0]
    return [(review_id, title) for place, review_id, title in rows if place == unit_id]


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
        save=lambda: _start(unit_id, form),
        to=lambda review: url_for(
            ".show" if review.planned_for else ".ground_rules", unit_id=unit_id, review_id=review.id
        ),
    )


def _start(unit_id: UUID, form: StartReviewForm) -> Review:
    """Begun and, where that was ticked, marked in one step: nobody else finds it in between."""
    review = service.start(
        unit_id,
        title=form.title.data or "",
        event_on=form.day(),
        format_=ReviewFormat(form.format.data),
        trigger=ReviewTrigger(form.trigger.data),
        about=form.about_event(zone_here()),
        planned_for=form.planned_for(zone_here()),
        actor=current_actor(),
        now=now(),
    )
    if form.is_marked.data:
        service.mark(review, actor=current_actor(), now=now())
    return review


@bp.get("/sample")
@access.unit_staff
def sample(unit_id: UUID) -> str:
    """One that is finished, made up, for people who have never seen one."""
    return render_template("reviews/sample.html", unit_id=unit_id)


@bp.get("/elsewhere")
@access.unit_staff
def elsewhere(unit_id: UUID) -> str:
    """What does not belong in a review. Nothing is stored, not even that somebody was here."""
    organisation = units.organisation()
    route = organisation.elsewhere_route if organisation else ""
    return render_template("reviews/elsewhere.html", unit_id=unit_id, route=route, phones=units.phones(unit_id))


@bp.get("/<uuid:review_id>")
@access.unit_or_named
def show(unit_id: UUID, review_id: UUID) -> str | Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    if debrief_page.is_under_way(review):
        return redirect(debrief_page.address(review), 303)
    return show_page(review)


@bp.post("/<uuid:review_id>/notes")
@access.unit_or_named
def add_note(unit_id: UUID, review_id: UUID) -> Response:
    review = queries.get_for(current_actor(), unit_id, review_id)
    form = NoteForm.about(review_id)
    return submit(
        form,
        page=lambda: show_page(review, form),
        save=lambda: service.add_note(review, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, review_id=review_id),
        notice="Your note stands under the review.",
    )
