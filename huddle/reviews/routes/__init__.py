"""Screens of reviews."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reviews", __name__, url_prefix="/units/<uuid:unit_id>/reviews")

from huddle.reviews.routes import (  # noqa: E402 - their views register themselves on bp
    changes,  # noqa: F401
    debriefing,  # noqa: F401
    debriefs,  # noqa: F401
    exports,  # noqa: F401
    guard,  # noqa: F401
    lessons,  # noqa: F401
    measures,  # noqa: F401
    protection,  # noqa: F401
    questions,  # noqa: F401
    reviews,  # noqa: F401
    steering,  # noqa: F401
    story,  # noqa: F401
    voice_notes,  # noqa: F401
    voices,  # noqa: F401
    wording,  # noqa: F401
    years,  # noqa: F401
)
