"""Who comes with a request, and whether the request counts as use."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from flask import current_app, g, request
from sqlalchemy.exc import DBAPIError

from huddle.core.transaction import transaction
from huddle.units import staff
from huddle.web.context import now, visit
from huddle.web.cookies import device_token, session_token

log = logging.getLogger(__name__)


def load_visit() -> None:
    """Before each request: who this is. Static files and the health check ask nothing of the database."""
    if request.endpoint in {"static", "accounts.health"} or request.endpoint is None:
        return
    unit_id = (request.view_args or {}).get("unit_id")
    g.visit = staff.load_visit(
        session_token(),
        device_token(),
        unit_id if isinstance(unit_id, UUID) else None,
        now(),
    )


def touch_session() -> None:
    """Count this request as use of the session, unless the page only asks for news by itself."""
    here = visit()
    if here.session_id is None or here.locked or request.endpoint is None:
        return
    view = current_app.view_functions[request.endpoint]
    if getattr(view, "passive", False):
        return
    lock_after = _lock_after_seconds(bool(getattr(view, "stays_open", False)))
    if staff.is_worth_a_touch(here, lock_after, now()):
        try:
            with transaction():
                staff.touch(here.session_id, here.tablet.id if here.tablet else None, lock_after, now=now())
        except DBAPIError:
            # Reading goes on when nobody can write; the session then simply looks older than it is.
            log.warning("a session could not be touched")


def _lock_after_seconds(stays_open: bool) -> int:
    settings: Any = current_app.extensions["huddle.settings"]
    if visit().tablet is None:
        return int(settings.own_device_lock_after.total_seconds())
    after = settings.huddle_lock_after if stays_open else settings.tablet_lock_after
    return int(after.total_seconds())
