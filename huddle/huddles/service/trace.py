"""The end of every change to a huddle."""

from __future__ import annotations

from datetime import datetime

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.huddles.models import Huddle


def store_and_record(huddle: Huddle, action: str, *, actor: Actor, now: datetime) -> None:
    """Write the change and its trace, which also tells the other tablets."""
    db.session.flush()
    audit.record(f"huddle.{action}", subject=("huddle", huddle.id), actor=actor, now=now, unit_id=huddle.unit_id)
