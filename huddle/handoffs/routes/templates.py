"""How the unit tells its handoffs: one page for each kind, to be changed by those who lead it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import NotFound, RuleBroken
from huddle.handoffs import policy, rules
from huddle.handoffs.forms.template import TemplateForm
from huddle.handoffs.queries import templates
from huddle.handoffs.routes.blueprint import bp
from huddle.handoffs.rules import FACE_LABELS, FACE_NOTES, KIND_LABELS, SEVERITY_LABELS, HandoffKind
from huddle.handoffs.service import templates as service
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit

ADDRESS = f"/templates/<any({', '.join(HandoffKind)}):handoff_kind>"


@bp.context_processor
def _words() -> dict[str, Any]:
    """For every page of handoffs: what was said, in the words it was written with, and who may change those words."""
    return {
        "told_of": lambda handoff: rules.spoken(templates.shape_of(handoff), handoff),
        "may_shape": lambda unit_id: bool(policy.can_shape(current_actor(), unit_id)),
    }


@bp.get(ADDRESS)
@access.unit_shape
def template(unit_id: UUID, handoff_kind: str) -> str:
    return _page(unit_id, HandoffKind(handoff_kind), None)


def _form(unit_id: UUID, kind: HandoffKind) -> TemplateForm:
    newest = templates.newest(unit_id, kind)
    known = TemplateForm.known(templates.shape(newest, kind), newest.number if newest else 0)
    form: TemplateForm = TemplateForm.about(f"{unit_id}-{kind}", data=known)
    form.face.choices = {face.value: FACE_LABELS[face] for face in rules.faces(kind)}
    return form


def _page(unit_id: UUID, kind: HandoffKind, failed: TemplateForm | None) -> str:
    versions = templates.versions(unit_id, kind)
    newest = versions[0] if versions else None
    form = failed or _form(unit_id, kind)
    if failed is not None and failed.form_errors:
        failed.begun_on.data = str(newest.number if newest else 0)
    shown = _version(versions, request.args.get("number", type=int))
    return render_template(
        "handoffs/template.html",
        unit=units.facts(unit_id),
        unit_id=unit_id,
        kind=kind,
        kinds=KIND_LABELS,
        face_notes={face: FACE_NOTES[face] for face in rules.faces(kind)},
        faces=FACE_LABELS,
        severities=SEVERITY_LABELS,
        sections=rules.SPOKEN,
        titles={line.part: rules.our_name(templates.shape(newest, kind).face, line.part) for line in _all(kind)},
        hints={line.part: rules.our_hint(kind, line.part) for line in _all(kind)},
        shown=shown,
        preview=templates.shape(shown or newest, kind),
        versions=versions,
        names=units.names({one.made_by for one in versions}),
        form=form,
        is_on_unit=current_actor().works_on(unit_id),
    )


def _version(versions: Sequence[Any], number: int | None) -> Any:
    """The older version that the address asks for; None for the one that counts."""
    if number is None:
        return None
    found = next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound("There is no such version.")
    return found


def _all(kind: HandoffKind) -> tuple[rules.Line, ...]:
    return rules.DEFAULTS[kind].lines


@bp.post(ADDRESS)
@access.unit_shape
def save_template(unit_id: UUID, handoff_kind: str) -> Response:
    """Store a new version; a button with an arrow moves its line and stores the rest as it was typed."""
    kind = HandoffKind(handoff_kind)
    form = _form(unit_id, kind)
    before = templates.shape_for(unit_id, kind)
    if sorted(line.part.data or "" for line in form.lines) != sorted(line.part for line in before.lines):
        raise RuleBroken("Open the page again: it asks for other things now.")
    return submit(
        form,
        page=lambda: _page(unit_id, kind, form),
        save=lambda: service.save_template(
            unit_id,
            form.typed_shape(before),
            begun_on=int(form.begun_on.data or 0),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".template", unit_id=unit_id, handoff_kind=kind),
        notice="Saved. The next handoff of this kind is told this way.",
    )
