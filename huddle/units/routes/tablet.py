"""The door of a shared tablet: names, PIN, and the code that makes a browser a tablet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from huddle.accounts import door, tablets
from huddle.accounts.entrance import let_in, typed_search
from huddle.accounts.forms import EnrolForm, PinForm
from huddle.accounts.routes import bp
from huddle.core import drafts
from huddle.core.actor import Actor
from huddle.core.errors import NotFound
from huddle.units import queries
from huddle.units.queries import Person
from huddle.units.routes.home import board_url
from huddle.units.tiles import tiles
from huddle.web import access, cookies
from huddle.web.context import Tablet, device_id, now, visit
from huddle.web.htmx import page_or_partial
from huddle.web.way_back import page_or


@bp.get("/tablet")
@access.tablet
def tablet() -> Response | str:
    """Tap your name."""
    here = visit()
    if here.tablet is None:
        return redirect("/", 303)
    return page_or_partial(
        "accounts/tablet.html",
        "accounts/_tiles.html",
        tiles=tiles(here.tablet.unit_id, typed_search(), now()),
        next=page_or(request.args.get("next"), ""),
        locked=here.locked,
        unit=queries.facts(here.tablet.unit_id),
    )


def _here() -> Tablet:
    here = visit().tablet
    if here is None:
        raise NotFound
    return here


@bp.get("/tablet/people/<uuid:person_id>")
@access.tablet
def pin(person_id: UUID) -> str:
    """Enter your PIN."""
    person = queries.person_on(_here().unit_id, person_id, now())
    return _pin_page(person, PinForm.about(person_id, data={"next": page_or(request.args.get("next"), "")}))


def _pin_page(person: Person, form: PinForm) -> str:
    form.pin.render_kw = {"data-focus": "1", "tabindex": "0"}  # typing begins here, at first and after a wrong PIN
    has_draft = bool(drafts.authors_among([person.id], now=now()))
    return render_template("accounts/pin.html", person=person, form=form, has_draft=has_draft)


@bp.post("/tablet/people/<uuid:person_id>")
@access.tablet
def create_pin_session(person_id: UUID) -> Response:
    unit_id = _here().unit_id
    person = queries.person_on(unit_id, person_id, now())
    form = PinForm.about(person_id)
    return let_in(
        form,
        page=lambda: _pin_page(person, form),
        act=lambda: door.by_pin(person_id, (form.pin.data or "").strip(), until=person.ends_at, now=now()),
        to=lambda entered: board_url(unit_id) if entered.after_another else page_or(form.next.data, board_url(unit_id)),
        cookies=lambda response, entered: cookies.set_session(response, entered.token),
        field_name="pin",
    )


@bp.get("/tablet/enrolment")
@access.public
@access.on_wall
def enrolment() -> str:
    return _enrolment_page(EnrolForm.about("tablet"))


def _enrolment_page(form: EnrolForm) -> str:
    return render_template("accounts/enrolment.html", form=form, tablet=visit().tablet)


@bp.post("/tablet/enrolment")
@access.public
@access.on_wall
def enrol() -> Response:
    """This browser is a tablet from now on; whoever was signed in with it is not any more."""
    form = EnrolForm.about("tablet")
    return let_in(
        form,
        page=lambda: _enrolment_page(form),
        act=lambda: _enrol(form),
        to=lambda _: "/",
        cookies=_become_tablet,
        field_name="code",
        notice="This belongs to the unit now.",
    )


def _enrol(form: EnrolForm) -> str:
    return door.try_code("enrolment", lambda: _use_code(form), address=request.remote_addr or "", now=now())


def _use_code(form: EnrolForm) -> str:
    settings: Any = current_app.extensions["huddle.settings"]
    door.close_here(now=now())
    return tablets.enrol(
        form.code.data or "",
        name=form.name.data or "",
        lasts=settings.device_lasts,
        instead_of=device_id(),
        actor=visit().actor or Actor.system("enrolment"),
        now=now(),
    )


def _become_tablet(response: Response, token: str) -> None:
    cookies.set_device(response, token)
    cookies.clear_session(response)
