"""The page that tells a unit how its handoffs go; the same for everybody who may read it, and without a patient."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import render_template, request

from huddle.chart_notes import queries as chart_notes
from huddle.core.dates import Period
from huddle.handoffs import queries
from huddle.handoffs.routes.blueprint import bp
from huddle.handoffs.rules import figures
from huddle.handoffs.rules.catalogue import GROUPS
from huddle.handoffs.rules.measures import open_for
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now


@bp.get("/measures")
@access.unit_reader
def measures(unit_id: UUID) -> str:
    """H1 to H10 over the last thirteen whole weeks, in counts and words, and the weeks of five of them."""
    counted, limits = queries.measured(unit_id, now()), request.args.get("charts") == "limits"
    return render_template(
        "handoffs/measures.html",
        unit_id=unit_id,
        unit=units.facts(unit_id),
        days=_days(counted.over),
        weeks=len(counted.over.mondays),
        lines=figures.lines(counted),
        charts=chart_notes.noted(unit_id, figures.charts(counted), limits=limits),
        limits=limits,
        open_for=open_for(counted.told),
        groups=GROUPS,
        works_here=current_actor().works_on(unit_id),
        leads=current_actor().leads(unit_id),
    )


def _days(over: Period) -> list[str]:
    """The first and the last day that count, as people read them; nothing without one whole week."""
    if not over.mondays:
        return []
    return [f"{day.day} {day:%b %Y}" for day in (over.mondays[0], over.mondays[-1] + timedelta(days=6))]
