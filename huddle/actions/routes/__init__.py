"""Screens of action items."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("actions", __name__, url_prefix="/units/<uuid:unit_id>/action-items")

from huddle.actions.routes import changes, items  # noqa: E402, F401 - their views register themselves on bp
