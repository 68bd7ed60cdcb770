"""The feed that a calendar program reads: no session, no cookie, a secret in the address."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Blueprint, make_response, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

from huddle.accounts import throttle
from huddle.calendars import queries
from huddle.core.errors import NotFound
from huddle.core.transaction import transaction
from huddle.notifications.queries import feeds
from huddle.web import access
from huddle.web.context import now
from huddle.web.sources import secret

KEY_LENGTH = 43


class CalendarKey(BaseConverter):
    """A secret as the file that calendar programs expect."""

    regex = r"[A-Za-z0-9_-]+\.ics"

    def to_python(self, value: str) -> str:
        return value.removesuffix(".ics")

    def to_url(self, value: str) -> str:
        return f"{value}.ics"


bp = Blueprint("calendars", __name__)
bp.record_once(lambda state: state.app.url_map.converters.update(calendar_key=CalendarKey))


@bp.get("/calendar/<calendar_key:key>")
@access.public
@access.apart
def feed(key: str) -> Response:
    """The calendar, or 304 when nothing changed since the program asked last.

    Wrong secrets are counted for the place they come from. A right one is answered all the same: the servers of a
    calendar service ask for many people, and one address that was taken back must not cost the others theirs.
    """
    found = feeds.opened_by(key) if len(key) == KEY_LENGTH else None
    if found is None:
        return _wrong()
    try:
        contents = queries.read(found, _address, secret, now())
    except NotFound:
        return _wrong()
    from huddle.calendars.rules.writing import write  # here, because few processes ever write one

    response = make_response(write(contents.name, contents.entries))
    response.mimetype, response.headers["Cache-Control"] = "text/calendar", "private, no-cache"
    response.set_etag(hashlib.sha256(response.get_data()).hexdigest())
    return response.make_conditional(request)


def _address(endpoint: str, **place: Any) -> str:
    return url_for(endpoint, _external=True, **place)


def _wrong() -> Response:
    """The same for a secret that never was one and for one that was taken back; after some tries: wait."""
    try:
        with transaction():
            throttle.count_try(throttle.key("calendar", throttle.place(request.remote_addr or "")), now=now())
    except throttle.TooManyTries as wait:
        return make_response(f"{wait}\n", 429, {"Content-Type": "text/plain; charset=utf-8", "Retry-After": "900"})
    return make_response("There is no calendar at this address.\n", 404, {"Content-Type": "text/plain; charset=utf-8"})
