"""Which reminder of a date somebody gets: of all that are reached and are for them, the most pressing one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from huddle.notifications.rules import NoticeKind

AHEAD = timedelta(days=3)
REACHED_AFTER = {
    NoticeKind.DUE_SOON: -AHEAD,
    NoticeKind.DUE_TODAY: timedelta(0),
    NoticeKind.LATE: timedelta(days=3),
    NoticeKind.LATE_UNIT: timedelta(days=3),
    NoticeKind.LATE_WEEK: timedelta(days=7),
    NoticeKind.LATE_FORTNIGHT: timedelta(days=14),
}
STARTED_FOR = timedelta(days=60)
"""A step that was reached longer ago is begun no more: nobody is reminded of last year when Huddle comes back."""
FOR_OWNER = frozenset({NoticeKind.DUE_SOON, NoticeKind.DUE_TODAY, NoticeKind.LATE})
FOR_CHARGE = frozenset({NoticeKind.LATE_UNIT})
FOR_MANAGER = frozenset({NoticeKind.LATE_WEEK})
FOR_ABOVE = frozenset({NoticeKind.LATE_FORTNIGHT})


def step(kinds: Collection[NoticeKind], due_on: date, today: date) -> NoticeKind | None:
    """The most pressing of these that this day has reached.

    >>> step(FOR_OWNER, date(2026, 11, 16), date(2026, 11, 15)).value
    'due_soon'
    >>> step(FOR_OWNER, date(2026, 11, 16), date(2026, 12, 30)).value
    'late'
    """
    reached = [kind for kind, after in REACHED_AFTER.items() if kind in kinds and today >= due_on + after]
    return reached[-1] if reached else None


def is_begun(kind: NoticeKind, due_on: date, today: date) -> bool:
    """Whether a reminder that nobody has been given yet is still given."""
    return today - (due_on + REACHED_AFTER[kind]) < STARTED_FOR
