"""Screens of concerns."""

from flask import Blueprint

bp = Blueprint("concerns", __name__, url_prefix="/units/<uuid:unit_id>/concerns")

from huddle.concerns.routes import changes, escalation, lists  # noqa: E402, F401 - they add their views to bp
