"""Screens of action items."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("actions", __name__, url_prefix="/units/<uuid:unit_id>/action-items")

from huddle.actions.routes import (  # noqa: E402 - their views register themselves on bp
    bulk,  # noqa: F401
    changes,  # noqa: F401
    checking,  # noqa: F401
    evidence,  # noqa: F401
    lists,  # noqa: F401
    opening,  # noqa: F401
    owning,  # noqa: F401
    show,  # noqa: F401
    telling,  # noqa: F401
    working,  # noqa: F401
)
