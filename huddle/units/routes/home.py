"""The front page, which knows where everybody belongs, and the first-run set-up."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts import door, setup_code
from huddle.accounts.entrance import let_in
from huddle.accounts.routes import bp
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotFound
from huddle.core.transaction import transaction
from huddle.units import charge, levels, queries, service
from huddle.units.door_forms import TakeChargeForm
from huddle.units.forms import SetUpForm, timezones
from huddle.web import access, cookies
from huddle.web.context import current_actor, now, visit


def board_url(unit_id: UUID) -> str:
    """The address of a unit's board."""
    return url_for("today.board", unit_id=unit_id)


@bp.get("/")
@access.public
@access.on_wall
def home() -> Response | str:
    """Off to where this person works, or to the right door."""
    here = visit()
    if here.tablet is not None and here.tablet.is_wall:
        return redirect(url_for("wall.show", unit_id=here.tablet.unit_id), 303)
    if here.actor is None or here.locked:
        if queries.organisation() is None:
            return redirect(url_for(".set_up"), 303)
        return redirect(url_for(".tablet" if here.tablet else ".sign_in"), 303)
    units = list(here.actor.units)
    if here.tablet is not None and here.tablet.unit_id in units:
        return redirect(board_url(here.tablet.unit_id), 303)
    if len(units) == 1 and here.actor.org_role is None:
        return redirect(board_url(units[0]), 303)
    if here.actor.is_admin and not units:
        return redirect(url_for("admin.start"), 303)
    looks_above = _looks_above(here.actor)
    if looks_above and not units and here.actor.org_role is None:
        return redirect(url_for("tiers.index"), 303)
    return render_template(
        "accounts/home.html",
        actor=here.actor,
        units=_own_units(units),
        board_url=board_url,
        looks_above=looks_above,
        readable=queries.facts_of() if here.actor.org_role in access.READERS else [],
    )


def _looks_above(actor: Actor) -> bool:
    """Whether something of what units escalated may be read: by managers, by readers, by who answers for a level."""
    is_manager = any(actor.manages(unit_id) for unit_id in actor.units)
    return is_manager or actor.org_role in access.READERS or bool(levels.received_by(actor.person_id))


def _own_units(unit_ids: list[UUID]) -> list[queries.UnitFacts]:
    return queries.facts_of(unit_ids) if unit_ids else []


@bp.get("/me")
@access.signed_in
def me() -> str:
    """My secrets, my units and what I may set up; who is in charge where I work."""
    return me_page()


def me_page(form: TakeChargeForm | None = None) -> str:
    """The page, with the form that came back with an error, if there is one."""
    actor = current_actor()
    units = _own_units(list(actor.units))
    forms = {unit.id: TakeChargeForm.beside(unit.id) for unit in units}
    if form is not None:
        forms[UUID(form.object_id)] = form
    return render_template(
        "accounts/me.html",
        actor=actor,
        units=units,
        turns={unit.id: charge.in_charge(unit.id, now()) for unit in units},
        charge_forms=forms,
        looks_above=_looks_above(actor),
        form=form,
    )


@bp.get("/setup")
@access.public
def set_up() -> str:
    _require_empty()
    return _set_up_page(SetUpForm.about("setup"))


def _require_empty() -> None:
    if queries.organisation() is not None:
        raise NotFound


def _set_up_page(form: SetUpForm) -> str:
    return render_template("accounts/set_up.html", form=form, timezones=timezones())


@bp.post("/setup")
@access.public
def set_up_hospital() -> Response:
    _require_empty()
    form = SetUpForm.about("setup")
    return let_in(
        form,
        page=lambda: _set_up_page(form),
        prove=lambda: _prove(form),
        act=lambda: _set_up(form),
        to=lambda _: url_for("admin.start"),
        cookies=cookies.set_session,
        field_name="code",
        notice="Huddle is ready for your hospital. Add your first unit.",
    )


def _prove(form: SetUpForm) -> None:
    folder: Path = current_app.extensions["huddle.settings"].data_dir
    door.try_code("setup", lambda: _check(folder, form.code.data or ""), address=request.remote_addr or "", now=now())


def _set_up(form: SetUpForm) -> str:
    settings: Any = current_app.extensions["huddle.settings"]
    first = service.FirstDay(
        organisation=form.organisation.data or "",
        site=form.site.data or "",
        timezone=form.timezone.data or "",
        name=form.name.data or "",
        username=form.username.data or "",
        password=form.password.data or "",
    )
    with transaction():
        admin = service.set_up(first, practice=settings.practice, actor=Actor.system("set-up"), now=now())
        token = door.open_here(admin.id, admin.name, now=now())
    setup_code.discard(settings.data_dir)
    return token


def _check(folder: Path, code: str) -> None:
    if not setup_code.check(folder, code):
        raise FieldRefused("code", "This code is not right. Look at the console of the server.")
