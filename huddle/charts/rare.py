"""The chart of rare events: where most periods count nothing, the days between them tell more than the counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from huddle.charts.drawing import Better, Drawing, Point, draw
from huddle.charts.rules import days_between
from huddle.core.dates import day_text

DAYS = "\u00a0days"


def draw_between(title: str, days: Sequence[date], *, today: date) -> Drawing:
    """One point for each event after the first, as high as the days since the event before it: longer is better.

    The stretch that is still running has no point: how long it will be is not known. It stands beside the chart.
    """
    days = sorted(days)
    gaps = zip(pairwise(days), days_between(days), strict=True)
    points = [
        Point(day_text(day, today), gap, f"after {day_text(before, today)}", on=day) for (before, day), gap in gaps
    ]
    drawing = draw(title, points, better=Better.UP, unit=DAYS)
    return replace(drawing, beside=" ".join(filter(None, (drawing.beside, _running(days, today)))))


def _running(days: Sequence[date], today: date) -> str:
    """
    >>> _running([date(2026, 3, 1)], date(2026, 3, 2))
    '1 day since the last one.'
    """
    if not days:
        return "There was none."
    count = (today - days[-1]).days
    return f"{count} {'day' if count == 1 else 'days'} since the last one."
