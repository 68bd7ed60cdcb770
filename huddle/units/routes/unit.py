"""One unit: added by an administrator, set up by its manager too; from here to its shifts, people and tablets."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.units import overview, queries, service
from huddle.units.forms import NewUnitForm, UnitForm
from huddle.units.routes import bp
from huddle.units.rules import ROLE_LABELS
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/units/<uuid:unit_id>/set-up")
@access.unit_setup
def unit(unit_id: UUID) -> str:
    return _unit_page(unit_id)


def _unit_page(unit_id: UUID, form: UnitForm | None = None) -> str:
    stored = overview.unit(unit_id)
    data = {"name": stored.name, "phone": stored.phone}
    return render_template(
        "admin/unit.html",
        unit=queries.facts(unit_id),
        shifts=queries.shifts(unit_id),
        people=queries.people(unit_id),
        roles=ROLE_LABELS,
        tablets=accounts.tablets(unit_id),
        form=form or UnitForm.about(unit_id, version=stored.version, data=data),
        is_admin=current_actor().is_admin,
    )


@bp.post("/units/<uuid:unit_id>/set-up")
@access.unit_setup
def edit_unit(unit_id: UUID) -> Response:
    stored = overview.unit(unit_id)
    form = UnitForm.about(unit_id, version=stored.version)
    return submit(
        form,
        page=lambda: _unit_page(unit_id, form),
        target=stored,
        save=lambda: service.edit_unit(
            stored, name=form.name.data or "", phone=form.phone.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="Name and phone are changed.",
    )


@bp.get("/admin/units/new")
@access.admin
def new_unit() -> str:
    return _new_page(_new_form())


def _new_form() -> NewUnitForm:
    form: NewUnitForm = NewUnitForm.about("new")
    services = {
        str(service_row.id): f"{site_row.name}, {service_row.name}"
        for site_row in overview.places()
        for service_row in site_row.services
    }
    form.service.choices = services
    if request.method == "GET" and request.args.get("service") in services:
        form.service.data = request.args["service"]
    return form


def _new_page(form: NewUnitForm) -> str:
    return render_template("admin/new_unit.html", form=form)


@bp.post("/admin/units")
@access.admin
def create_unit() -> Response:
    form = _new_form()
    return submit(
        form,
        page=lambda: _new_page(form),
        save=lambda: service.add_unit(
            UUID(form.service.data),
            name=form.name.data or "",
            phone=form.phone.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda unit: url_for(".unit", unit_id=unit.id),
        notice="The unit is there, with a day and a night shift. Check its times.",
    )
