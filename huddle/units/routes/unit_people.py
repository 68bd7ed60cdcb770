"""One colleague as the manager of a unit sees them: a new PIN, the last day, and what is still theirs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from huddle.accounts import queries as accounts
from huddle.units import people, policy, queries, rules
from huddle.units.door_forms import LastDayForm, LeaveNowForm
from huddle.units.duties import duties
from huddle.units.forms import NewPinForPersonForm
from huddle.units.routes import bp
from huddle.web import access
from huddle.web.context import current_actor, now
from huddle.web.writes import show_once, submit


@bp.get("/units/<uuid:unit_id>/people/<uuid:person_id>")
@access.unit_setup
def unit_person(unit_id: UUID, person_id: UUID) -> str:
    return _page(unit_id, person_id)


def _page(unit_id: UUID, person_id: UUID, **forms: Any) -> str:
    """One colleague; `forms` holds the one that came back with an error."""
    here, unit, actor = queries.person_on(unit_id, person_id, now()), queries.facts(unit_id), current_actor()
    last_day = rules.last_day(here.ends_at, unit.zone) if here.ends_at else None
    made: dict[str, Any] = {
        "pin_form": NewPinForPersonForm.beside(person_id),
        "last_day_form": LastDayForm.beside(person_id, data={"last_day": last_day}),
        "leave_form": LeaveNowForm.beside(person_id),
    } | forms
    return render_template(
        "admin/unit_person.html",
        unit=unit,
        person=here,
        can=policy.can_make_pin(actor, unit_id, accounts.person(person_id), people.roles_of(person_id, now())),
        can_end=policy.can_end_membership(actor, unit_id, here.role),
        duties=duties(unit_id, person_id, now()),
        reads=actor.works_on(unit_id),
        form=next(iter(forms.values()), None),
        **made,
    )


@bp.post("/units/<uuid:unit_id>/people/<uuid:person_id>/pin")
@access.unit_setup
def make_unit_pin(unit_id: UUID, person_id: UUID) -> Response:
    here = queries.person_on(unit_id, person_id, now())
    stored = accounts.person(person_id)
    form = NewPinForPersonForm.about(person_id)
    return show_once(
        form,
        page=lambda: _page(unit_id, person_id, pin_form=form),
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


@bp.post("/units/<uuid:unit_id>/people/<uuid:person_id>/last-day")
@access.unit_setup
def set_last_day(unit_id: UUID, person_id: UUID) -> Response:
    queries.person_on(unit_id, person_id, now())
    form = LastDayForm.about(person_id)
    return submit(
        form,
        page=lambda: _page(unit_id, person_id, last_day_form=form),
        save=lambda: people.set_last_day(unit_id, person_id, day=form.last_day.data, actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit_person", unit_id=unit_id, person_id=person_id),
        notice="Their last day is changed." if form.last_day.data else "They stay.",
    )


@bp.post("/units/<uuid:unit_id>/people/<uuid:person_id>/ending")
@access.unit_setup
def leave_now(unit_id: UUID, person_id: UUID) -> Response:
    queries.person_on(unit_id, person_id, now())
    form = LeaveNowForm.about(person_id)
    return submit(
        form,
        page=lambda: _page(unit_id, person_id, leave_form=form),
        save=lambda: people.end_membership(unit_id, person_id, actor=current_actor(), now=now()),
        to=lambda _: url_for(".unit", unit_id=unit_id),
        notice="Ended. This person sees the unit no more.",
    )
