"""Who comes with a request, and whether the request counts as use."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import current_app, g, request
from sqlalchemy.exc import DBAPIError

from huddle.core.transaction import transaction
from huddle.units import staff
from huddle.web import access
from huddle.web.context import now, visit
from huddle.web.cookies import device_token, session_token

log = logging.getLogger(__name__)


def load_visit() -> None:
    """Before each request: who this is. Static files, the health check and pages that stand apart ask for nobody."""
    if request.endpoint in {"static", "accounts.health"} or request.endpoint is None:
        return
    if getattr(current_app.view_functions[request.endpoint], "apart", False):
        return
    unit_id = (request.view_args or {}).get("unit_id")
    g.visit = staff.load_visit(
        session_token(),
        device_token(),
        unit_id if isinstance(unit_id, UUID) else None,
        now(),
    )


def touch_session() -> None:
    """Count this request as use of the session, unless the page only asks for news by itself.

    A tablet or wall screen is noted as seen in either case, but only every few minutes.
    """
    here = visit()
    _note_tablet()
    if here.session_id is None or here.locked or request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "passive", False):
        return
    lock_after = _lock_after_seconds(access.keeps_open(view))
    if staff.is_worth_a_touch(here, lock_after, now()):
        session_id = here.session_id
        _write_down(lambda: staff.touch(session_id, lock_after, now=now()))


def _note_tablet() -> None:
    tablet = visit().tablet
    if tablet is not None and not staff.was_seen_lately(tablet, now()):
        _write_down(lambda: staff.note_seen(tablet.id, now=now()))


def _write_down(note: Callable[[], None]) -> None:
    try:
        with transaction():
            note()
    except DBAPIError:
        # Reading goes on when nobody can write; the session or tablet then simply looks older than it is.
        log.warning("the use of a session or tablet could not be written down")


def _lock_after_seconds(stays_open: bool | None) -> int:
    settings: Any = current_app.extensions["huddle.settings"]
    if visit().tablet is None:
        return int(settings.own_device_lock_after.total_seconds())
    as_it_was = visit().lock_after_seconds
    if stays_open is None and as_it_was is not None:
        return as_it_was
    after = settings.huddle_lock_after if stays_open else settings.tablet_lock_after
    return int(after.total_seconds())
