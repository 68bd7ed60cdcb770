"""The screen on the wall: a device of the unit on which nobody signs in; no names, no beds, no words of anybody."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, make_response, request
from werkzeug.wrappers import Response

from huddle.audit import queries as audit
from huddle.core.dates import clock_text
from huddle.today import board, rules
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import now
from huddle.web.htmx import page_or_partial, wants_partial

bp = Blueprint("wall", __name__, url_prefix="/units/<uuid:unit_id>/wall")


@bp.get("")
@access.unit_wall
@access.passive
def show(unit_id: UUID) -> Response:
    """Counts of what the board shows; asked by itself like the board, with 204 when nothing is new."""
    newest = rules.tag(audit.revision(unit_id), now())
    if wants_partial() and request.args.get("since") == newest:
        return make_response("", 204)
    unit = units.facts(unit_id)
    shown = board.make(unit_id, now(), unit.zone)
    page = page_or_partial(
        "today/wall.html",
        "today/_wall.html",
        unit=unit,
        huddle=shown.huddle,
        huddle_is_late=shown.huddle_is_late,
        late=shown.late_count,
        counts=rules.wall_counts(
            late_handoffs=len(shown.late_handoffs),
            waiting=len(shown.waiting),
            watchers=len(shown.watchers),
            concerns=shown.open_concerns,
        ),
        news_tag=newest,
        shown_at=clock_text(now(), unit.zone),
    )
    return make_response(page)
