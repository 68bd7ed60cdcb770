"""The pages that tell a unit how it goes."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reports", __name__, url_prefix="/units/<uuid:unit_id>")

from huddle.reports.routes import exports, huddles, promises  # noqa: E402, F401 - their views register themselves on bp
