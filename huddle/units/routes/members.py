"""Administration of one person: where they work, new secrets, whether they may sign in."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.core.actor import UnitRole
from huddle.units import people
from huddle.units.forms import (
    DeactivateForm,
    EndMembershipForm,
    MemberForm,
    NewPasswordForPersonForm,
    NewPinForPersonForm,
    ReactivateForm,
)
from huddle.units.routes import bp
from huddle.units.routes.people import person_page, unit_choices
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import show_once, submit


@bp.post("/admin/people/<uuid:person_id>/memberships")
@access.admin
def set_member(person_id: UUID) -> Response:
    accounts.person(person_id)
    form = MemberForm.about(person_id)
    form.unit.choices = unit_choices()
    return submit(
        form,
        page=lambda: person_page(person_id, member_form=form),
        save=lambda: people.set_member(
            UUID(form.unit.data), person_id, role=UnitRole(form.role.data), actor=current_actor(), now=now()
        ),
        to=lambda _: url_for(".person", person_id=person_id),
        notice="Changed. It counts from the next tap on.",
    )


@bp.post("/admin/people/<uuid:person_id>/memberships/<uuid:member_unit_id>/ending")
@access.admin
def end_membership(person_id: UUID, member_unit_id: UUID) -> Response:
    form = EndMembershipForm.about(f"{person_id}:{member_unit_id}")
    return submit(
        form,
        page=lambda: person_page(person_id, ending=form),
        save=lambda: people.end_membership(member_unit_id, person_id, actor=current_actor(), now=now()),
        to=lambda _: url_for(".person", person_id=person_id),
        notice="Ended. This person sees the unit no more.",
    )


@bp.post("/admin/people/<uuid:person_id>/pin")
@access.admin
def make_pin(person_id: UUID) -> Response:
    stored = accounts.person(person_id)
    form = NewPinForPersonForm.about(person_id)
    return show_once(
        form,
        page=lambda: person_page(person_id, pin_form=form),
        save=lambda: people.make_pin(stored, actor=current_actor(), now=now()),
        show=lambda pin: _secret_page(person_id, pin=pin),
    )


@bp.post("/admin/people/<uuid:person_id>/password")
@access.admin
def make_password(person_id: UUID) -> Response:
    stored = accounts.person(person_id)
    form = NewPasswordForPersonForm.about(person_id)
    return show_once(
        form,
        page=lambda: person_page(person_id, password_form=form),
        save=lambda: people.make_password(stored, actor=current_actor(), now=now()),
        show=lambda password: _secret_page(person_id, password=password),
    )


def _secret_page(person_id: UUID, *, pin: str | None = None, password: str | None = None) -> str:
    person = accounts.person(person_id)
    return render_template(
        "admin/secret.html",
        name=person.name,
        username=person.username,
        pin=pin,
        password=password,
        back_url=url_for(".person", person_id=person_id),
        again_url=None,
    )


@bp.post("/admin/people/<uuid:person_id>/deactivation")
@access.admin
def deactivate(person_id: UUID) -> Response:
    stored = accounts.person(person_id)
    form = DeactivateForm.about(person_id)
    return submit(
        form,
        page=lambda: person_page(person_id, active_form=form),
        save=lambda: people.deactivate(stored, actor=current_actor(), now=now()),
        to=lambda _: url_for(".person", person_id=person_id),
        notice="This person cannot sign in any more, and is signed out everywhere.",
    )


@bp.post("/admin/people/<uuid:person_id>/reactivation")
@access.admin
def reactivate(person_id: UUID) -> Response:
    stored = accounts.person(person_id)
    form = ReactivateForm.about(person_id)
    return submit(
        form,
        page=lambda: person_page(person_id, active_form=form),
        save=lambda: people.reactivate(stored, actor=current_actor(), now=now()),
        to=lambda _: url_for(".person", person_id=person_id),
        notice="This person can sign in again.",
    )
