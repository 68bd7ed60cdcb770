"""What the second receiver is told: who was first, and when."""

from __future__ import annotations

from datetime import datetime

from huddle.core.actor import Actor
from huddle.core.dates import moment_text
from huddle.handoffs.models import Handoff
from huddle.units import queries as units


def taken_text(handoff: Handoff, actor: Actor, now: datetime) -> str:
    """Who acknowledged this handoff and when, for somebody who came second; the first one is told that it was them."""
    assert handoff.acknowledged_at is not None  # noqa: S101 - the caller asked
    when = moment_text(handoff.acknowledged_at, now, units.facts(handoff.home_id).zone)
    if handoff.acknowledged_by == actor.user_id:
        return f"You acknowledged this handoff {when} and have this patient already."
    name = units.names({handoff.acknowledged_by})[handoff.acknowledged_by]
    return f"{name} acknowledged this handoff {when} and is responsible for this patient. Yours was not stored."
