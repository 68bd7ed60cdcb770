"""Which points of a chart can carry a note."""

from __future__ import annotations

from datetime import date, timedelta

from huddle.core.dates import Month, monday_of

NOTE_LIMIT = 120
MEASURE_LIMIT = 10
WEEKS, MONTHS = 13, 24
"""How far back a note can be written: the weeks that a chart of weeks shows, and two years of months."""


def periods(monthly: bool, today: date) -> tuple[date, ...]:
    """The first days of the weeks or months up to the running one, newest first.

    >>> [day.isoformat() for day in periods(monthly=False, today=date(2026, 11, 18))][:2]
    ['2026-11-16', '2026-11-09']
    >>> [day.isoformat() for day in periods(monthly=True, today=date(2026, 1, 18))][:2]
    ['2026-01-01', '2025-12-01']
    """
    if not monthly:
        return tuple(monday_of(today) - timedelta(weeks=back) for back in range(WEEKS + 1))
    months = [Month.of(today)]
    while len(months) <= MONTHS:
        months.append(months[-1].previous())
    return tuple(month.first_day() for month in months)


def period_text(starts_on: date, monthly: bool) -> str:
    """How people read a period.

    >>> period_text(date(2026, 11, 9), monthly=False), period_text(date(2026, 11, 1), monthly=True)
    ('week of 9 Nov', 'November 2026')
    """
    return Month.of(starts_on).label() if monthly else f"week of {starts_on.day} {starts_on:%b}"
