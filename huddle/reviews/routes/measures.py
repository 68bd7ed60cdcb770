"""The page that tells a unit how its reviews go; the same for everybody who may read it, in counts alone."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import render_template

from huddle.reviews.queries.measures import measured
from huddle.reviews.routes import bp
from huddle.reviews.rules.measures import GROUPS, lines
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now


@bp.get("/measures")
@access.unit_reader
def measures(unit_id: UUID) -> str:
    """R1 to R8, as far as they can be counted, over the last thirteen whole weeks."""
    over = units.whole_weeks(unit_id, now())
    ends = (over.mondays[0], over.mondays[-1] + timedelta(days=6)) if over.mondays else ()
    return render_template(
        "reviews/measures.html",
        unit_id=unit_id,
        unit=units.facts(unit_id),
        days=[f"{day.day} {day:%b %Y}" for day in ends],
        weeks=len(over.mondays),
        lines=lines(measured(unit_id, over, now())) if over.mondays else {},
        groups=GROUPS,
        works_here=current_actor().works_on(unit_id),
    )
