"""Waiting for whoever changes a review now."""

from __future__ import annotations

from huddle.core.db import db
from huddle.reviews.models import Review


def lock(review: Review) -> None:
    """Wait for others and read it again: no answer may slip in while it is being published."""
    db.session.refresh(review, with_for_update=True)
