"""The poll of the boards, answered before Flask is entered.

Hundreds of tablets ask every five seconds whether something changed. One plain query reads the session (expiry,
revocation, lock), the tablet, the membership and the unit's revision together; nothing of it is remembered. When
nothing is new the answer is 204. When another tablet has already had the new board rendered, its bytes are served
from memory. In every other case, and in every doubt, the request goes on to Flask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import Flask
from markupsafe import Markup
from sqlalchemy.exc import DBAPIError

from huddle.core.db import db, is_sqlite
from huddle.core.reading import reader_of
from huddle.handoffs.queries import Waiting
from huddle.reviews.rules.debriefs import Offer
from huddle.today.kept import At, Kept
from huddle.today.rules import tag
from huddle.web.cookies import names
from huddle.web.security import HEADERS, PAGE_HEADER, STRICT_TRANSPORT

Environ = dict[str, Any]
Start = Callable[..., Any]

NEWS = re.compile(r"^/units/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/board/news$")
QUERY = """
SELECT s.expires_at, s.last_used_at, s.lock_after_seconds, s.device_id, d.id, d.expires_at,
       COALESCE(r.revision, 0), m.ends_at, s.must_change
FROM login_session s
JOIN "user" u ON u.id = s.user_id AND u.active
JOIN membership m ON m.user_id = u.id AND m.unit_id = {} AND m.ended_at IS NULL
JOIN unit n ON n.id = m.unit_id AND n.active
LEFT JOIN unit_revision r ON r.unit_id = m.unit_id
LEFT JOIN device d ON d.token_sha256 = {} AND d.revoked_at IS NULL
WHERE s.token_sha256 = {} AND s.revoked_at IS NULL AND s.locked_at IS NULL
"""
COMMON = [
    *HEADERS.items(),
    (PAGE_HEADER, "1"),
    ("Cache-Control", "no-store"),
    ("Vary", "HX-Request, Cookie"),
]


class Rendered:
    """The newest board of a unit, for every tablet alike; nothing of one person is in it.

    `lead` and `do` stand in other places of the page than the rest: above what is for one person, and in its bar.

    `waiting` are the unit's handoffs that nobody has taken yet, as the board read them, `in_charge_id` who is in
    charge, `offers` what a debrief is offered after.
    """

    def __init__(
        self,
        tag: str,
        *,
        lead: str,
        board: str,
        do: str,
        waiting: Sequence[Waiting],
        in_charge_id: UUID | None,
        offers: Sequence[Offer],
    ) -> None:
        self.tag = tag
        self.lead, self.board, self.do = lead.encode(), board.encode(), do.encode()
        self.waiting, self.in_charge_id, self.offers = waiting, in_charge_id, offers
        self.news = "\n".join((board, _aside("lead", "", lead), _aside("do", "cluster", do), "")).encode()


def _aside(place: str, css: str, html: str) -> str:
    return f'<div id="board-{place}" class="{css}" hx-swap-oob="true">{html}</div>'


class Boards:
    """The newest rendered board of each unit, in this process, and the parts that it was made of."""

    def __init__(self) -> None:
        self._newest: dict[UUID, Rendered] = {}
        self._parts: dict[tuple[UUID, str], tuple[object, Markup]] = {}
        self._kept: dict[UUID, Kept] = {}

    def find(self, unit_id: UUID, wanted: str) -> Rendered | None:
        found = self._newest.get(unit_id)
        return found if found is not None and found.tag == wanted else None

    def keep(self, unit_id: UUID, rendered: Rendered) -> None:
        self._newest[unit_id] = rendered

    def part(self, unit_id: UUID, name: str, value: object) -> Markup | None:
        """One part of the board as it was rendered last, if it showed the same value."""
        known = self._parts.get((unit_id, name))
        return known[1] if known is not None and known[0] == value else None

    def keep_part(self, unit_id: UUID, name: str, value: object, html: Markup) -> Markup:
        self._parts[unit_id, name] = (value, html)
        return html

    def at(self, unit_id: UUID, areas: Sequence[int], minute: int) -> At:
        """What the board of this unit read and made before, as far as it still holds now."""
        return At(self._kept.setdefault(unit_id, Kept()), areas, minute)


class BoardPoll:
    """WSGI layer around the application that answers polls, and nothing else."""

    def __init__(self, app: Flask, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner
        self._clock = app.extensions["huddle.clock"]
        self._boards: Boards = app.extensions["huddle.boards"]
        https = app.extensions["huddle.settings"].https
        self._names = names(https)
        self._headers = [*COMMON, *([STRICT_TRANSPORT] if https else [])]
        with app.app_context():
            self._reader = reader_of(db.engine)
            self._sqlite = is_sqlite()
        self._query = QUERY.format(*("???" if self._sqlite else ("$1", "$2", "$3")))

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        asked = NEWS.match(environ["PATH_INFO"]) if environ["REQUEST_METHOD"] == "GET" else None
        answer = self._answer(environ, UUID(asked.group(1))) if asked else None
        if answer is None:
            return self._inner(environ, start)
        status, body = answer
        content = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))] if body else []
        start(status, [*self._headers, *content])
        return [body] if body else []

    def _answer(self, environ: Environ, unit_id: UUID) -> tuple[str, bytes] | None:
        now: datetime = self._clock.now()
        revision = self._revision(environ, unit_id, now)
        if revision is None:
            return None
        newest = tag(revision, now)
        if environ.get("QUERY_STRING") == f"since={newest}":
            return "204 No Content", b""
        found = self._boards.find(unit_id, newest)
        return None if found is None else ("200 OK", found.news)

    def _revision(self, environ: Environ, unit_id: UUID, now: datetime) -> int | None:
        """The unit's revision for somebody who may see it now; None when Flask must find out why not."""
        session, device = _tokens(environ.get("HTTP_COOKIE", ""), *self._names)
        if session is None:
            return None
        row = self._read(unit_id, device, session)
        if row is None:
            return None
        expires, used, lock_after, session_device, device_id, device_expires, revision, ends, must_change = row
        if must_change is not None or (ends is not None and _moment(ends) <= now):
            return None
        if _moment(expires) <= now or now - _moment(used) > timedelta(seconds=int(lock_after)):
            return None
        if session_device != device_id or (device_id is not None and _moment(device_expires) <= now):
            return None
        return int(revision)

    def _read(self, unit_id: UUID, device: str, session: str) -> Any:
        try:
            return self._reader.row((self._query, (unit_id.hex if self._sqlite else unit_id, device, session)))
        except DBAPIError:
            return None  # Flask finds out what is wrong, and says it


def _tokens(header: str, session_name: str, device_name: str) -> tuple[str | None, str]:
    cookies = dict(part.strip().partition("=")[::2] for part in header.split(";"))
    session, device = cookies.get(session_name), cookies.get(device_name)
    return (_digest(session) if session else None), (_digest(device) if device else "")


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def _moment(value: str) -> datetime:
    """A stored time as text: SQLite's is without a zone, and in UTC."""
    moment = datetime.fromisoformat(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
