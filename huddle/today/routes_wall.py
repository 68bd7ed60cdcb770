"""The screen on the wall: a device of the unit on which nobody signs in; no names, no beds, no words of anybody."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint

from huddle.huddles import queries as huddles
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import now
from huddle.web.htmx import page_or_partial

bp = Blueprint("wall", __name__, url_prefix="/units/<uuid:unit_id>/wall")


@bp.get("")
@access.unit_wall
@access.passive
def show(unit_id: UUID) -> str:
    return page_or_partial(
        "today/wall.html",
        "today/_wall.html",
        unit=units.facts(unit_id),
        huddle=huddles.now_for_board(unit_id, now()),
    )
