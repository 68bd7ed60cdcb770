"""When a chart shows a signal, and when it shows only the usual up and down.

Two charts, never mixed on one drawing:

- the run chart with the Anhøj rules (Anhøj and Olesen, PLoS ONE 2014): an unusually long run on one side of the
  median, or unusually few crossings of it. There is no trend rule: it was shown to be of almost no use;
- the XmR chart with the rules of the NHS "plot the dots" (mean ± 2.66 times the mean moving range).

Pure functions over numbers and gaps. A gap (None) is left out and breaks nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby, pairwise
from math import exp, lgamma, log, log2, sqrt
from statistics import fmean, median

ENOUGH = 10
"""With fewer points than this a page says "too early to tell", whatever the functions answer."""
LOCKED = 12
"""From so many points on the limits of an XmR chart stay where they are; before they are trial limits."""
LIMIT, NEAR = 2.66, 2.66 * 2 / 3
UNUSUAL_RANGE = 3.267
"""A moving range this many times the mean range is left out of the screened limits."""
IN_A_ROW = 7
LARGEST = 1e100
"""Nothing that is counted or timed comes near; beyond it sums would overflow."""
SLACK = 1e-12


@dataclass(frozen=True, slots=True)
class RunChart:
    """What the Anhøj rules find.

    `n_useful` counts the points that are not on the median; a run longer than `longest_run_max` or fewer crossings
    than `n_crossings_min` is a signal. None where a figure does not apply.
    """

    median: float | None
    n_useful: int
    longest_run: int | None
    longest_run_max: int | None
    n_crossings: int | None
    n_crossings_min: int | None
    signal: bool


class PointSignal(StrEnum):
    """What is unusual about one point of an XmR chart; the first that fits, in this order."""

    OUTSIDE = "outside"
    SEVEN_TREND = "seven_trend"
    TWO_OF_THREE = "two_of_three"
    SEVEN_ONE_SIDE = "seven_one_side"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Xmr:
    """Mean and limits of an XmR chart, and per value what is unusual about it ("none" for a gap).

    The limits need at least two points, the mean one; None where they do not apply.
    """

    mean: float | None
    lower: float | None
    upper: float | None
    points: tuple[PointSignal, ...]


def run_chart(values: Sequence[float | None]) -> RunChart:
    """The Anhøj rules over `values`, oldest first. Answers for any length; see `ENOUGH` for what to show."""
    known = _known(values)
    if not known:
        return RunChart(None, 0, None, None, None, None, signal=False)
    middle = median(known)
    slack = _slack(known)
    sides = [value > middle for value in known if abs(value - middle) > slack]
    if not sides:
        return RunChart(middle, 0, None, None, None, None, signal=False)
    runs = [len(list(run)) for _side, run in groupby(sides)]
    longest, crossings = max(runs), len(runs) - 1
    longest_max, crossings_min = round(log2(len(sides)) + 3), _fewest_crossings(len(sides))
    signal = longest > longest_max or crossings < crossings_min
    return RunChart(middle, len(sides), longest, longest_max, crossings, crossings_min, signal)


def xmr(values: Sequence[float | None], screened: bool = False, locked: int | None = None) -> Xmr:
    """Limits and signals over `values`, oldest first.

    `screened` leaves moving ranges of 3.267 times their mean or more out of the limits, as the published code does
    and the published spreadsheet does not: say on the chart which it is. `locked` takes mean and limits from the
    first so many points alone, so that later points are held against them and do not move them.
    """
    places = [place for place, value in enumerate(values) if value is not None]
    known = _known(values)
    signals = [PointSignal.NONE] * len(values)
    if not known:
        return Xmr(None, None, None, tuple(signals))
    base = known[:locked]
    mean = fmean(base)
    ranges = [abs(after - before) for before, after in pairwise(base)]
    if not ranges:
        return Xmr(mean, None, None, tuple(signals))
    spread = _mean_range(ranges, screened)
    for place, signal in zip(places, _signals(known, mean, spread), strict=True):
        signals[place] = signal
    return Xmr(mean, mean - LIMIT * spread, mean + LIMIT * spread, tuple(signals))


def days_between(days: Sequence[date]) -> tuple[int, ...]:
    """The days from each event to the next, oldest first: what rare events are charted by.

    >>> days_between([date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)])
    (30, 1)
    """
    return tuple((after - before).days for before, after in pairwise(sorted(days)))


def is_rare(counts: Sequence[float | None]) -> bool:
    """Whether more than half of the periods counted nothing: their median is zero, and a run chart tells nothing.

    >>> is_rare([0, 1, 0, None, 2, 0]), is_rare([0, 1])
    (True, False)
    """
    known = _known(counts)
    return 2 * sum(value == 0 for value in known) > len(known)


def _known(values: Sequence[float | None]) -> list[float]:
    known = [value for value in values if value is not None]
    if any(not abs(value) <= LARGEST for value in known):  # NaN is not smaller than anything
        raise ValueError("A chart takes numbers and gaps, nothing infinite and nothing that is not a number.")
    return known


def _slack(known: Sequence[float]) -> float:
    # 0.1 + 0.2 is on a median of 0.3, whatever binary fractions say.
    return SLACK * max(abs(value) for value in known)


def _fewest_crossings(points: int) -> int:
    """The lower 5 % limit of the crossings of `points` tosses of a fair coin."""
    tosses = points - 1
    crossings = max(0, int(tosses / 2 - 5 * sqrt(tosses)))  # ten standard deviations: nothing lies below
    ways = lgamma(tosses + 1) - lgamma(crossings + 1) - lgamma(tosses - crossings + 1)
    chance = seen = exp(ways - tosses * log(2))
    while seen < 0.05:
        chance *= (tosses - crossings) / (crossings + 1)
        crossings += 1
        seen += chance
    return crossings


def _mean_range(ranges: list[float], screened: bool) -> float:
    mean = fmean(ranges)
    if not screened:
        return mean
    usual = [size for size in ranges if size < UNUSUAL_RANGE * mean]
    return fmean(usual) if usual else mean  # a flat series leaves none


def _signals(known: list[float], mean: float, spread: float) -> list[PointSignal]:
    slack = _slack(known)
    side = [_sign(value - mean, slack) for value in known]
    outside = [abs(value - mean) > LIMIT * spread + slack for value in known]
    near = [abs(value - mean) > NEAR * spread + slack and not out for value, out in zip(known, outside, strict=True)]
    step = [_sign(after - before, slack) for before, after in pairwise(known)]
    found = [PointSignal.NONE] * len(known)
    _mark(found, PointSignal.SEVEN_ONE_SIDE, _windows(side, IN_A_ROW))
    for first in range(len(known) - 2):
        three = range(first, first + 3)
        if abs(sum(side[first : first + 3])) == 3 and sum(near[place] for place in three) >= 2:
            _mark(found, PointSignal.TWO_OF_THREE, [place for place in three if near[place]])
    _mark(found, PointSignal.SEVEN_TREND, [p for s in _starts(step, IN_A_ROW - 1) for p in range(s, s + IN_A_ROW)])
    _mark(found, PointSignal.OUTSIDE, [place for place, out in enumerate(outside) if out])
    return found


def _sign(part: float, slack: float) -> int:
    return (part > slack) - (part < -slack)


def _mark(found: list[PointSignal], signal: PointSignal, places: Sequence[int]) -> None:
    for place in places:
        found[place] = signal


def _starts(signs: list[int], length: int) -> list[int]:
    """Where `length` equal signs in a row begin; zero is no sign."""
    return [first for first in range(len(signs) - length + 1) if abs(sum(signs[first : first + length])) == length]


def _windows(signs: list[int], length: int) -> list[int]:
    return [place for first in _starts(signs, length) for place in range(first, first + length)]
