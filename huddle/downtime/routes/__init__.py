"""Printing paper forms, and typing them in later."""

from __future__ import annotations

from flask import Blueprint

from huddle.downtime import queries

bp = Blueprint("downtime", __name__, url_prefix="/units/<uuid:unit_id>/paper")

__all__ = ["bp", "queries"]
