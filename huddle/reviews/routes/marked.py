"""Reviews of any unit whose list somebody is on, or which they lead from outside: the way in for who works on none."""

from __future__ import annotations

from flask import Blueprint, render_template

from huddle.core.reading import together
from huddle.reviews import queries
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor

bp = Blueprint("marked", __name__, url_prefix="/reviews")


@bp.get("")
@access.signed_in
def mine() -> str:
    me = current_actor()
    found, led = queries.marked_for(me), together(queries.ask_led_outside(me.person_id))[0]
    wanted = list({review.unit_id for review in found} | {unit_id for unit_id, _id, _title in led})
    names = {unit.id: unit.name for unit in units.facts_of(wanted)} if wanted else {}
    return render_template("reviews/marked.html", reviews=found, led=led, unit_names=names)
