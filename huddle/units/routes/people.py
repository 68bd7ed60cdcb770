"""Administration of people."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.accounts.entrance import typed_search
from huddle.core.actor import OrgRole, UnitRole
from huddle.units import overview, people, queries
from huddle.units.duties import duty_counts
from huddle.units.forms import (
    DeactivateForm,
    EndMembershipForm,
    MemberForm,
    NewPasswordForPersonForm,
    NewPersonForm,
    NewPinForPersonForm,
    PersonForm,
    ReactivateForm,
)
from huddle.units.people import FirstSecrets
from huddle.units.routes import bp
from huddle.units.rules import ORG_ROLE_LABELS, ROLE_LABELS
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.htmx import page_or_partial
from huddle.web.writes import show_once, submit


@bp.get("/admin/people")
@access.admin
def people_index() -> str:
    search = typed_search()
    found = accounts.people(search)
    return page_or_partial(
        "admin/people.html",
        "admin/_people.html",
        people=found,
        search=search,
        work=overview.work_of([person.id for person in found], now()),
        roles=ROLE_LABELS,
        org_roles=ORG_ROLE_LABELS,
    )


def unit_choices() -> dict[str, str]:
    """All units, for a select."""
    return {str(unit.id): unit.name for unit in queries.facts_of()}


@bp.get("/admin/people/new")
@access.admin
def new_person() -> str:
    return _new_page(_new_form())


def _new_form() -> NewPersonForm:
    form: NewPersonForm = NewPersonForm.about("new")
    form.unit.choices = choices = unit_choices() | {"": "No unit"}
    if request.method == "GET" and request.args.get("unit") in choices:
        form.unit.data = request.args["unit"]
    return form


def _new_page(form: NewPersonForm) -> str:
    return render_template("admin/new_person.html", form=form)


@bp.post("/admin/people")
@access.admin
def create_person() -> Response:
    form = _new_form()
    return show_once(
        form,
        page=lambda: _new_page(form),
        save=lambda: people.add_person(
            name=form.name.data or "",
            username=form.username.data or "",
            unit_id=UUID(form.unit.data) if form.unit.data else None,
            role=UnitRole(form.role.data),
            org_role=OrgRole(form.org_role.data) if form.org_role.data else None,
            actor=current_actor(),
            now=now(),
        ),
        show=_first_secrets_page,
    )


def _first_secrets_page(made: FirstSecrets) -> str:
    return render_template(
        "admin/secret.html",
        name=made.person.name,
        username=made.person.username,
        pin=made.pin,
        password=made.password,
        back_url=url_for(".people_index"),
        again_url=url_for(".new_person"),
    )


@bp.get("/admin/people/<uuid:person_id>")
@access.admin
def person(person_id: UUID) -> str:
    return person_page(person_id)


def person_page(person_id: UUID, **forms: Any) -> str:
    """One person with all that can be changed; `forms` holds the one that came back with an error."""
    stored = accounts.person(person_id)
    work = overview.work_of([person_id], now())[person_id]
    stored_data = {"name": stored.name, "email": stored.email or "", "org_role": stored.org_role or ""}
    made: dict[str, Any] = {
        "person_form": PersonForm.beside(person_id, version=stored.version, data=stored_data),
        "member_form": MemberForm.beside(person_id, data={"role": UnitRole.STAFF.value}),
        "pin_form": NewPinForPersonForm.beside(person_id),
        "password_form": NewPasswordForPersonForm.beside(person_id),
        "active_form": (DeactivateForm if stored.active else ReactivateForm).beside(person_id),
    } | forms
    made["member_form"].unit.choices = unit_choices()
    return render_template(
        "admin/person.html",
        person=stored,
        work=work,
        duties={row.unit_id: duty_counts(row.unit_id, person_id, now()) for row in work},
        end_forms={row.unit_id: EndMembershipForm.beside(f"{person_id}:{row.unit_id}") for row in work},
        roles=ROLE_LABELS,
        org_roles=ORG_ROLE_LABELS,
        form=next(iter(forms.values()), None),
        **made,
    )


@bp.post("/admin/people/<uuid:person_id>")
@access.admin
def edit_person(person_id: UUID) -> Response:
    stored = accounts.person(person_id)
    form = PersonForm.about(person_id, version=stored.version)
    return submit(
        form,
        page=lambda: person_page(person_id, person_form=form),
        target=stored,
        save=lambda: people.edit_person(
            stored,
            name=form.name.data or "",
            org_role=OrgRole(form.org_role.data) if form.org_role.data else None,
            email=form.email.data or "",
            actor=current_actor(),
            now=now(),
        ),
        to=lambda _: url_for(".person", person_id=person_id),
        notice="Changed.",
    )
