"""Screens of huddles: the plan and the list, the live page, and the taps on it."""

from huddle.huddles.routes import live, schedule, sharing, steps, watchers
from huddle.huddles.routes.blueprint import bp

__all__ = ["bp", "live", "schedule", "sharing", "steps", "watchers"]
