"""The shifts of a unit, and the time of their huddles."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.units import overview, queries, service
from huddle.units.forms import ShiftForm
from huddle.units.routes import bp
from huddle.units.service import ShiftTimes
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/units/<uuid:unit_id>/shifts/new")
@access.unit_setup
def new_shift(unit_id: UUID) -> str:
    return _page(unit_id, ShiftForm.about(f"new:{unit_id}"), None)


def _page(unit_id: UUID, form: ShiftForm, shift_id: UUID | None) -> str:
    return render_template("admin/shift.html", form=form, unit=queries.facts(unit_id), shift_id=shift_id)


def _times(form: ShiftForm) -> ShiftTimes:
    fields: Any = form  # the form has made sure that there are times
    return ShiftTimes(form.name.data or "", fields.starts_at.data, fields.ends_at.data, fields.huddle_at.data)


@bp.post("/units/<uuid:unit_id>/shifts")
@access.unit_setup
def create_shift(unit_id: UUID) -> Response:
    form = ShiftForm.about(f"new:{unit_id}")
    return submit(
        form,
        page=lambda: _page(unit_id, form, None),
        save=lambda: service.add_shift(unit_id, _times(form), actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="The shift is there.",
    )


@bp.get("/units/<uuid:unit_id>/shifts/<uuid:shift_id>")
@access.unit_setup
def shift(unit_id: UUID, shift_id: UUID) -> str:
    stored = overview.shift(unit_id, shift_id)
    data = {
        "name": stored.name,
        "starts_at": stored.starts_at,
        "ends_at": stored.ends_at,
        "huddle_at": stored.huddle_at,
    }
    return _page(unit_id, ShiftForm.about(shift_id, data=data), shift_id)


@bp.post("/units/<uuid:unit_id>/shifts/<uuid:shift_id>")
@access.unit_setup
def edit_shift(unit_id: UUID, shift_id: UUID) -> Response:
    stored = overview.shift(unit_id, shift_id)
    form = ShiftForm.about(shift_id)
    return submit(
        form,
        page=lambda: _page(unit_id, form, shift_id),
        save=lambda: service.edit_shift(stored, _times(form), actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="The shift is changed.",
    )
