"""The page that tells a unit how its huddles go; the same for everybody who may read it."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request

from huddle.reports import queries
from huddle.reports.routes import bp
from huddle.reports.rules import GROUPS
from huddle.web import access
from huddle.web.context import current_actor, now


@bp.get("/huddles/measures")
@access.unit_reader
def huddles(unit_id: UUID) -> str:
    """The run chart of huddles held, and the measures U1 to U13 in counts and words."""
    limits = request.args.get("charts") == "limits"
    report = queries.huddles(unit_id, now(), limits=limits)
    return render_template(
        "reports/huddles.html",
        unit_id=unit_id,
        report=report,
        limits=limits,
        leads=current_actor().leads(unit_id),
        days=[f"{day.day} {day:%b %Y}" for day in report.days or ()],
        groups=GROUPS,
        works_here=current_actor().works_on(unit_id),
    )
