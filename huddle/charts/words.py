"""What a chart says in words. "No signal" is said too."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from huddle.charts.points import Better, Point, figure
from huddle.charts.rules import ENOUGH, LOCKED, PointSignal, RunChart, Xmr

NO_SIGNAL = "No signal: this is the usual up and down."
NO_CHANGE = "No signal: there is no up and down at all."
REASONS = {
    PointSignal.OUTSIDE: "a point outside the limits",
    PointSignal.SEVEN_TREND: "seven points in a row go one way",
    PointSignal.TWO_OF_THREE: "two of three points are close to one limit",
    PointSignal.SEVEN_ONE_SIDE: "seven points in a row on one side of the mean",
}


def values_of(points: Sequence[Point]) -> list[float]:
    """The values that are there."""
    return [point.value for point in points if point.value is not None]


def too_early(points: Sequence[Point]) -> str:
    """Said of fewer points than the rules need."""
    known = len(values_of(points))
    return f"Too early to tell: {known} {'point' if known == 1 else 'points'}, and it takes {ENOUGH}."


def of_run(points: Sequence[Point], found: RunChart, run: range, better: Better) -> str:
    """The sentence of a run chart with enough points; `run` is where its longest run stands."""
    if not found.signal:
        return NO_SIGNAL if found.n_useful else NO_CHANGE
    if (found.longest_run or 0) <= (found.longest_run_max or 0):
        return "Signal: the line crosses its middle less often than chance would have it. Something has changed."
    values = values_of([points[place] for place in run])
    up = None if found.median is None or not values else median(values) > found.median
    return _signal(points, run, up, better)


def of_limits(points: Sequence[Point], found: Xmr, better: Better) -> str:
    """The sentence of an XmR chart with enough points: its newest signal, and which of the rules found it."""
    values = [point.value for point in points]
    run = newest_signal(values, found)
    if not run or found.mean is None:
        return NO_SIGNAL if len(set(values_of(points))) > 1 else NO_CHANGE
    last = run.stop - 1
    known = values_of(points[: run.stop])
    up = known[-1] > (known[-2] if found.points[last] is PointSignal.SEVEN_TREND else found.mean)
    return f"{_signal(points, run, up, better)} The rule: {REASONS[found.points[last]]}."


def newest_signal(values: Sequence[float | None], found: Xmr) -> range:
    """The stretch in which the newest signal stands; the sentence is about it.

    From its last point back while the points are unusual in the same way, whichever rule says so: on the same side of
    the mean, or, of a trend, going the same way. Gaps break nothing, nor does one usual point on the same side.
    """
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    marked = [found.points[place] is not PointSignal.NONE for place, _value in known]
    if found.mean is None or True not in marked:
        return range(0)
    last = len(marked) - 1 - marked[::-1].index(True)
    is_trend = found.points[known[last][0]] is PointSignal.SEVEN_TREND
    # Of each point which way it is unusual: of a trend by the step to the point after it.
    ways = [(after if is_trend else value) > (value if is_trend else found.mean) for value, after in _steps(known)]
    first = at = last
    while at and (marked[at - 1] or marked[at]) and ways[at - 1] == ways[last - is_trend]:
        at -= 1
        first = at if marked[at] else first
    return range(known[first][0], known[last][0] + 1)


def _steps(known: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """Each value with the one after it; the last with itself."""
    values = [value for _place, value in known]
    return list(zip(values, [*values[1:], *values[-1:]], strict=True))


def _signal(points: Sequence[Point], run: range, up: bool | None, better: Better) -> str:
    first, last = points[run.start].label, points[run.stop - 1].label
    lasts = run.stop == max(place for place, point in enumerate(points) if point.value is not None) + 1
    when = f"since {first}" if lasts else f"at {first}" if first == last else f"from {first} to {last}"
    if better is Better.NEITHER or up is None:
        return f"Signal: something has changed {when}."
    if up == (better is Better.UP):
        return f"Signal of improvement {when}."
    began = f"It began with {first}." if lasts or first == last else f"It lasted {when}."
    return f"Signal of concern: worth asking why. {began}"


def beside_run(found: RunChart, unit: str) -> str:
    """What the line across a run chart is."""
    return "" if found.median is None else f"The dashed line is the median, {figure(found.median, unit)}."


def beside_limits(found: Xmr, known: int, unit: str, ceiling: float | None) -> str:
    """What the lines across an XmR chart are, and how far they can be trusted."""
    if found.mean is None or found.lower is None or found.upper is None:
        return ""
    lower = figure(found.lower, unit) if found.lower >= 0 else f"below {figure(0, unit)}"
    upper = figure(found.upper, unit) if not ceiling or found.upper <= ceiling else f"above {figure(ceiling, unit)}"
    lines = (
        f"XmR chart: the dashed line is the mean, {figure(found.mean, unit)}; "
        f"the dotted lines are the limits of the usual, {lower} and {upper}."
    )
    if known < LOCKED:
        return f"{lines} These are trial limits: they move with every point until there are {LOCKED}."
    return f"{lines} They come from the first {LOCKED} points shown, no range left out."


def of_gaps(points: Sequence[Point]) -> str:
    """What a break in the line means."""
    gaps = len(points) - len(values_of(points))
    if not gaps or not any(point.tells for point in points):
        return ""
    where = "The line has a gap" if gaps == 1 else f"The line has {gaps} gaps"
    return f"{where} where there were too few for a figure. The table has the counts."


def described(points: Sequence[Point], sentence: str, unit: str) -> str:
    """The drawing for whoever does not see it."""
    values = values_of(points)
    if not values:
        return f"{sentence} There is nothing to draw yet."
    last = figure(values[-1], unit)
    return (
        f"{sentence} {len(values)} points from {points[0].label} to {points[-1].label}, "
        f"between {figure(min(values), unit)} and {figure(max(values), unit)}, the last {last}."
    )
