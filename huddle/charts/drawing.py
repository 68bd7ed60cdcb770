"""Where everything of a chart goes. A template (templates/macros/charts.html) writes it out as SVG.

The drawing is 400 units wide; its letters are 17 units high, so that they keep 12 pixels at 320.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from math import floor, log10

from huddle.charts import words
from huddle.charts.points import Better as Better
from huddle.charts.points import Point as Point
from huddle.charts.points import Style as Style
from huddle.charts.points import figure
from huddle.charts.rules import ENOUGH, LOCKED, RunChart, Xmr, run_chart, xmr

WIDTH, HEIGHT = 400, 190
LEFT, RIGHT, TOP, BOTTOM = 66, 390, 26, 154


@dataclass(frozen=True, slots=True)
class Dot:
    """A point on the drawing. `in_run` are those that make the signal: they are drawn as diamonds."""

    x: float
    y: float
    point: Point
    in_run: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """The number of a note at its point, or at the foot of the drawing where the point has no value."""

    x: float
    y: float
    number: int
    point: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, ready to be written out.

    `sentence` says what it shows, `beside` what its lines are, `described` all of it for whoever does not see it.
    `middle` is None while it is too early to tell; `limits` are empty on a run chart.
    """

    title: str
    sentence: str
    beside: str
    described: str
    signal: bool
    unit: str
    better: Better
    ceiling: float | None
    style: Style
    points: tuple[Point, ...]
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    ticks: tuple[tuple[float, str], ...]
    middle: tuple[float, str] | None
    limits: tuple[float, ...] = ()
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    bottom: int = BOTTOM

    @property
    def tells(self) -> bool:
        """Whether its table has anything to say, also where no period has enough for a point."""
        return any(point.tells for point in self.points)

    @property
    def table(self) -> tuple[tuple[str, str, str, str], ...]:
        """The same as rows: when, value, how it came about, what changed."""
        return tuple(
            (
                point.label,
                "no figure" if point.value is None else figure(point.value, self.unit),
                point.detail,
                point.note,
            )
            for point in self.points
        )


def draw(
    title: str,
    points: Sequence[Point],
    *,
    better: Better,
    unit: str = "",
    ceiling: float | None = None,
    style: Style = Style.RUN,
) -> Drawing:
    """A chart of `points`, oldest first, from zero up to `ceiling` (None: as high as the values go)."""
    values = [point.value for point in points]
    known = words.values_of(points)
    early = len(known) < ENOUGH
    run, limits = run_chart(values), xmr(values, locked=LOCKED)
    by_limits = style is Style.LIMITS
    inside = (
        set[int]() if early else set(words.newest_signal(values, limits)) if by_limits else _run_places(points, run)
    )
    upper = limits.upper if by_limits and not early and limits.upper is not None else 0
    top = ceiling or _round_up(max([*known, upper, 1.0]))
    sentence = _sentence(points, run, limits, better, style)
    across = limits.mean if by_limits else run.median
    beside = words.beside_limits(limits, len(known), unit, ceiling) if by_limits else words.beside_run(run, unit)
    places = _places(points, top)
    return Drawing(
        title=title,
        sentence=sentence,
        beside=" ".join(part for part in ("" if early else beside, words.of_gaps(points)) if part),
        described=words.described(points, sentence, unit),
        signal=not early and (bool(inside) if by_limits else run.signal),
        unit=unit,
        better=better,
        ceiling=ceiling,
        style=style,
        points=tuple(points),
        dots=tuple(Dot(x, y, point, place in inside) for place, (x, y, point) in enumerate(places) if y is not None),
        marks=_marks(places),
        lines=tuple(_lines(places)),
        ticks=tuple((_y(value, top), figure(value, unit)) for value in (0.0, top / 2, top)),
        middle=None if early or across is None else (_y(across, top), figure(across, unit)),
        limits=_limit_lines(limits, top) if by_limits and not early else (),
    )


def with_notes(drawing: Drawing, notes: Mapping[date, str]) -> Drawing:
    """The same chart with what changed, by the first day of the period."""
    noted = [replace(point, note=notes.get(point.on, "")) if point.on else point for point in drawing.points]
    return _again(drawing, noted, drawing.style)


def with_limits(drawing: Drawing) -> Drawing:
    """The same points as an XmR chart, by its own rules."""
    return _again(drawing, drawing.points, Style.LIMITS)


def _again(drawing: Drawing, points: Sequence[Point], style: Style) -> Drawing:
    return draw(drawing.title, points, better=drawing.better, unit=drawing.unit, ceiling=drawing.ceiling, style=style)


def _sentence(points: Sequence[Point], run: RunChart, limits: Xmr, better: Better, style: Style) -> str:
    if len(words.values_of(points)) < ENOUGH:
        return words.too_early(points)
    if style is Style.LIMITS:
        return words.of_limits(points, limits, better)
    return words.of_run(points, run, _longest_run(points, run), better)


def _round_up(top: float) -> float:
    """
    >>> _round_up(7.3), _round_up(13), _round_up(1)
    (8.0, 20.0, 1.0)
    """
    size = 10.0 ** floor(log10(top))
    return next(step * size for step in (1, 2, 4, 5, 6, 8, 10) if step * size >= top)


def _y(value: float, top: float) -> float:
    # What lies beyond the scale is clipped only here: the rules have seen it whole.
    return round(BOTTOM - (BOTTOM - TOP) * max(0.0, min(value / top, 1)), 1)


def _places(points: Sequence[Point], top: float) -> list[tuple[float, float | None, Point]]:
    step = (RIGHT - LEFT - 16) / max(len(points) - 1, 1)
    return [
        (round(LEFT + 8 + step * place, 1), None if point.value is None else _y(point.value, top), point)
        for place, point in enumerate(points)
    ]


def _marks(places: Sequence[tuple[float, float | None, Point]]) -> tuple[Mark, ...]:
    noted = [(x, y, point) for x, y, point in places if point.note]
    return tuple(
        Mark(x, BOTTOM - 6 if y is None else y - 9, number, point) for number, (x, y, point) in enumerate(noted, 1)
    )


def _lines(places: Sequence[tuple[float, float | None, Point]]) -> list[str]:
    """The line, broken where a value is missing."""
    pieces = [list(piece) for there, piece in groupby(places, key=lambda place: place[1] is not None) if there]
    return [" ".join(f"{x},{y}" for x, y, _point in piece) for piece in pieces if len(piece) > 1]


def _limit_lines(limits: Xmr, top: float) -> tuple[float, ...]:
    return tuple(_y(limit, top) for limit in (limits.lower, limits.upper) if limit is not None)


def _run_places(points: Sequence[Point], found: RunChart) -> set[int]:
    is_long = (found.longest_run or 0) > (found.longest_run_max or 0)
    return set(_longest_run(points, found)) if is_long else set()


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
