"""Writing beside an item, and showing that it was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from flask import make_response, request, url_for
from werkzeug.wrappers import Response

from huddle.actions import queries, rules, service
from huddle.actions.forms import CommentForm, EvidenceForm
from huddle.actions.routes import bp
from huddle.actions.routes.show import show_page
from huddle.web import access, uploads
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem

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
        page=lambda: show_page(unit_id, item_id, form.come_back()),
        save=lambda: _add(item, form),
        to=lambda _: url_for(".show", unit_id=unit_id, item_id=item_id, _anchor="evidence"),
        notice="Added.",
    )


def _add(item: ActionItem, form: EvidenceForm) -> None:
    """A link that comes with a picture is a piece of its own."""
    text, url = form.text.data or "", form.url.data or ""
    by: dict[str, Any] = {"actor": current_actor(), "now": now()}
    if form.drawn and url:
        rules.require_room_for_both(queries.count_evidence(item.id))
        service.add_evidence(item, text=text, picture=form.drawn, **by)
        service.add_evidence(item, url=url, **by)
    else:
        service.add_evidence(item, text=text, url=url, picture=form.drawn, **by)


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
