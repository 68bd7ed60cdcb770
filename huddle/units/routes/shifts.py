"""The shifts of a unit, and the time of their huddles."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.units import overview, queries, service
from huddle.units.forms import EndShiftForm, ShiftForm
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/units/<uuid:unit_id>/shifts/new")
@access.unit_setup
def new_shift(unit_id: UUID) -> str:
    return _page(unit_id, ShiftForm.about(f"new:{unit_id}"), None)


def _page(unit_id: UUID, form: ShiftForm, shift_id: UUID | None, end_form: EndShiftForm | None = None) -> str:
    stored = overview.shift(unit_id, shift_id) if shift_id else None
    return render_template(
        "admin/shift.html",
        form=form,
        unit=queries.facts(unit_id),
        shift=stored,
        runs=queries.runs_today(unit_id, now()),
        end_form=end_form or (EndShiftForm.beside(stored.id, version=stored.version) if stored else None),
    )


@bp.post("/units/<uuid:unit_id>/shifts")
@access.unit_setup
def create_shift(unit_id: UUID) -> Response:
    form = ShiftForm.about(f"new:{unit_id}")
    return submit(
        form,
        page=lambda: _page(unit_id, form, None),
        save=lambda: service.add_shift(unit_id, form.times(), actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="The shift is there.",
    )


@bp.get("/units/<uuid:unit_id>/shifts/<uuid:shift_id>")
@access.unit_setup
def shift(unit_id: UUID, shift_id: UUID) -> str:
    return _page(unit_id, _form(unit_id, shift_id), shift_id)


def _form(unit_id: UUID, shift_id: UUID) -> ShiftForm:
    stored = overview.shift(unit_id, shift_id)
    data = {name: getattr(stored, name) for name in ("name", "starts_at", "ends_at", "huddle_at")}
    form: ShiftForm = ShiftForm.about(shift_id, version=stored.version, data=data)
    return form


@bp.post("/units/<uuid:unit_id>/shifts/<uuid:shift_id>")
@access.unit_setup
def edit_shift(unit_id: UUID, shift_id: UUID) -> Response:
    stored, form = overview.shift(unit_id, shift_id), _form(unit_id, shift_id)
    return submit(
        form,
        page=lambda: _page(unit_id, form, shift_id),
        target=stored,
        save=lambda: service.edit_shift(stored, form.times(), actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="The shift is changed.",
    )


@bp.post("/units/<uuid:unit_id>/shifts/<uuid:shift_id>/ending")
@access.unit_setup
def end_shift(unit_id: UUID, shift_id: UUID) -> Response:
    stored = overview.shift(unit_id, shift_id)
    form = EndShiftForm.about(shift_id, version=stored.version)
    data = {name: getattr(stored, name) for name in ("name", "starts_at", "ends_at", "huddle_at")}
    return submit(
        form,
        page=lambda: _page(unit_id, ShiftForm.beside(shift_id, version=stored.version, data=data), shift_id, form),
        target=stored,
        save=lambda: service.end_shift(stored, actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="The shift has ended. Its huddles of the past stay.",
    )
