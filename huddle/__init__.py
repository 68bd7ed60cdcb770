"""Huddle: handoffs, safety huddles, reviews and follow-through for hospital wards."""

import gc

# What is imported stays: walking through it again and again while it grows took a quarter of the start.
_collects = gc.isenabled()
gc.disable()
try:
    from huddle.app import create_app
finally:
    if _collects:
        gc.enable()

__all__ = ["create_app"]
