"""Administration of the organisation and its sites."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.units import overview, service
from huddle.units.forms import OrganisationForm, SiteForm, timezones
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import submit


@bp.get("/admin/places")
@access.admin
def places() -> str:
    return render_template("admin/places.html", tree=overview.places())


KEPT = ("name", "phone", "patient_days", "support_route", "elsewhere_route", "review_banner")


@bp.get("/admin/organisation")
@access.admin
def organisation() -> str:
    return _organisation_page(_organisation_form())


def _organisation_form() -> OrganisationForm:
    stored = overview.organisation()
    data = {name: getattr(stored, name) for name in KEPT}
    data["receiver_id"] = str(stored.receiver_id or "")
    form: OrganisationForm = OrganisationForm.about(stored.id, version=stored.version, data=data)
    form.offer(overview.receivers(stored.receiver_id))
    return form


def _organisation_page(form: OrganisationForm) -> str:
    return render_template("admin/organisation.html", form=form)


@bp.post("/admin/organisation")
@access.admin
def edit_organisation() -> Response:
    form = _organisation_form()
    stored = overview.organisation()
    return submit(
        form,
        page=lambda: _organisation_page(form),
        target=stored,
        save=lambda: service.edit_organisation(
            stored,
            name=form.name.data or "",
            contact=form.contact(),
            patient_days=form.days(),
            support_route=form.support_route.data or "",
            review_banner=form.review_banner.data or "",
            elsewhere_route=form.elsewhere_route.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".places"),
        notice="The hospital is changed.",
    )


@bp.get("/admin/sites/new")
@access.admin
def new_site() -> str:
    return _site_page(_site_form(None), None)


def _site_form(site_id: UUID | None) -> SiteForm:
    stored = overview.site(site_id) if site_id else None
    form: SiteForm
    if stored is None:
        form = SiteForm.about("new")
    else:
        data = {"name": stored.name, "timezone": stored.timezone, "phone": stored.phone}
        data["receiver_id"] = str(stored.receiver_id or "")
        form = SiteForm.about(stored.id, version=stored.version, data=data)
    form.offer(overview.receivers(stored.receiver_id if stored else None))
    return form


def _site_page(form: SiteForm, site_id: UUID | None) -> str:
    return render_template("admin/site.html", form=form, site_id=site_id, timezones=timezones())


@bp.post("/admin/sites")
@access.admin
def create_site() -> Response:
    form = _site_form(None)
    return submit(
        form,
        page=lambda: _site_page(form, None),
        save=lambda: service.add_site(
            name=form.name.data or "",
            timezone=form.timezone.data or "",
            contact=form.contact(),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".places"),
        notice="The site is there. Add its first service.",
    )


@bp.get("/admin/sites/<uuid:site_id>")
@access.admin
def site(site_id: UUID) -> str:
    return _site_page(_site_form(site_id), site_id)


@bp.post("/admin/sites/<uuid:site_id>")
@access.admin
def edit_site(site_id: UUID) -> Response:
    stored = overview.site(site_id)
    form = _site_form(site_id)
    return submit(
        form,
        page=lambda: _site_page(form, site_id),
        target=stored,
        save=lambda: service.edit_site(
            stored,
            name=form.name.data or "",
            timezone=form.timezone.data or "",
            contact=form.contact(),
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".places"),
        notice="The site is changed.",
    )
