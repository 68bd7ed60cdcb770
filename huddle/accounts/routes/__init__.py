"""Screens of the door: signing in and out, locking, one's own PIN and password.

The screens that also know units (name tiles, the front page, set-up) join this blueprint from huddle.units.routes.
"""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("accounts", __name__)

from huddle.accounts.routes import me, sessions  # noqa: E402 - their views register themselves on bp

__all__ = ["bp", "me", "sessions"]
