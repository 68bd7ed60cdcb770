"""A nurse's own sheet of paper: their patients and the hours of their shift, to print, fold and write on."""

from __future__ import annotations

from uuid import UUID

from flask import render_template

from huddle.beds import queries as beds
from huddle.core.transaction import transaction
from huddle.handoffs.queries import paper as queries
from huddle.handoffs.routes.blueprint import bp
from huddle.handoffs.rules import SEVERITY_LABELS
from huddle.handoffs.rules.paper import sheets
from huddle.handoffs.service.printing import note_printed
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now


@bp.get("/paper")
@access.unit_staff
def paper(unit_id: UUID) -> str:
    """It shows nobody's patients but those of whoever opens it, and opening it is recorded: it leaves Huddle."""
    unit, actor = units.facts(unit_id), current_actor()
    run = beds.run_of(unit_id, actor.person_id, now())
    brain = queries.brain(unit_id, run, actor, now(), unit.zone)
    if brain.ids:
        with transaction():
            note_printed(unit_id, brain.ids, actor=actor, now=now())
    return render_template(
        "handoffs/paper.html",
        unit_id=unit_id,
        unit=unit,
        run=run,
        actor=actor,
        sheets=sheets(brain.cards),
        labels=SEVERITY_LABELS,
        now=now(),
    )
