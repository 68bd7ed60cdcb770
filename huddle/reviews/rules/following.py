"""Planning a review, and what becomes of a published one: pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews.rules.kinds import Effect, ReviewFormat

EFFECT_DAYS = (30, 90)
"""After how many days a review may be asked whether it changed anything; the first is the usual one."""
LOOKS_AHEAD = timedelta(days=90)
TALKED_OVER = frozenset({ReviewFormat.AAR, ReviewFormat.SUCCESS})
"""The formats that are talked through in four questions, with a timeline and the work around it."""
NO_CHANGES = "Add an action item, or say why nothing needs to change."


@dataclass(frozen=True, slots=True)
class About:
    """What more is known of the event than its day."""

    event_at: datetime | None = None
    place: str = ""
    incident_ref: str = ""
    formal_review_planned: bool = False


DAY_ALONE = About()


def require_changes(items: int, nothing_needed: str) -> None:
    """Raise RuleBroken when nobody has said what will change, or that nothing needs to."""
    if not items and not nothing_needed.strip():
        raise RuleBroken(NO_CHANGES)


def require_planned(planned_for: datetime, now: datetime) -> None:
    """Raise FieldRefused for a moment that has passed or lies too far ahead to be meant."""
    if planned_for <= now:
        raise FieldRefused("planned_on", "Choose a time that is still to come, or leave the day empty.")
    if planned_for > now + LOOKS_AHEAD:
        raise FieldRefused("planned_on", f"Plan it within the next {LOOKS_AHEAD.days} days.")


def effect_day(published_on: date, days: int) -> date:
    """On which day it is asked whether it changed anything. Raises FieldRefused for other numbers of days."""
    if days not in EFFECT_DAYS:
        raise FieldRefused("effect_in", "Choose when to look again.")
    return published_on + timedelta(days=days)


def require_effect_due(due_on: date | None, today: date) -> None:
    """Raise RuleBroken before the day on which it is asked."""
    if due_on is None or today < due_on:
        raise RuleBroken("It is too early to tell. The review comes up again on its day.")


def asked_again(effect: Effect, today: date) -> date | None:
    """The day on which it is asked once more; None for an answer that ends it."""
    return effect_day(today, EFFECT_DAYS[0]) if effect is Effect.TOO_EARLY else None


def have_ended(open_items: int) -> bool:
    """Whether there is nothing left to do for a published review."""
    return open_items == 0
