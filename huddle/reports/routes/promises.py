"""The page that tells a unit how it follows through; the same for everybody who may read it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from huddle.reports.queries import promises as queries
from huddle.reports.routes import bp
from huddle.reports.rules.promise_catalogue import CATALOGUE, GROUPS
from huddle.reports.rules.promises import STAND_LABELS
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.sources import known_ids


@bp.get("/action-items/measures")
@access.unit_reader
def promises(unit_id: UUID) -> str:
    """F1 as a chart of months, the grid of strength and state, F2 to F9, and what stands beside them."""
    limits, actor = request.args.get("charts") == "limits", current_actor()
    works_here = actor.works_on(unit_id)
    shown = None if works_here else known_ids("review", actor)
    return render_template(
        "reports/promises.html",
        unit_id=unit_id,
        found=queries.promises_of(unit_id, now(), shown=shown, limits=limits),
        beside=queries.beside(unit_id, now()),
        catalogue=CATALOGUE,
        groups=GROUPS,
        stands=list(STAND_LABELS.values()),
        limits=limits,
        works_here=works_here,
        leads=actor.leads(unit_id),
        reads_all=actor.org_role is not None and not actor.is_admin,
    )
