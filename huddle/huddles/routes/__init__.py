"""Screens of huddles: the plan and the list, the live page, the taps on it, and what it asks."""

from huddle.huddles.routes import items, live, schedule, sharing, steps, templates, watchers
from huddle.huddles.routes.blueprint import bp

__all__ = ["bp", "items", "live", "schedule", "sharing", "steps", "templates", "watchers"]
