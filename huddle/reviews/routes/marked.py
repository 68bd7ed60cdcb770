"""The marked reviews of any unit whose list somebody is on: the way in for who works on none."""

from __future__ import annotations

from flask import Blueprint, render_template

from huddle.reviews import queries
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor

bp = Blueprint("marked", __name__, url_prefix="/reviews")


@bp.get("")
@access.signed_in
def mine() -> str:
    found = queries.marked_for(current_actor())
    names = {unit.id: unit.name for unit in units.facts_of(list({review.unit_id for review in found}))} if found else {}
    return render_template("reviews/marked.html", reviews=found, unit_names=names)
