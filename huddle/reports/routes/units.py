"""Follow-through of all units for quality leads and executives: no ranking, each unit against its own past."""

from __future__ import annotations

from flask import Blueprint, render_template

from huddle.reports import policy
from huddle.reports.queries.everywhere import everywhere
from huddle.reports.rules.promise_catalogue import CATALOGUE
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.sources import known_ids

bp = Blueprint("figures", __name__, url_prefix="/follow-through")


@bp.get("")
@access.signed_in
def units() -> str:
    """F1 of all units together as a chart, then unit by unit in the order of their names."""
    actor = current_actor()
    policy.can_read_all(actor).require()
    found = everywhere(now(), shown=known_ids("review", actor))
    return render_template("reports/units.html", found=found, measure=CATALOGUE["F1"])
