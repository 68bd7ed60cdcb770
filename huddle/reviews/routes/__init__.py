"""Screens of reviews."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/units/<uuid:unit_id>/reviews")

from huddle.reviews.routes import debriefing, debriefs, exports, guard, protection, questions, reviews, voice_notes, voices, wording  # noqa: E402, F401 - their views register themselves on bp
