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
from enum import StrEnum
from itertools import groupby, pairwise
from math import comb, isclose, log2
from statistics import fmean, median

ENOUGH = 10
"""With fewer points than this a page says "too early to tell", whatever the functions answer."""
LIMIT, NEAR = 2.66, 2.66 * 2 / 3
UNUSUAL_RANGE = 3.267
"""A moving range this many times the mean range is left out of the screened limits."""
IN_A_ROW = 7


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
    known = [value for value in values if value is not None]
    if not known:
        return RunChart(None, 0, None, None, None, None, signal=False)
    middle = median(known)
    sides = [value > middle for value in known if not _same(value, middle)]
    if not sides:
        return RunChart(middle, 0, None, None, None, None, signal=False)
    runs = [len(list(run)) for _side, run in groupby(sides)]
    longest, crossings = max(runs), len(runs) - 1
    longest_max, crossings_min = round(log2(len(sides)) + 3), _fewest_crossings(len(sides))
    signal = longest > longest_max or crossings < crossings_min
    return RunChart(middle, len(sides), longest, longest_max, crossings, crossings_min, signal)


def xmr(values: Sequence[float | None], screened: bool = False) -> Xmr:
    """Limits and signals over `values`, oldest first.

    `screened` leaves moving ranges of 3.267 times their mean or more out of the limits, as the published code does
    and the published spreadsheet does not: say on the chart which it is.
    """
    places = [place for place, value in enumerate(values) if value is not None]
    known = [value for value in values if value is not None]
    signals = [PointSignal.NONE] * len(values)
    if not known:
        return Xmr(None, None, None, tuple(signals))
    mean = fmean(known)
    ranges = [abs(after - before) for before, after in pairwise(known)]
    if not ranges:
        return Xmr(mean, None, None, tuple(signals))
    spread = _mean_range(ranges, screened)
    for place, signal in zip(places, _signals(known, mean, spread), strict=True):
        signals[place] = signal
    return Xmr(mean, mean - LIMIT * spread, mean + LIMIT * spread, tuple(signals))


def _same(value: float, other: float) -> bool:
    # 0.1 + 0.2 is on a median of 0.3, whatever binary fractions say.
    return isclose(value, other, rel_tol=1e-9, abs_tol=1e-12)


def _fewest_crossings(points: int) -> int:
    """The lower 5 % limit of the crossings of `points` tosses of a fair coin."""
    tosses, seen = points - 1, 0
    for crossings in range(points):
        seen += comb(tosses, crossings)
        if 20 * seen >= 2**tosses:
            return crossings
    raise AssertionError("the whole distribution is more than 5 % of itself")


def _mean_range(ranges: list[float], screened: bool) -> float:
    mean = fmean(ranges)
    if not screened:
        return mean
    usual = [size for size in ranges if size < UNUSUAL_RANGE * mean]
    return fmean(usual) if usual else mean  # a flat series leaves none


def _signals(known: list[float], mean: float, spread: float) -> list[PointSignal]:
    away = [0.0 if _same(value, mean) else value - mean for value in known]
    side = [(part > 0) - (part < 0) for part in away]
    outside = [abs(part) > LIMIT * spread and not _same(abs(part), LIMIT * spread) for part in away]
    near = [abs(part) > NEAR * spread and not out for part, out in zip(away, outside, strict=True)]
    step = [0 if _same(a, b) else (b > a) - (b < a) for a, b in pairwise(known)]
    found = [PointSignal.NONE] * len(known)
    _mark(found, PointSignal.SEVEN_ONE_SIDE, _windows(side, IN_A_ROW))
    for first in range(len(known) - 2):
        three = range(first, first + 3)
        if abs(sum(side[first : first + 3])) == 3 and sum(near[place] for place in three) >= 2:
            _mark(found, PointSignal.TWO_OF_THREE, [place for place in three if near[place]])
    _mark(found, PointSignal.SEVEN_TREND, [p for s in _starts(step, IN_A_ROW - 1) for p in range(s, s + IN_A_ROW)])
    _mark(found, PointSignal.OUTSIDE, [place for place, out in enumerate(outside) if out])
    return found


def _mark(found: list[PointSignal], signal: PointSignal, places: Sequence[int]) -> None:
    for place in places:
        found[place] = signal


def _starts(signs: list[int], length: int) -> list[int]:
    """Where `length` equal signs in a row begin; zero is no sign."""
    return [first for first in range(len(signs) - length + 1) if abs(sum(signs[first : first + length])) == length]


def _windows(signs: list[int], length: int) -> list[int]:
    return [place for first in _starts(signs, length) for place in range(first, first + length)]
