"""Printing paper forms, and typing them in later."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint

from huddle.downtime import queries

bp = Blueprint("downtime", __name__, url_prefix="/units/<uuid:unit_id>/paper")


@bp.app_context_processor
def _notes() -> dict[str, Callable[..., object]]:
    """For the pages of what a sheet became (templates/downtime/_note.html)."""
    return {"paper_note": queries.note}


from huddle.downtime.routes import printing, typing  # noqa: E402 - their views register themselves on bp

__all__ = ["bp", "printing", "typing"]
