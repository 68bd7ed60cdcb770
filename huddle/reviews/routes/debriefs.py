"""Something happened: the way to a hot debrief, its page, and the part of it that changes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.audit import queries as audit
from huddle.core.dates import clock_text
from huddle.core.errors import NotFound
from huddle.huddles.rules import NOT_HELD_LABELS
from huddle.reviews import queries
from huddle.reviews.forms.debriefs import DebriefForm
from huddle.reviews.queries import debriefs as held
from huddle.reviews.queries import offers
from huddle.reviews.routes import bp, debrief_page
from huddle.reviews.routes.debrief_page import Stage
from huddle.reviews.rules import ReviewFormat, ReviewStatus
from huddle.reviews.rules.debriefs import NOT_NOW
from huddle.reviews.service import debriefs as service
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here
from huddle.web.qr import qr_svg
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.reviews.models import Review

NOTED = "Thank you. It is not asked again."


@bp.get("/debriefs")
@access.unit_staff
def debriefs(unit_id: UUID) -> str:
    """Start one now, after what was noted or after anything else; go on with one; hold one after all."""
    return _start_page(unit_id, DebriefForm.about(unit_id))


def _start_page(unit_id: UUID, form: DebriefForm) -> str:
    return render_template(
        "reviews/debriefs.html",
        unit_id=unit_id,
        form=form,
        offers=_offered(unit_id),
        begun=held.begun(unit_id, current_actor()),
        not_held=held.not_held(unit_id, current_actor(), now()),
        reasons=NOT_NOW,
        labels=NOT_HELD_LABELS,
    )


def _offered(unit_id: UUID) -> list[tuple[UUID, str]]:
    found = offers.now_offered(unit_id, now())
    return [(one.id, f"{one.words} at {clock_text(one.at, zone_here())}") for one in found]


@bp.app_context_processor
def _after_huddles() -> dict[str, object]:
    return {"debriefs_after": _debriefs_after}


def _debriefs_after(unit_id: UUID, noted: Collection[UUID]) -> tuple[DebriefForm, list[tuple[UUID, str]], Any]:
    """What is offered after these events, which stand on the page of a huddle that has closed."""
    found = [one for one in _offered(unit_id) if one[0] in noted] if noted else []
    return DebriefForm.beside(unit_id), found, NOT_NOW


@bp.post("/debriefs")
@access.unit_staff
def start_debrief(unit_id: UUID) -> Response:
    """Start it, or say why not; from the board too."""
    form: DebriefForm = DebriefForm.about(unit_id)
    return submit(
        form,
        page=lambda: _start_page(unit_id, form),
        save=lambda: _answer(unit_id, form),
        to=_where,
        notice=lambda review: NOTED if review.status is ReviewStatus.NOT_HELD else "",
    )


def _answer(unit_id: UUID, form: DebriefForm) -> Review:
    about: dict[str, Any] = {
        "trigger": form.chosen_trigger,
        "source_id": form.source_id,
        "actor": current_actor(),
        "now": now(),
    }
    if form.reason is None:
        return service.start(unit_id, **about)
    return service.say_why_not_held(unit_id, reason=form.reason, **about)


def _where(review: Review) -> str:
    if review.status is ReviewStatus.NOT_HELD:
        return url_for("today.board", unit_id=review.unit_id)
    return debrief_page.address(review)


@bp.get("/<uuid:review_id>/debrief")
@bp.get(f"/<uuid:review_id>/debrief/<any({','.join(Stage)}):stage>")
@access.unit_or_named
@access.stays_open
def debrief(unit_id: UUID, review_id: UUID, stage: str = "") -> Response:
    """The debrief as it stands, each stage at its own address; once it is shared, the review that the unit reads."""
    review = debrief_of(unit_id, review_id)
    if not debrief_page.is_under_way(review):
        return redirect(url_for(".show", unit_id=unit_id, review_id=review_id), 303)
    if stage != debrief_page.stage(review):
        return redirect(debrief_page.address(review), 303)
    return make_response(debrief_page.whole(review))


def debrief_of(unit_id: UUID, review_id: UUID) -> Review:
    """One that this person may read. Raises NotFound for a review of another format too."""
    review = queries.get_for(current_actor(), unit_id, review_id)
    if review.format is not ReviewFormat.HOT_DEBRIEF:
        raise NotFound
    return review


@bp.get("/<uuid:review_id>/debrief/news")
@access.unit_or_named
@access.passive
def debrief_news(unit_id: UUID, review_id: UUID) -> Response:
    """What changed since `?revision=`: nothing (204), the boxes, or the way to what it has become."""
    review = debrief_of(unit_id, review_id)
    if not debrief_page.is_under_way(review) or debrief_page.stage(review) is not Stage.BOXES:
        response = make_response("", 200)
        response.headers["HX-Redirect"] = debrief_page.address(review)
        return response
    if request.args.get("revision") == str(audit.revision(unit_id)):
        return make_response("", 204)
    return make_response(debrief_page.part(review))


@bp.get("/<uuid:review_id>/debrief/join-code")
@access.unit_or_named
@access.passive
def debrief_join_code(unit_id: UUID, review_id: UUID) -> Response:
    """The address of the debrief, to be opened on one's own phone; who opens it there signs in there."""
    address = url_for(".debrief", unit_id=unit_id, review_id=debrief_of(unit_id, review_id).id, _external=True)
    response = make_response(qr_svg(address))
    response.headers["Content-Type"] = "image/svg+xml"
    return response
