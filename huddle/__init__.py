"""Huddle: handoffs, safety huddles, reviews and follow-through for hospital wards."""

from huddle.app import create_app

__all__ = ["create_app"]
