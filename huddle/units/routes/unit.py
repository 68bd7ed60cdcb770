"""One unit: added by an administrator, set up by its manager too; from here to its shifts, people and tablets."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.core.dates import local_day
from huddle.units import overview, queries, service
from huddle.units.forms import MoveUnitForm, NewUnitForm, UnitForm
from huddle.units.routes import bp
from huddle.units.rules import ROLE_LABELS
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/units/<uuid:unit_id>/set-up")
@access.unit_setup
def unit(unit_id: UUID) -> str:
    return _unit_page(unit_id)


def _unit_page(unit_id: UUID, **forms: Any) -> str:
    stored, facts = overview.unit(unit_id), queries.facts(unit_id)
    data = {"name": stored.name, "phone": stored.phone}
    today = local_day(now(), facts.zone)
    return render_template(
        "admin/unit.html",
        unit=facts,
        active=stored.active,
        today=today,
        shifts=overview.shifts_now(unit_id, today),
        people=queries.people(unit_id, now()),
        roles=ROLE_LABELS,
        tablets=accounts.tablets(unit_id),
        unit_form=forms.get("unit_form") or UnitForm.beside(unit_id, version=stored.version, data=data),
        move_form=forms.get("move_form") or _move_form(MoveUnitForm.beside, unit_id),
        form=next(iter(forms.values()), None),
        is_admin=current_actor().is_admin,
    )


def _move_form(about: Any, unit_id: UUID) -> MoveUnitForm:
    stored = overview.unit(unit_id)
    form: MoveUnitForm = about(unit_id, version=stored.version, data={"service": str(stored.service_id)})
    form.service.choices = service_choices()
    return form


def service_choices() -> dict[str, str]:
    """Every service with its site and time zone, for a select."""
    return {
        str(row.id): f"{site.name}, {row.name} ({site.timezone})"
        for site in overview.places().sites
        for row in site.services
    }


@bp.post("/units/<uuid:unit_id>/set-up")
@access.unit_setup
def edit_unit(unit_id: UUID) -> Response:
    stored = overview.unit(unit_id)
    form = UnitForm.about(unit_id, version=stored.version)
    return submit(
        form,
        page=lambda: _unit_page(unit_id, unit_form=form),
        target=stored,
        save=lambda: service.edit_unit(
            stored, name=form.name.data or "", phone=form.phone.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="Name and phone are changed.",
    )


@bp.post("/admin/units/<uuid:place_id>/service")
@access.admin
def move_unit(place_id: UUID) -> Response:
    stored, form = overview.unit(place_id), _move_form(MoveUnitForm.about, place_id)
    return submit(
        form,
        page=lambda: _unit_page(place_id, move_form=form),
        target=stored,
        save=lambda: service.move_unit(stored, UUID(form.service.data), actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=place_id),
        notice="The unit is part of another service now.",
    )


@bp.get("/admin/units/new")
@access.admin
def new_unit() -> str:
    return _new_page(_new_form())


def _new_form() -> NewUnitForm:
    form: NewUnitForm = NewUnitForm.about("new")
    services = service_choices()
    # Nothing is chosen beforehand unless a service was: a unit at the wrong site runs on the wrong clock.
    form.service.choices = services if len(services) == 1 else {"": "Choose"} | services
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
