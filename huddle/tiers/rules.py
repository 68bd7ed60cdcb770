"""What a huddle above the units may take, and which day it is one of."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from huddle.core.errors import RuleBroken
from huddle.units.rules import LevelKind

KIND_LABELS = {
    LevelKind.SERVICE: "Service",
    LevelKind.SITE: "Site",
    LevelKind.ORGANISATION: "Organisation",
}
BUDGET = timedelta(minutes=15)
NOTES_LIMIT = 400
LATELY = timedelta(days=14)
EXPLAINED_WITHIN = timedelta(days=3)


def short(planned: Mapping[str, int], here: Mapping[str, int]) -> int:
    """How many people fewer are here than were planned, role by role: one too many of one is none of another.

    >>> short({"nurse": 5, "clerk_admin": 1}, {"nurse": 3, "clerk_admin": 2})
    2
    """
    return sum(max(0, count - here.get(role, 0)) for role, count in planned.items())


def require_open(closed_at: datetime | None) -> None:
    """Raise RuleBroken for a huddle that is over."""
    if closed_at is not None:
        raise RuleBroken("This huddle is closed. What was said in it stays.")


def require_may_explain(on: date, today: date) -> None:
    """Today or one of the last three days can be explained; raise RuleBroken for any other."""
    if not today - EXPLAINED_WITHIN <= on <= today:
        raise RuleBroken("Only the last three days can be explained.")


def days_without(known: Collection[date], began_on: date | None, today: date) -> list[date]:
    """The last three days before today of which nobody knows whether there was a huddle, newest first.

    A level that has never held one owes no reasons, and nothing is asked of a weekend.
    """
    if began_on is None:
        return []
    days = (today - timedelta(days=back) for back in range(1, EXPLAINED_WITHIN.days + 1))
    return [day for day in days if day > began_on and day not in known and day.weekday() < 5]
