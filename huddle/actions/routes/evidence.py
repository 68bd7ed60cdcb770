"""Writing beside an item, and showing that it was done."""

from __future__ import annotations

from uuid import UUID

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from huddle.actions import queries, service
from huddle.actions.forms import CommentForm, EvidenceForm
from huddle.actions.routes import bp
from huddle.actions.routes.show import show_page
from huddle.web import access, uploads
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

UPLOAD_LIMIT = 16 * 1024 * 1024
"""More than a picture may have, so that one that is too large is refused in words and with the text."""


@bp.post("/<uuid:item_id>/comments")
@access.unit_staff
def comment(unit_id: UUID, item_id: UUID) -> Response:
    form, item = CommentForm.about(item_id), queries.get(unit_id, item_id)
    return submit(
        form,
        page=lambda: show_page(unit_id, item_id, form),
        save=lambda: service.comment(item, text=form.text.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".show", unit_id=unit_id, item_id=item_id, _anchor="comments"),
    )


@bp.post("/<uuid:item_id>/evidence")
@access.unit_staff
@uploads.up_to(UPLOAD_LIMIT)
def add_evidence(unit_id: UUID, item_id: UUID) -> Response:
    form, item = EvidenceForm.about(item_id), queries.get(unit_id, item_id)
    form.take(request.files.get("picture"))
    return submit(
        form,
        page=lambda: show_page(unit_id, item_id, form),
        save=lambda: service.add_evidence(
            item,
            text=form.text.data or "",
            url=form.url.data or "",
            picture=form.drawn,
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".show", unit_id=unit_id, item_id=item_id, _anchor="evidence"),
        notice="Added.",
    )


@bp.get("/<uuid:item_id>/evidence/<uuid:evidence_id>/picture")
@access.unit_staff
def picture(unit_id: UUID, item_id: UUID, evidence_id: UUID) -> Response:
    """One picture and nothing else: whatever it may hold, a browser makes no page of it."""
    content, media_type = queries.picture(unit_id, item_id, evidence_id)
    response = make_response(content)
    response.headers["Content-Type"] = media_type
    response.headers["Content-Disposition"] = f'inline; filename="evidence-{evidence_id}.jpg"'
    # Stands beside the policy of every answer; a browser keeps to both.
    response.headers["Content-Security-Policy"] = "sandbox"
    return response
