"""Screens of reminders: what somebody was told, how they want to be reached, calendar addresses, and the e-mails."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("notifications", __name__)

from huddle.notifications.routes import mail, mine, settings  # noqa: E402 - their views register themselves on bp

__all__ = ["bp", "mail", "mine", "settings"]
