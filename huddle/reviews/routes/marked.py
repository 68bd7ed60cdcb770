"""Reviews of any unit whose list somebody is on, or which they lead from outside: the way in for who works on none."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template

from huddle.core.dates import local_day
from huddle.core.reading import together
from huddle.reviews import queries
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now, zone_here

bp = Blueprint("marked", __name__, url_prefix="/reviews")


@bp.app_context_processor
def _on_first_page() -> dict[str, object]:
    return {"reviews_for_me": _for_me}


def _for_me() -> list[tuple[UUID, UUID, str, str]]:
    """What waits on the first page of people who have no board: unit_id, id, title, note."""
    me = current_actor()
    led, to_follow = together(
        queries.ask_led_outside(me.person_id), queries.ask_to_follow(None, me, local_day(now(), zone_here()))
    )
    return [
        *((*row, "You lead this review from outside the unit") for row in led),
        *((*row, "Did it change anything?") for row in to_follow),
    ]


@bp.get("")
@access.signed_in
def mine() -> str:
    me = current_actor()
    found, led = queries.marked_for(me), together(queries.ask_led_outside(me.person_id))[0]
    wanted = list({review.unit_id for review in found} | {unit_id for unit_id, _id, _title in led})
    names = {unit.id: unit.name for unit in units.facts_of(wanted)} if wanted else {}
    return render_template("reviews/marked.html", reviews=found, led=led, unit_names=names)
