"""Autosave: what is being typed into a long form goes to the server as its author's draft."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response

from huddle.core.dates import clock_text
from huddle.core.errors import RuleBroken
from huddle.web import access
from huddle.web.context import actor_id, device_id, now, zone_here
from huddle.web.envelope import open_sealed
from huddle.web.writes import OPERATION_HEADER, OthersForm, is_script, keep_as_draft

bp = Blueprint("drafts", __name__)


@bp.post("/drafts")
@access.signed_in
def save() -> Response:
    """Store the fields of one form as a draft. The same draft sent twice is stored once, the newest wins."""
    envelope = open_sealed(request.form.get("_envelope", ""))
    try:
        operation_id = UUID(request.form.get("_op", ""))
    except ValueError:
        raise RuleBroken("This form is not complete. Open it again.") from None
    if envelope is None:
        raise RuleBroken("This page was open for a long time. Send it, or copy your text and open it again.")
    if (envelope.actor_id, envelope.device_id) != (actor_id(), device_id()):
        keep_as_draft(envelope)
        raise OthersForm("Somebody else is signed in now. The text is kept for the person who started it.", [])
    keep_as_draft(envelope)
    if is_script():
        response: Response = make_response(jsonify(saved_at=clock_text(now(), zone_here()), location=None))
    else:
        response = redirect("/", 303)
    response.headers[OPERATION_HEADER] = str(operation_id)
    return response
