"""Administration of sites and services."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.units import overview, service
from huddle.units.forms import ServiceForm, SiteForm, timezones
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/admin/places")
@access.admin
def places() -> str:
    return render_template("admin/places.html", sites=overview.places())


@bp.get("/admin/sites/new")
@access.admin
def new_site() -> str:
    return _site_page(SiteForm.about("new"), None)


def _site_page(form: SiteForm, site_id: UUID | None) -> str:
    return render_template("admin/site.html", form=form, site_id=site_id, timezones=timezones())


@bp.post("/admin/sites")
@access.admin
def create_site() -> Response:
    form = SiteForm.about("new")
    return submit(
        form,
        page=lambda: _site_page(form, None),
        save=lambda: service.add_site(
            name=form.name.data or "", timezone=form.timezone.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".places"),
        notice="The site is there. Add its first service.",
    )


@bp.get("/admin/sites/<uuid:site_id>")
@access.admin
def site(site_id: UUID) -> str:
    stored = overview.site(site_id)
    data = {"name": stored.name, "timezone": stored.timezone}
    return _site_page(SiteForm.about(site_id, version=stored.version, data=data), site_id)


@bp.post("/admin/sites/<uuid:site_id>")
@access.admin
def edit_site(site_id: UUID) -> Response:
    stored = overview.site(site_id)
    form = SiteForm.about(site_id, version=stored.version)
    return submit(
        form,
        page=lambda: _site_page(form, site_id),
        target=stored,
        save=lambda: service.edit_site(
            stored, name=form.name.data or "", timezone=form.timezone.data or "", actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".places"),
        notice="The site is changed.",
    )


@bp.get("/admin/sites/<uuid:site_id>/services/new")
@access.admin
def new_service(site_id: UUID) -> str:
    return _service_page(ServiceForm.about(f"new:{site_id}"), site_id)


def _service_page(form: ServiceForm, site_id: UUID) -> str:
    return render_template("admin/service.html", form=form, site=overview.site(site_id))


@bp.post("/admin/sites/<uuid:site_id>/services")
@access.admin
def create_service(site_id: UUID) -> Response:
    overview.site(site_id)
    form = ServiceForm.about(f"new:{site_id}")
    return submit(
        form,
        page=lambda: _service_page(form, site_id),
        save=lambda: service.add_service(site_id, name=form.name.data or "", actor=current_actor(), now=now()),
        to=lambda _: url_for(".places"),
        notice="The service is there. Add its units.",
    )
