"""The dates of an action item."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from huddle.core.dates import day_text
from huddle.core.errors import FieldRefused

SOON = timedelta(days=7)
LATEST = timedelta(days=366)


class DueIn(StrEnum):
    """The usual answers to "by when?"."""

    TODAY = "today"
    WEEK = "week"
    MONTH = "month"


DAYS_OF = {DueIn.TODAY: 0, DueIn.WEEK: 7, DueIn.MONTH: 30}
DUE_LABELS = {DueIn.TODAY: "Today", DueIn.WEEK: "In 7 days", DueIn.MONTH: "In 30 days"}


def due_day(preset: DueIn, today: date) -> date:
    """The day a usual answer stands for, counted from the unit's day."""
    return today + timedelta(days=DAYS_OF[preset])


def require_due_day(due_on: date, today: date, *, field_name: str = "due_on") -> None:
    """Raise FieldRefused for a day that has passed or lies more than a year ahead."""
    if due_on < today:
        raise FieldRefused(field_name, "Choose today or a later day.")
    if due_on > today + LATEST:
        raise FieldRefused(field_name, "Choose a day within the next year.")


def due_tag(due_on: date, today: date) -> tuple[str, str]:
    """How a list says by when, and in which tone.

    >>> due_tag(date(2026, 11, 19), date(2026, 11, 21)), due_tag(date(2026, 11, 21), date(2026, 11, 21))
    (('Overdue 2 days', 'urgent'), ('Due today', 'warn'))
    >>> due_tag(date(2026, 12, 3), date(2026, 11, 21))
    ('Due 3 Dec', 'plain')
    """
    late = (today - due_on).days
    if late > 0:
        return f"Overdue {late} day{'' if late == 1 else 's'}", "urgent"
    return f"Due {day_text(due_on, today)}", "plain" if late else "warn"
