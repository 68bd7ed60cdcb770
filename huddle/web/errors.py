"""From a refusal to a page: the one place that turns errors into HTTP. What was typed is shown again."""

from __future__ import annotations

import logging
import traceback
from typing import Any
from urllib.parse import quote

from flask import Flask, current_app, make_response, redirect, render_template, request
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge
from werkzeug.wrappers import Response

from huddle.core.db import db
from huddle.core.errors import HuddleError, NotFound, NotPermitted
from huddle.web.access import SignInNeeded
from huddle.web.context import actor_id, visit
from huddle.web.envelope import Envelope, open_draft
from huddle.web.forms import is_kept
from huddle.web.security import SAFE_METHODS
from huddle.web.way_back import page_before
from huddle.web.writes import NotTaken, is_script, keep_as_draft, was_sent

log = logging.getLogger(__name__)

MESSAGES = {
    400: "The request could not be read. Go back and try again.",
    404: str(NotFound()),
    405: "This page cannot be used in this way. Go back and try again.",
    413: "That is too much for one form. Shorten it, or choose a smaller file. Nothing was stored.",
    415: "The request could not be read. Go back and try again.",
    429: "Too many tries. Wait a little, then try again.",
}
BROKEN = "Something went wrong on our side. Nothing was stored. Your text is still here."
UNAVAILABLE = "Not saved. Your text is still here. Try again in a moment."
SHOWN_AGAIN_BYTES = 24 * 2**20
"""So much of what is too much to be stored is still read, to be given back to its author."""
NOTHING_SENT = {
    BROKEN: "Something went wrong on our side. Try again in a moment.",
    UNAVAILABLE: "Huddle cannot answer just now. Try again in a moment.",
}
"""The same to somebody who only looked: there was nothing to save."""


def install(app: Flask) -> None:
    app.register_error_handler(SignInNeeded, sign_in_needed)
    app.register_error_handler(NotTaken, not_taken)
    app.register_error_handler(HuddleError, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(DBAPIError, database_trouble)
    app.register_error_handler(Exception, broken)
    app.log_exception = _log_without_words  # type: ignore[method-assign]


def _log_without_words(exc_info: Any) -> None:
    """The kind of an error and nothing else: its message may hold what somebody typed."""
    log.error("unexpected %s in %s", exc_info[0].__name__, request.endpoint)


def refused(error: HuddleError) -> Response:
    status = 404 if isinstance(error, NotFound) else 403 if isinstance(error, NotPermitted) else 409
    return error_page(status, str(error))


def sign_in_needed(_error: SignInNeeded) -> Response:
    """Off to the lock page or to sign-in, and back here afterwards; a posted text waits as a draft."""
    here = visit()
    door = "/tablet" if here.tablet else "/sign-in"
    if request.method in SAFE_METHODS:
        if request.headers.get("HX-Request"):
            response = make_response("", 401)
            response.headers["Huddle-Lock"] = "1"
            return response
        here_again = request.full_path.rstrip("?")
        return redirect(f"{door}?next={quote(here_again, safe='')}", 303)
    is_read = _can_be_read()
    envelope = open_draft(request.form.get("_envelope", ""), also_expired=True) if is_read else None
    words = "The tablet is locked." if here.locked else "You are not signed in."
    shown: list[tuple[str, str]] = []
    back_url = _then_back(door)
    if is_read and was_sent(envelope):
        back_url = door
        words += " What you sent is stored. Sign in to go on."
    elif _is_kept(envelope):
        words += " Your text is kept. Sign in and open the form again to go on."
    else:
        words += " Nothing was stored. Sign in, then do it once more."
        shown = [] if here.tablet or not is_read else _typed()
    response = make_response(render_template("errors/401.html", message=words, kept=shown, back_url=back_url), 401)
    response.headers["Huddle-Lock"] = "1"
    return response


def _can_be_read() -> bool:
    """False for what is too much: reading it raises, each time anew."""
    try:
        return request.form is not None
    except RequestEntityTooLarge:
        return False


def _then_back(door: str) -> str:
    """The door, and from there to the page whose form was sent: the text waits in it."""
    page = page_before()
    return f"{door}?next={quote(page, safe='')}" if page else door


def _is_kept(envelope: Envelope | None) -> bool:
    try:
        return keep_as_draft(envelope)
    except DBAPIError:
        db.session.rollback()
        return False


def not_taken(error: NotTaken) -> Response:
    return error_page(409, str(error), error.kept)


def http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return error.get_response()
    return error_page(status, MESSAGES.get(status, BROKEN))


def database_trouble(error: DBAPIError) -> Response:
    """The database does not answer, or refuses. Nothing was stored; the text goes back to its author."""
    db.session.rollback()
    log.error("database trouble in %s: %s", request.endpoint, type(error.orig).__name__)
    if isinstance(error, IntegrityError):
        return error_page(409, "Somebody else did this at the same moment. Open the page again to see what is stored.")
    response = error_page(503, UNAVAILABLE)
    response.headers["Retry-After"] = "2"
    return response


def broken(error: Exception) -> Response:
    db.session.rollback()
    if current_app.testing:
        raise error
    # The kind and the place only: the message of an error may hold what somebody typed.
    places = [f"{frame.name}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-5:]]
    log.error("unexpected %s in %s at %s", type(error).__name__, request.endpoint, " > ".join(places))
    return error_page(500, BROKEN)


def error_page(status: int, message: str, kept: list[tuple[str, str]] | None = None) -> Response:
    """An error in the words of the screen, with what was typed."""
    looked = request.method in SAFE_METHODS
    message = NOTHING_SENT.get(message, message) if looked else message
    name = status if status in {400, 403, 404, 409, 413, 429, 500, 503} else 400 if status < 500 else 500
    kept = kept if kept is not None else _typed()
    body = render_template(f"errors/{name}.html", message=message, kept=kept, back_url=_back(status), looked=looked)
    return make_response(body, status)


def _typed() -> list[tuple[str, str]]:
    if request.method in SAFE_METHODS:
        return []
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, value in (request.form if _can_be_read() else _too_much()).items(multi=True)
        if is_kept(name) and not name.startswith("_") and value.strip()
    ]


def _too_much() -> MultiDict[str, str]:
    """What was sent beyond the limit, where this answer takes the place of the page that it stands in."""
    if is_script() or actor_id() is None or (request.content_length or 2**63) > SHOWN_AGAIN_BYTES:
        return MultiDict()
    request.max_content_length = request.max_form_memory_size = SHOWN_AGAIN_BYTES
    return request.form


def _back(status: int) -> str:
    """To what was asked for, or to the form that was sent where only its size or our trouble stood in its way."""
    if request.method in SAFE_METHODS:
        return "/" if is_script() else request.path
    return (page_before() if status in {413, 500, 503} else None) or "/"
