"""My PIN and my password."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from werkzeug.wrappers import Response

from huddle.accounts import door, queries, service, signing
from huddle.accounts.forms import NewPasswordForm, NewPinForm, ProofForm
from huddle.accounts.routes import bp
from huddle.accounts.rules import Secret
from huddle.accounts.throttle import TooManyTries
from huddle.core.errors import FieldRefused
from huddle.web import access
from huddle.web.context import current_actor, now, visit
from huddle.web.writes import submit


@bp.get("/me/pin")
@access.signed_in
@access.chooses_secret
def my_pin() -> str:
    return _page("accounts/my_pin.html", _form(NewPinForm))


@bp.post("/me/pin")
@access.signed_in
@access.chooses_secret
def set_my_pin() -> Response:
    form = _form(NewPinForm)
    if not _proved(form):
        return _again("accounts/my_pin.html", form)
    return submit(
        form,
        page=lambda: _page("accounts/my_pin.html", form),
        save=lambda: service.set_pin(
            queries.person(current_actor().person_id), pin=form.pin_new.data, actor=current_actor(), now=now()
        ),
        to=lambda _: "/",
        notice="Your PIN is changed. Use the new one from now on.",
    )


@bp.get("/me/password")
@access.signed_in
@access.chooses_secret
def my_password() -> str:
    return _page("accounts/my_password.html", _form(NewPasswordForm))


@bp.post("/me/password")
@access.signed_in
@access.chooses_secret
def set_my_password() -> Response:
    form = _form(NewPasswordForm)
    if not _proved(form):
        return _again("accounts/my_password.html", form)
    return submit(
        form,
        page=lambda: _page("accounts/my_password.html", form),
        save=lambda: _store_password(form.password_new.data),
        to=lambda _: "/",
        notice="Your password is changed. Other devices have to sign in again.",
    )


def _store_password(password: str) -> None:
    me = current_actor()
    service.set_password(queries.person(me.person_id), password=password, actor=me, now=now())
    service.close_all_sessions(me.person_id, keep=visit().session_id, actor=me, now=now())


def _form(kind: type[ProofForm]) -> Any:
    """The form, with the one proof that this person can give here: the PIN on a tablet, else the password.

    Who signed in just now with a secret that somebody else made, and has to choose this one, is not asked for it again.
    """
    me = queries.person(current_actor().person_id)
    form = kind.about(me.id)
    if visit().must_change == kind.chooses and signing.proved_just_now():
        form.prove_by(None)
        return form
    wants_password = kind is NewPasswordForm and me.password_hash is not None
    by_pin = visit().tablet is not None and me.pin_hash is not None and not wants_password
    form.prove_by(Secret.PIN if by_pin else Secret.PASSWORD)
    return form


def _proved(form: ProofForm) -> bool:
    """Whether the PIN or password of now is right; a form that is faulty otherwise costs no try."""
    if not form.validate():
        return True
    me = current_actor().person_id
    try:
        if form.pin is not None:
            door.check_own_pin(me, form.pin.data, now=now())
        elif form.password is not None:
            door.check_own_password(me, form.password.data, address=request.remote_addr or "", now=now())
    except (FieldRefused, TooManyTries) as refused:
        form.refuse("pin" if form.pin is not None else "password", str(refused))
        return False
    return True


def _page(template: str, form: ProofForm) -> str:
    return render_template(template, form=form, must=visit().must_change == form.chooses)


def _again(template: str, form: ProofForm) -> Response:
    response = Response(_page(template, form), mimetype="text/html")
    response.status_code = 422
    return response
