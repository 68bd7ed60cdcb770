"""Opening and closing a huddle above the units, and saying why there was none."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from huddle.audit import service as audit
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import NotFound, RuleBroken
from huddle.core.storing import insert_once
from huddle.huddles.rules import NotHeldReason
from huddle.tiers import policy, queries, rules
from huddle.tiers.models import TierHuddle
from huddle.units.rules import Level


def open_today(level: Level, *, actor: Actor, now: datetime) -> TierHuddle:
    """Open the level's huddle of today, or join the one that is there.

    A day of which somebody said that there was none opens after all: then it was only late.
    """
    policy.can_hold(actor, level).require()
    today = local_day(now, level.zone)
    huddle, made = _on(level, today, opened_at=now, opened_by=actor.person_id)
    if not made:
        if huddle.opened_at is not None:
            return huddle
        huddle.opened_at, huddle.opened_by = now, actor.person_id
        huddle.not_held_reason = huddle.not_held_by = None
    _record(huddle, "opened", actor, now)
    return huddle


def close(huddle: TierHuddle, level: Level, *, notes: str, actor: Actor, now: datetime) -> None:
    """End it; what still waits goes on waiting and comes back tomorrow."""
    policy.can_hold(actor, level).require()
    rules.require_open(huddle.closed_at)
    huddle.notes = notes
    huddle.closed_at, huddle.closed_by = now, actor.person_id
    _record(huddle, "closed", actor, now)


def say_why_not_held(level: Level, *, on: date, reason: NotHeldReason, actor: Actor, now: datetime) -> None:
    """Why there was no huddle on a day; asked without blame."""
    policy.can_hold(actor, level).require()
    rules.require_may_explain(on, local_day(now, level.zone))
    huddle, _made = _on(level, on, not_held_reason=reason, not_held_by=actor.person_id)
    if huddle.opened_at is not None:
        raise RuleBroken("There was a huddle on that day.")
    huddle.not_held_reason, huddle.not_held_by = reason, actor.person_id
    _record(huddle, "explained", actor, now)


def _on(level: Level, day: date, **values: Any) -> tuple[TierHuddle, bool]:
    """The level's row of a day, and whether it was made just now, with these values."""
    made = insert_once(TierHuddle, kind=level.kind, level_id=level.id, held_on=day, **values)
    huddle = queries.on_day(level, day)
    if huddle is None:
        raise NotFound
    return huddle, made


def _record(huddle: TierHuddle, what: str, actor: Actor, now: datetime) -> None:
    db.session.flush()
    audit.record(f"tier-huddle.{what}", subject=("tier_huddle", huddle.id), actor=actor, now=now)
