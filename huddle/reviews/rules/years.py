"""A year later: when a review comes up again, and what can be said of it. Pure."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta
from enum import StrEnum

from huddle.core.dates import monday_of
from huddle.core.errors import RuleBroken

LOOKS_BACK_YEARS = 10
SAID_ALREADY = "Somebody has said this already."


class StillSo(StrEnum):
    """The answer to "is it still so?". Only the last one brings it up again."""

    STILL_TRUE = "still_true"
    FIXED = "fixed_for_good"
    NEXT_YEAR = "ask_next_year"


STILL_SO_LABELS = {
    StillSo.STILL_TRUE: "Still true",
    StillSo.FIXED: "Fixed for good",
    StillSo.NEXT_YEAR: "Ask again next year",
}


def anniversary(event_on: date, year: int) -> date:
    """The same day in that year; what happened on 29 February comes up on the 28th.

    >>> anniversary(date(2024, 2, 29), 2025)
    datetime.date(2025, 2, 28)
    """
    try:
        return event_on.replace(year=year)
    except ValueError:
        return event_on.replace(year=year, day=28)


def week_of(today: date) -> list[date]:
    """Monday to Sunday."""
    monday = monday_of(today)
    return [monday + timedelta(days=number) for number in range(7)]


def year_asked(event_on: date, today: date) -> int | None:
    """The year whose anniversary lies in the week of `today`; None in all other weeks."""
    for day in week_of(today):
        if day.year > event_on.year and anniversary(event_on, day.year) == day:
            return day.year
    return None


def days_remembered(today: date) -> list[date]:
    """Every earlier day whose anniversary lies in this week, ten years back."""
    found = []
    for day in week_of(today):
        for year in range(day.year - LOOKS_BACK_YEARS, day.year):
            found.append(anniversary(day, year))
            if (day.month, day.day) == (2, 28) and isleap(year):
                found.append(date(year, 2, 29))
    return found


def ago_words(event_on: date, year: int) -> str:
    """
    >>> ago_words(date(2024, 5, 1), 2025), ago_words(date(2024, 5, 1), 2026)
    ('A year ago', '2 years ago')
    """
    years = year - event_on.year
    return "A year ago" if years == 1 else f"{years} years ago"


def require_unsaid(said: bool) -> None:
    """Raise RuleBroken when that year's answer is there."""
    if said:
        raise RuleBroken(SAID_ALREADY)
