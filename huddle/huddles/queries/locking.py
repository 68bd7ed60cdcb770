"""Taking a row for oneself, before a service changes it: one huddle is changed by one tablet at a time."""

from __future__ import annotations

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.huddles import policy, rules
from huddle.huddles.models import Huddle


def take_part(huddle: Huddle, actor: Actor) -> None:
    """Check that this person may, wait for the other tablet, and check that the huddle is still open."""
    policy.can_take_part(actor, huddle.unit_id).require()
    wait_for_others(huddle)
    rules.require_open(huddle.closed_at)


def wait_for_others(huddle: Huddle) -> None:
    """Let another tablet finish its change first, and see it. SQLite has one writer anyway and ignores the lock."""
    db.session.refresh(huddle, with_for_update=True)
