"""Tablets and wall screens: of one unit for its manager, of all for administrators."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.accounts.rules import DeviceKind, code_text
from huddle.units import people, queries
from huddle.units.door_forms import RevokeTabletForm, TabletCodeForm
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import show_once, submit


@bp.get("/units/<uuid:unit_id>/tablets")
@access.unit_setup
def tablets(unit_id: UUID) -> str:
    return _tablets_page(unit_id, TabletCodeForm.about(unit_id))


def _tablets_page(unit_id: UUID, form: TabletCodeForm) -> str:
    stored, gone = accounts.tablets(unit_id), accounts.tablets_switched_off(unit_id, now())
    return render_template(
        "admin/tablets.html",
        unit=queries.facts(unit_id),
        tablets=stored,
        gone=gone,
        names=queries.names({tablet.enrolled_by for tablet in [*stored, *gone]}),
        form=form,
    )


@bp.get("/admin/tablets")
@access.admin
def all_tablets() -> str:
    stored = accounts.tablets()
    units = {unit.id: unit.name for unit in queries.facts_of(list({tablet.unit_id for tablet in stored}))}
    return render_template(
        "admin/all_tablets.html",
        tablets=sorted(stored, key=lambda tablet: units[tablet.unit_id]),
        units=units,
        names=queries.names({tablet.enrolled_by for tablet in stored}),
    )


@bp.post("/units/<uuid:unit_id>/tablets/codes")
@access.unit_setup
def create_code(unit_id: UUID) -> Response:
    form = TabletCodeForm.about(unit_id)
    return show_once(
        form,
        page=lambda: _tablets_page(unit_id, form),
        save=lambda: people.make_tablet_code(
            unit_id, kind=DeviceKind(form.kind.data), actor=current_actor(), now=now()
        ),
        show=lambda code: render_template(
            "admin/code.html", unit=queries.facts(unit_id), code=code_text(code), kind=form.kind.data
        ),
    )


@bp.get("/units/<uuid:unit_id>/tablets/<uuid:device_id>")
@access.unit_setup
def tablet(unit_id: UUID, device_id: UUID) -> str:
    return _tablet_page(unit_id, device_id, RevokeTabletForm.about(device_id))


def _tablet_page(unit_id: UUID, device_id: UUID, form: RevokeTabletForm) -> str:
    stored = accounts.tablet(unit_id, device_id)
    return render_template(
        "admin/tablet.html",
        unit=queries.facts(unit_id),
        tablet=stored,
        names=queries.names({stored.enrolled_by}),
        form=form,
    )


@bp.post("/units/<uuid:unit_id>/tablets/<uuid:device_id>/revocation")
@access.unit_setup
def revoke_tablet(unit_id: UUID, device_id: UUID) -> Response:
    stored = accounts.tablet(unit_id, device_id)
    form = RevokeTabletForm.about(device_id)
    return submit(
        form,
        page=lambda: _tablet_page(unit_id, device_id, form),
        save=lambda: people.revoke_tablet(stored, actor=current_actor(), now=now()),
        to=lambda _: url_for(".tablets", unit_id=unit_id),
        notice="The tablet is switched off for this unit. Whoever was signed in on it is out.",
    )
