"""How a measure is told on a page: numerator and denominator, what is counted, and what it does not tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

FEW = 5
"""Of fewer than this there is no percentage and no median, only the count."""


@dataclass(frozen=True, slots=True)
class Share:
    """A numerator and its denominator, never one without the other."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """None below five.

        >>> Share(12, 14).percent, Share(3, 4).percent
        (86, None)
        """
        return round(100 * self.part / self.whole) if self.whole >= FEW else None

    @property
    def text(self) -> str:
        """
        >>> Share(12, 14).text, Share(3, 4).text
        ('12 of 14 (86\\xa0%)', '3 of 4')
        """
        return f"{self.part} of {self.whole}" + (f" ({self.percent}\u00a0%)" if self.percent is not None else "")


@dataclass(frozen=True, slots=True)
class Definition:
    """One measure. `better` says which way is better, `counts` is its definition, `silent` what it does not tell."""

    id: str
    name: str
    better: str
    counts: str
    silent: str


@dataclass(frozen=True, slots=True)
class Line:
    """One measure as the page shows it: its figure, empty where there is none, a sentence beside it, and its parts."""

    measure: Definition
    figure: str
    note: str = ""
    parts: tuple[str, ...] = ()


def middle(values: Sequence[float]) -> int | None:
    """The median as a whole number; None for fewer than five.

    >>> middle([3, 1, 2, 5, 4]), middle([1, 2])
    (3, None)
    """
    return round(median(values)) if len(values) >= FEW else None
