"""Autosave: what is being typed into a long form goes to the server as its author's draft."""

from __future__ import annotations

from flask import Blueprint, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response

from huddle.core.dates import clock_text
from huddle.core.errors import RuleBroken
from huddle.web import access
from huddle.web.context import actor_id, now, zone_here
from huddle.web.envelope import open_draft
from huddle.web.forms import WriteForm
from huddle.web.writes import OPERATION_HEADER, OthersForm, is_script, keep_as_draft, operation_id_sent

bp = Blueprint("drafts", __name__)


def _holds_open() -> bool:
    """Whether this is of a form during which the tablet does not lock; the seal says which form it is, and whose."""
    envelope = open_draft(request.form.get("_envelope", ""))
    return envelope is not None and envelope.actor_id == actor_id() and envelope.form in WriteForm.holding


@bp.post("/drafts")
@access.signed_in
@access.stays_open_if(_holds_open)
def save() -> Response:
    """Store the fields of one form as a draft. The same draft sent twice is stored once, the newest wins."""
    operation_id = operation_id_sent()
    envelope = open_draft(request.form.get("_envelope", ""))
    if envelope is None:
        raise RuleBroken("This form was opened too long ago, or elsewhere. Copy your text and open it again.")
    kept = keep_as_draft(envelope)
    if envelope.actor_id != actor_id():
        words = " The text is kept for the person who started it." if kept else ""
        raise OthersForm(f"Somebody else is signed in now.{words}", [])
    if not kept:
        raise RuleBroken("This form is sent already, so what was typed since is no draft. Send it once more.")
    if is_script():
        response: Response = make_response(jsonify(saved_at=clock_text(now(), zone_here()), location=None))
    else:
        response = redirect("/", 303)
    response.headers[OPERATION_HEADER] = str(operation_id)
    return response
