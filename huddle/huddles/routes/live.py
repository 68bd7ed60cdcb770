"""The huddle itself: its page, the part of it that changes, who leads it, its sheet, and its end."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from huddle.audit import queries as audit
from huddle.huddles import queries, service
from huddle.huddles.forms import CloseHuddleForm, LeaderForm
from huddle.huddles.routes import page
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.routes.sharing import names
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.qr import qr_svg
from huddle.web.writes import submit


@bp.get("/<uuid:huddle_id>")
@access.unit_staff
@access.stays_open
def show(unit_id: UUID, huddle_id: UUID) -> str:
    """The live page; once closed, the summary for those who come late."""
    return page.whole(unit_id, huddle_id)


@bp.get("/<uuid:huddle_id>/news")
@access.unit_staff
@access.passive
def news(unit_id: UUID, huddle_id: UUID) -> Response:
    """What changed since `?revision=`: nothing (204), the changing part, or the way to the summary."""
    huddle = queries.get(unit_id, huddle_id)
    if huddle.closed_at is not None:
        response = make_response("", 200)
        response.headers["HX-Redirect"] = url_for(".show", unit_id=unit_id, huddle_id=huddle_id)
        return response
    if request.args.get("revision") == str(audit.revision(unit_id)):
        return make_response("", 204)
    return make_response(page.part(unit_id, huddle_id))


@bp.get("/<uuid:huddle_id>/summary")
@access.unit_staff
@access.stays_open
def summary(unit_id: UUID, huddle_id: UUID) -> str:
    """For those who come late: what was decided so far, or in the whole huddle."""
    return page.render("summary.html", queries.get(unit_id, huddle_id))


@bp.get("/<uuid:huddle_id>/sheet")
@access.unit_staff
def sheet(unit_id: UUID, huddle_id: UUID) -> str:
    """The same on one page of paper."""
    return page.render("sheet.html", queries.get(unit_id, huddle_id))


@bp.get("/<uuid:huddle_id>/join-code")
@access.unit_staff
@access.passive
def join_code(unit_id: UUID, huddle_id: UUID) -> Response:
    """The address of the huddle, to be opened on one's own phone; who opens it there signs in there."""
    huddle = queries.get(unit_id, huddle_id)
    address = url_for(".show", unit_id=unit_id, huddle_id=huddle.id, _external=True)
    response = make_response(qr_svg(address))
    response.headers["Content-Type"] = "image/svg+xml"
    return response


@bp.post("/<uuid:huddle_id>/leader")
@access.unit_staff
@access.stays_open
def lead(unit_id: UUID, huddle_id: UUID) -> Response:
    """Somebody else leads this one, in one tap."""
    huddle = queries.get(unit_id, huddle_id)
    form = LeaderForm.about(huddle_id)
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.lead(huddle, leader_id=UUID(form.leader.data), actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, huddle_id=huddle_id),
    )


@bp.post("/<uuid:huddle_id>/closing")
@access.unit_staff
@access.stays_open
def close(unit_id: UUID, huddle_id: UUID) -> Response:
    huddle = queries.get(unit_id, huddle_id)
    form = CloseHuddleForm.about(huddle_id)
    form.offer(names(unit_id))
    return submit(
        form,
        page=lambda: page.whole(unit_id, huddle_id, form),
        save=lambda: service.close(
            huddle,
            next_leader_id=UUID(form.next_leader.data) if form.next_leader.data else None,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".show", unit_id=unit_id, huddle_id=huddle_id, _anchor="summary"),
        notice="The huddle is closed. Thank you, everybody.",
    )
