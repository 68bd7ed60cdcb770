"""Screens that know units: name tiles and front page (both part of the door), set-up, administration."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("admin", __name__)

from huddle.units.routes import (  # noqa: E402 - their views register themselves on bp
    charge,
    closing,
    guests,
    home,
    imports,
    members,
    people,
    places,
    services,
    shifts,
    start,
    tablet,
    tablets,
    unit,
    unit_people,
)

__all__ = [
    "bp",
    "charge",
    "closing",
    "guests",
    "home",
    "imports",
    "members",
    "people",
    "places",
    "services",
    "shifts",
    "start",
    "tablet",
    "tablets",
    "unit",
    "unit_people",
]
