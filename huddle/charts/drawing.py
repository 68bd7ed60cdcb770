"""Where everything of a run chart goes, and what is said of it in words. A template writes it out as SVG.

The drawing is 400 units wide, so that its letters keep 12 pixels on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from statistics import median

from huddle.charts.rules import ENOUGH, RunChart, run_chart

WIDTH, HEIGHT = 400, 180
LEFT, RIGHT, TOP, BOTTOM = 54, 388, 16, 150


class Better(StrEnum):
    """Which way is better; NEITHER for figures that are neither."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its name ("week of 2 Nov"), its value or None, how it came about ("12 of 14"), and what changed."""

    label: str
    value: float | None
    detail: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A point on the drawing. `number` counts the points that carry a note."""

    x: float
    y: float
    point: Point
    in_run: bool
    number: int | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A run chart, ready to be written out. `middle` is None while it is too early to tell."""

    title: str
    sentence: str
    signal: bool
    unit: str
    points: tuple[Point, ...]
    dots: tuple[Dot, ...]
    lines: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    middle: tuple[float, str] | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM


def draw(
    title: str, points: Sequence[Point], *, better: Better, unit: str = "", ceiling: float | None = None
) -> Drawing:
    """A run chart of `points`, oldest first, from zero up to `ceiling` (None: as high as the values go)."""
    found = run_chart([point.value for point in points])
    known = [point.value for point in points if point.value is not None]
    top = ceiling or max([*known, 1.0])
    early = len(known) < ENOUGH
    run = range(0) if early or not found.signal else _longest_run(points, found)
    dots = _dots(points, top, run)
    return Drawing(
        title=title,
        sentence=_sentence(points, found, run, better, len(known)),
        signal=found.signal and not early,
        unit=unit,
        points=tuple(points),
        dots=tuple(dot for dot in dots if dot is not None),
        lines=tuple(_lines(dots)),
        ticks=tuple((_y(value, top), f"{value:g}{unit}") for value in (0.0, top / 2, top)),
        middle=None if early or found.median is None else (_y(found.median, top), f"{found.median:.3g}{unit}"),
    )


def _y(value: float, top: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * min(value / top, 1), 1)


def _dots(points: Sequence[Point], top: float, run: range) -> list[Dot | None]:
    step = (RIGHT - LEFT - 16) / max(len(points) - 1, 1)
    dots, notes = list[Dot | None](), 0
    for place, point in enumerate(points):
        notes += bool(point.note)
        dots.append(
            None
            if point.value is None
            else Dot(
                round(LEFT + 8 + step * place, 1),
                _y(point.value, top),
                point,
                place in run,
                notes if point.note else None,
            )
        )
    return dots


def _lines(dots: Sequence[Dot | None]) -> list[str]:
    """The line, broken where a value is missing."""
    pieces = [list(piece) for there, piece in groupby(dots, key=lambda dot: dot is not None) if there]
    return [" ".join(f"{dot.x},{dot.y}" for dot in piece if dot) for piece in pieces if len(piece) > 1]


def _longest_run(points: Sequence[Point], found: RunChart) -> range:
    """Where the longest run stands, the newest of several; points on the median belong to the run around them."""
    best, start, side = range(0), 0, 0
    length = longest = 0
    for place, point in enumerate(points):
        if point.value is None or found.median is None or abs(point.value - found.median) < 1e-9:
            continue
        here = 1 if point.value > found.median else -1
        start, length, side = (start, length + 1, side) if here == side else (place, 1, here)
        if length >= longest:
            best, longest = range(start, place + 1), length
    return best


def _sentence(points: Sequence[Point], found: RunChart, run: range, better: Better, known: int) -> str:
    if known < ENOUGH:
        return f"Too early to tell: {known} {'point' if known == 1 else 'points'}, and it takes {ENOUGH}."
    if not found.signal:
        return "No signal: this is the usual up and down."
    first, last = points[run.start], points[run.stop - 1]
    long_run = (found.longest_run or 0) > (found.longest_run_max or 0)
    when = f"since {first.label}" if run.stop == _last_known(points) else f"from {first.label} to {last.label}"
    what = _direction(points, run, found, better)
    if long_run:
        return f"Signal of {what} {when}." if what else f"Signal: something has changed {when}."
    return "Signal: the line crosses its middle less often than chance would have it. Something has changed."


def _last_known(points: Sequence[Point]) -> int:
    return max(place for place, point in enumerate(points) if point.value is not None) + 1


def _direction(points: Sequence[Point], run: range, found: RunChart, better: Better) -> str:
    values = [value for place in run if (value := points[place].value) is not None]
    if better is Better.NEITHER or not values or found.median is None:
        return ""
    up = median(values) > found.median
    return "improvement" if up == (better is Better.UP) else "concern, worth asking why,"
