"""What the unit asks in its huddles: one page for each kind, to be changed by those who lead it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import RuleBroken
from huddle.huddles import rules, service
from huddle.huddles.forms import TemplateForm
from huddle.huddles.queries import templates
from huddle.huddles.routes.blueprint import bp
from huddle.huddles.rules import DEFAULTS, KIND_LABELS, KIND_NOTES, QUESTIONS, STEP_LABELS, HuddleKind, Step, StepPlan
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

ADDRESS = f"/templates/<any({', '.join(HuddleKind)}):huddle_kind>"


@bp.get(ADDRESS)
@access.unit_shape
def template(unit_id: UUID, huddle_kind: str) -> str:
    return _page(unit_id, HuddleKind(huddle_kind), None)


def _stored(unit_id: UUID, kind: HuddleKind) -> tuple[int, rules.Plan, dict[str, Any]]:
    found = templates.newest(unit_id, kind)
    if found is None:
        return 0, DEFAULTS[kind], {"names_on": False, "needed": []}
    return found.number, found.plan, {"names_on": found.names_on, "needed": list(found.needed)}


def _form(unit_id: UUID, kind: HuddleKind) -> TemplateForm:
    number, plan, more = _stored(unit_id, kind)
    lines = [{"step": line.step, "on": line.on, "minutes": line.minutes, "question": line.question} for line in plan]
    data = {"begun_on": str(number), "steps": lines, **more}
    form: TemplateForm = TemplateForm.about(f"{unit_id}-{kind}", data=data)
    return form


def _page(unit_id: UUID, kind: HuddleKind, failed: TemplateForm | None) -> str:
    number, plan, _more = _stored(unit_id, kind)
    form = failed or _form(unit_id, kind)
    if failed is not None and failed.form_errors:
        failed.begun_on.data = str(number)
    return render_template(
        "huddles/template.html",
        unit=units.facts(unit_id),
        unit_id=unit_id,
        kind=kind,
        kinds=KIND_LABELS,
        note=KIND_NOTES[kind],
        preview=[line for line in plan if line.on],
        budget=rules.budget(plan),
        steps=STEP_LABELS,
        questions=QUESTIONS,
        form=form,
        is_on_unit=current_actor().works_on(unit_id),
    )


@bp.post(ADDRESS)
@access.unit_shape
def save_template(unit_id: UUID, huddle_kind: str) -> Response:
    """Store a new version; a button with an arrow moves its step and stores the rest as it was typed."""
    which = HuddleKind(huddle_kind)
    form = _form(unit_id, which)
    if sorted(line.step.data or "" for line in form.steps) != sorted(line.step for line in DEFAULTS[which]):
        raise RuleBroken("Open the page again: its steps have changed.")
    return submit(
        form,
        page=lambda: _page(unit_id, which, form),
        save=lambda: service.save_template(
            unit_id,
            which,
            _plan(form),
            names_on=form.names_on.data,
            needed=form.needed.data or (),
            begun_on=int(form.begun_on.data or 0),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".template", unit_id=unit_id, huddle_kind=which),
        notice="Saved. The next huddle of this kind asks it this way.",
    )


def _plan(form: Any) -> rules.Plan:
    plan: rules.Plan = tuple(
        StepPlan(Step(line.step.data), line.on.data, line.minutes.data, line.question.data or "") for line in form.steps
    )
    name, _, way = (form.move.data or "").partition(":")
    if not name:
        return plan
    if name not in {line.step for line in plan}:
        raise RuleBroken("Open the page again: its steps have changed.")
    return rules.moved(plan, Step(name), up=way == "up")
