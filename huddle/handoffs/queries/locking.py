"""One writer at a time for each handoff."""

from __future__ import annotations

from huddle.core.db import db
from huddle.handoffs.models import Handoff


def lock(handoff: Handoff) -> None:
    """Wait for whoever changes it at this moment, and see what they have done."""
    db.session.refresh(handoff, with_for_update=True)
