"""Tablets of a unit, and new PINs for its staff."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.accounts.rules import code_text
from huddle.units import people, policy, queries
from huddle.units.forms import NewPinForPersonForm, RevokeTabletForm, TabletCodeForm
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import show_once, submit


@bp.get("/units/<uuid:unit_id>/tablets")
@access.unit_setup
def tablets(unit_id: UUID) -> str:
    return _tablets_page(unit_id, TabletCodeForm.about(unit_id))


def _tablets_page(unit_id: UUID, form: TabletCodeForm) -> str:
    return render_template(
        "admin/tablets.html", unit=queries.facts(unit_id), tablets=accounts.tablets(unit_id), form=form
    )


@bp.post("/units/<uuid:unit_id>/tablets/codes")
@access.unit_setup
def create_code(unit_id: UUID) -> Response:
    form = TabletCodeForm.about(unit_id)
    return show_once(
        form,
        page=lambda: _tablets_page(unit_id, form),
        save=lambda: people.make_tablet_code(unit_id, actor=current_actor(), now=now()),
        show=lambda code: render_template("admin/code.html", unit=queries.facts(unit_id), code=code_text(code)),
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


@bp.get("/units/<uuid:unit_id>/people/<uuid:person_id>")
@access.unit_setup
def unit_person(unit_id: UUID, person_id: UUID) -> str:
    return _unit_person_page(unit_id, person_id, NewPinForPersonForm.about(person_id))


def _unit_person_page(unit_id: UUID, person_id: UUID, form: NewPinForPersonForm) -> str:
    here = queries.person_on(unit_id, person_id)
    can = policy.can_make_pin(current_actor(), unit_id, accounts.person(person_id), people.roles_of(person_id))
    return render_template("admin/unit_person.html", unit=queries.facts(unit_id), person=here, can=can, form=form)


@bp.post("/units/<uuid:unit_id>/people/<uuid:person_id>/pin")
@access.unit_setup
def make_unit_pin(unit_id: UUID, person_id: UUID) -> Response:
    here = queries.person_on(unit_id, person_id)
    stored = accounts.person(person_id)
    form = NewPinForPersonForm.about(person_id)
    return show_once(
        form,
        page=lambda: _unit_person_page(unit_id, person_id, form),
        save=lambda: people.make_pin(stored, unit_id=unit_id, actor=current_actor(), now=now()),
        show=lambda new: render_template(
            "admin/secret.html",
            name=here.name,
            pin=new,
            password=None,
            back_url=url_for(".unit", unit_id=unit_id),
            again_url=None,
        ),
    )
