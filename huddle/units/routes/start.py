"""Administration: what is there, and what is missing."""

from __future__ import annotations

from flask import render_template

from huddle.units import overview, queries
from huddle.units.routes import bp
from huddle.web import access


@bp.get("/admin")
@access.admin
def start() -> str:
    return render_template(
        "admin/start.html", counts=overview.counts(), tree=overview.places(), units=queries.facts_of()
    )
