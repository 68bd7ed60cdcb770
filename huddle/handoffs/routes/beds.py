"""Beds of tonight: one tap says "this bed is mine for this shift", and whoever leads gives beds to others."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.beds import queries as beds
from huddle.beds import rules as bed_rules
from huddle.beds import service as bed_service
from huddle.beds.forms import NOBODY, GiveBedForm
from huddle.core.errors import RuleBroken
from huddle.handoffs import queries
from huddle.handoffs.queries.mine import beds_in_use
from huddle.handoffs.routes.blueprint import bp
from huddle.units import queries as units
from huddle.units.rules import ShiftRun
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/beds", endpoint="beds")
@access.unit_staff
def beds_of_the_shift(unit_id: UUID) -> str:
    form: GiveBedForm = GiveBedForm.about(unit_id)
    said = (request.args.get("shift", type=UUID), request.args.get("on", ""))
    return _page(unit_id, form, _run(unit_id, said), request.args.get("person", type=UUID))


@bp.post("/beds")
@access.unit_staff
def give_bed(unit_id: UUID) -> Response:
    form: GiveBedForm = GiveBedForm.about(unit_id)
    said, person_id = form.shift_said(), form.person_said()
    return submit(
        form,
        page=lambda: _page(unit_id, form, _run(unit_id, said), person_id),
        save=lambda: _give(unit_id, form),
        to=lambda _: url_for(".beds", unit_id=unit_id, shift=said[0], on=said[1], person=person_id),
    )


def _give(unit_id: UUID, form: GiveBedForm) -> None:
    """A tap on a bed of the person who was chosen gives it back; on any other it becomes theirs."""
    run, person_id = bed_rules.run_named(beds.runs(unit_id, now()), *form.shift_said()), form.person_said()
    seen_with, bed = form.bed_said()
    if person_id is None or bed not in _beds(unit_id, run):
        raise RuleBroken("This bed is not on the list any more. See how the beds stand now, then tap again.")
    bed_service.give(
        unit_id,
        run,
        bed,
        person_id=None if seen_with == person_id else person_id,
        seen_with=seen_with,
        actor=current_actor(),
        now=now(),
    )


def _run(unit_id: UUID, said: tuple[UUID | None, str]) -> ShiftRun | None:
    """The shift that was asked for, or the one in which this person works."""
    found = [run for run in beds.runs(unit_id, now()) if (run.shift_id, run.on.isoformat()) == said]
    return found[0] if found else beds.run_of(unit_id, current_actor().person_id, now())


def _beds(unit_id: UUID, run: ShiftRun) -> list[str]:
    """Those that the unit lists, and those in which somebody lies or that somebody has."""
    in_use = beds_in_use(queries.waiting(unit_id, now()), queries.taken(unit_id, now()))
    given = [row.bed for row in beds.given(unit_id, run, now()).values()]
    return bed_rules.with_others(beds.listed(unit_id), [*in_use, *given])


def _page(unit_id: UUID, form: GiveBedForm, run: ShiftRun | None, person_id: UUID | None) -> str:
    actor = current_actor()
    people = {row.id: row.name for row in units.people(unit_id, now())} if actor.leads(unit_id) else {}
    chosen = person_id if person_id in people else actor.person_id
    given = beds.given(unit_id, run, now()) if run else {}
    if run:
        form.fill_in(run.shift_id, run.on.isoformat(), chosen)
    return render_template(
        "handoffs/beds.html",
        unit_id=unit_id,
        form=form,
        run=run,
        runs=beds.runs(unit_id, now()),
        beds=[(bed, given.get(bed_rules.bed_key(bed))) for bed in _beds(unit_id, run)] if run else [],
        nobody=NOBODY,
        me=actor.person_id,
        chosen=chosen,
        people=people,
        here=units.on_shift(unit_id, now()) | {row.person_id for row in given.values()},
        can_list=actor.manages(unit_id),
    )
