"""Signing in with a password, signing out, locking, day and night view, health."""

from __future__ import annotations

from urllib.parse import quote

from flask import jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from huddle.accounts import door, queries, service
from huddle.accounts.entrance import let_in
from huddle.accounts.forms import SignInForm
from huddle.accounts.routes import bp
from huddle.core.transaction import transaction
from huddle.web import access, cookies
from huddle.web.context import now, visit
from huddle.web.way_back import page_before, page_or


@bp.get("/sign-in")
@access.public
def sign_in() -> str:
    return _sign_in_page(SignInForm.about("session", data={"next": page_or(request.args.get("next"), "")}))


def _sign_in_page(form: SignInForm) -> str:
    return render_template("accounts/sign_in.html", form=form, locked=visit().locked, on_tablet=visit().tablet)


@bp.post("/sign-in")
@access.public
def create_session() -> Response:
    form = SignInForm.about("session")
    return let_in(
        form,
        page=lambda: _sign_in_page(form),
        act=lambda: door.by_password(
            form.username.data or "", form.password.data or "", address=request.remote_addr or "", now=now()
        ),
        to=lambda entered: "/" if entered.after_another else page_or(form.next.data, "/"),
        cookies=lambda response, entered: cookies.set_session(response, entered.token),
        field_name="password",
    )


@bp.post("/sign-out")
@access.public
def sign_out() -> Response:
    """End the session for good, locked or not."""
    here = visit()
    if here.session_id is not None and here.actor is not None:
        with transaction():
            service.close_session(here.session_id, actor=here.actor, now=now())
    response = redirect(url_for(".tablet" if here.tablet else ".sign_in"), 303)
    cookies.clear_session(response)
    return response


@bp.post("/lock")
@access.public
def lock() -> Response:
    """Hide everything now. The same person comes back to the page that was open; their text is kept."""
    return _locked(page_before())


@bp.post("/switch")
@access.public
def switch() -> Response:
    """Lock, for somebody else to take the tablet."""
    return _locked(None)


def _locked(then: str | None) -> Response:
    here = visit()
    query = f"?next={quote(then, safe='')}" if then else ""
    response = redirect(url_for(".tablet" if here.tablet else ".sign_in") + query, 303)
    if here.session_id is not None and here.actor is not None:
        with transaction():
            token = service.lock(here.session_id, actor=here.actor, now=now())
        cookies.set_session(response, token)
    return response


@bp.post("/theme")
@access.public
@access.on_wall
def theme() -> Response:
    """Day or night view on this device; back to the page that was open."""
    response = redirect(page_before() or "/", 303)
    cookies.set_theme(response, "night" if request.form.get("theme") == "night" else "day")
    return response


@bp.get("/health")
@access.public
@access.on_wall
@access.passive
def health() -> Response:
    """For a load balancer: 200 when the database answers and holds our tables, else 503."""
    database = queries.database_in_use()
    if database is None:
        return make_response(jsonify(status="unavailable"), 503)
    return make_response(jsonify(status="ok", database=database))
