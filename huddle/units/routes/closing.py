"""A unit that closes: what is still open there, and the way back.

The address says `place_id`: these pages belong to the administration and not to the unit.
"""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.core.errors import FieldRefused
from huddle.units import overview, queries, service
from huddle.units.forms import CloseUnitForm, ReopenUnitForm
from huddle.units.open_work import open_work
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/admin/units/<uuid:place_id>/closing")
@access.admin
def closing(place_id: UUID) -> str:
    return _page(place_id, _form(place_id))


def _form(unit_id: UUID) -> CloseUnitForm:
    form: CloseUnitForm = CloseUnitForm.about(unit_id, version=overview.unit(unit_id).version)
    return form


def _page(unit_id: UUID, form: CloseUnitForm | ReopenUnitForm) -> str:
    still_open = open_work(unit_id, now())
    return render_template(
        "admin/closing.html",
        unit=queries.facts(unit_id),
        active=overview.unit(unit_id).active,
        still_open=still_open,
        refusals=[work.refusal for work in still_open if work.refusal],
        people=len(queries.people(unit_id, now())),
        close_form=form if isinstance(form, CloseUnitForm) else None,
        reopen_form=form if isinstance(form, ReopenUnitForm) else ReopenUnitForm.beside(unit_id),
        form=form,
    )


@bp.post("/admin/units/<uuid:place_id>/closing")
@access.admin
def close_unit(place_id: UUID) -> Response:
    stored, form = overview.unit(place_id), _form(place_id)

    def save() -> None:
        still_open = open_work(place_id, now())
        if still_open and not form.sure.data and not any(work.refusal for work in still_open):
            raise FieldRefused(
                "sure", "Something is still open on this unit. Tick that you want to close it all the same."
            )
        service.close_unit(stored, actor=current_actor(), now=now())

    return submit(
        form,
        page=lambda: _page(place_id, form),
        target=stored,
        save=save,
        to=lambda _: url_for(".places"),
        notice="The unit is closed. What it wrote is kept, and it can be opened again.",
    )


@bp.post("/admin/units/<uuid:place_id>/reopening")
@access.admin
def reopen_unit(place_id: UUID) -> Response:
    stored, form = overview.unit(place_id), ReopenUnitForm.about(place_id)
    return submit(
        form,
        page=lambda: _page(place_id, form),
        save=lambda: service.reopen_unit(stored, actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=place_id),
        notice="The unit is open again. Enrol its tablets anew.",
    )
