"""Administration of services."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.units import overview, service
from huddle.units.forms import ServiceForm
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/admin/sites/<uuid:site_id>/services/new")
@access.admin
def new_service(site_id: UUID) -> str:
    return _page(_new_form(site_id), site_id, None)


def _new_form(site_id: UUID) -> ServiceForm:
    form: ServiceForm = ServiceForm.about(f"new:{site_id}")
    form.offer(overview.receivers())
    return form


def _page(form: ServiceForm, site_id: UUID, service_id: UUID | None) -> str:
    return render_template("admin/service.html", form=form, site=overview.site(site_id), service_id=service_id)


@bp.post("/admin/sites/<uuid:site_id>/services")
@access.admin
def create_service(site_id: UUID) -> Response:
    overview.site(site_id)
    form = _new_form(site_id)
    return submit(
        form,
        page=lambda: _page(form, site_id, None),
        save=lambda: service.add_service(
            site_id, name=form.name.data or "", contact=form.contact(), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".places"),
        notice="The service is there. Add its units.",
    )


@bp.get("/admin/services/<uuid:service_id>", endpoint="service")
@access.admin
def show(service_id: UUID) -> str:
    return _page(_form(service_id), overview.service(service_id).site_id, service_id)


def _form(service_id: UUID) -> ServiceForm:
    stored = overview.service(service_id)
    data = {"name": stored.name, "phone": stored.phone, "receiver_id": str(stored.receiver_id or "")}
    form: ServiceForm = ServiceForm.about(service_id, version=stored.version, data=data)
    form.offer(overview.receivers(stored.receiver_id))
    return form


@bp.post("/admin/services/<uuid:service_id>")
@access.admin
def edit_service(service_id: UUID) -> Response:
    stored, form = overview.service(service_id), _form(service_id)
    return submit(
        form,
        page=lambda: _page(form, stored.site_id, service_id),
        target=stored,
        save=lambda: service.edit_service(
            stored, name=form.name.data or "", contact=form.contact(), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".places"),
        notice="The service is changed.",
    )
