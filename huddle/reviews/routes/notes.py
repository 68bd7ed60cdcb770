"""Notes from one's own phone: no sign-in, no cookie, no look at who comes (docs/adr/0018-notes-without-a-link.md).

These pages are rendered without the shell, which would read and clear what waits to be said to somebody signed in.
"""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from flask import Blueprint, current_app, make_response, url_for
from werkzeug.wrappers import Response

from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.transaction import transaction
from huddle.language import Level, check
from huddle.reviews.forms.voices import PhoneCheckForm, PhoneCodeForm, PhoneNoteForm
from huddle.reviews.queries import voices as queries
from huddle.reviews.queries.voices import OpenRoom
from huddle.reviews.rules.voices import ROOM_IS_CLOSED
from huddle.reviews.service import voices as service
from huddle.units import queries as units
from huddle.web import access
from huddle.web.context import now
from huddle.web.cookies import device_token
from huddle.web.templating import fragment, theme

bp = Blueprint("notes", __name__, url_prefix="/notes")
NOBODY = Actor.system("notes")


def _page(template: str, status: int = 200, *, unit_id: UUID | None = None, **context: Any) -> Response:
    practice, unit_name = units.for_shell(unit_id)
    body = fragment(f"notes/{template}.html", theme=theme(), practice=practice, unit_name=unit_name, **context)
    return make_response(body, status)


def _closed(text: str = "") -> Response:
    """The same for an address that never was one, and for one whose room has closed."""
    return _page("closed", 404, text=text)


def _not_from_here() -> Response | None:
    """On a tablet of the hospital: use your own phone. Only that there is such a cookie is looked at."""
    return _page("tablet", 403) if device_token() else None


@bp.get("/<uuid:token>")
@access.public
@access.apart
def write(token: UUID) -> Response:
    room = queries.open_room(token, now())
    if refused := _not_from_here():
        return refused
    return _note_page(token, room, PhoneNoteForm.asked()) if room else _closed()


@bp.post("/<uuid:token>")
@access.public
@access.apart
def send(token: UUID) -> Response:
    """Take the note, and show its code once. The same page sent again gets the same answer."""
    form = cast(PhoneNoteForm, PhoneNoteForm.asked())
    if refused := _not_from_here():
        return refused
    room = queries.open_room(token, now())
    if room is None:
        return _closed(form.text.data or "")
    form.offer(room.format)
    if not form.validate():
        return _note_page(token, room, form, 422)
    try:
        code = _take(token, form)
    except FieldRefused as error:
        form.refuse(error.field_name, str(error))
        return _note_page(token, room, form, 422)
    except RuleBroken as error:
        return _refused(token, room, form, str(error))
    cares = [found.better for found in check(form.text.data or "") if found.level == Level.CARE]
    return _page("sent", unit_id=room.unit_id, token=token, room=room, code=code, care=cares[:1])


def _take(token: UUID, form: PhoneNoteForm) -> str:
    with transaction():
        text = form.text.data or ""
        code = service.take_note(token, form.page_key, text=text, question=form.chosen, actor=NOBODY, now=now())
    service.clear_traces(actor=NOBODY, now=now())
    return code


def _refused(token: UUID, room: OpenRoom, form: PhoneNoteForm, message: str) -> Response:
    if message == ROOM_IS_CLOSED:
        return _closed(form.text.data or "")
    form.form_errors.append(message)
    return _note_page(token, room, form, 409)


def _note_page(token: UUID, room: OpenRoom, form: Any, status: int = 200) -> Response:
    form.offer(room.format)
    return _page("write", status, unit_id=room.unit_id, token=token, room=room, form=form)


@bp.get("/<uuid:token>/last-questions")
@access.public
@access.apart
def last_questions(token: UUID) -> Response:
    room = queries.open_room(token, now())
    if refused := _not_from_here():
        return refused
    if room is None or not room.asks_check:
        return _closed()
    return _page("last_questions", unit_id=room.unit_id, token=token, form=PhoneCheckForm.asked())


@bp.post("/<uuid:token>/last-questions")
@access.public
@access.apart
def answer_last(token: UUID) -> Response:
    """Count the two answers, once for one open page."""
    form = cast(PhoneCheckForm, PhoneCheckForm.asked())
    if refused := _not_from_here():
        return refused
    room = queries.open_room(token, now())
    if room is None or not room.asks_check:
        return _closed()
    if not form.validate():
        return _page("last_questions", 422, unit_id=room.unit_id, token=token, form=form)
    try:
        with transaction():
            service.count_last_answers(token, form.page_key, form.scores, actor=NOBODY, now=now())
    except RuleBroken as error:
        form.form_errors.append(str(error))
        return _page("last_questions", 409, unit_id=room.unit_id, token=token, form=form)
    service.clear_traces(actor=NOBODY, now=now())
    return _page("thanks", unit_id=room.unit_id)


@bp.get("/answers")
@access.public
@access.apart
def answers() -> Response:
    return _page("answers", form=PhoneCodeForm.asked(), reply=None)


@bp.post("/answers")
@access.public
@access.apart
def read_answer() -> Response:
    """The answer to the note with this code. The code comes in the form, so that it stands in no address."""
    form = cast(PhoneCodeForm, PhoneCodeForm.asked())
    reply = queries.reply(form.code.data or "", now()) if form.validate() else None
    if reply is None and not form.errors:
        form.refuse("code", "No note has this code. Check each letter. Notes are deleted some time after the review.")
    return _page("answers", 422 if reply is None else 200, form=form, reply=reply)


def address_of(token: UUID) -> str:
    """The address of a room as a phone opens it."""
    return url_for("notes.write", token=token, _external=True)


def installation_key() -> str:
    """What the addresses of rooms are made from, besides what is stored."""
    return str(current_app.secret_key)
