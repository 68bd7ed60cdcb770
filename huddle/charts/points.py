"""What a chart is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Better(StrEnum):
    """Which way is better; NEITHER for figures that are neither."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


class Style(StrEnum):
    """Two charts, never mixed on one drawing: the median with the Anhøj rules, or the mean with XmR limits."""

    RUN = "run"
    LIMITS = "limits"


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its name ("2 Nov"), its value or None, how it came about ("12 of 14"), and what changed.

    `on` is its first day, by which a note finds it.
    """

    label: str
    value: float | None
    detail: str = ""
    note: str = ""
    on: date | None = None

    @property
    def tells(self) -> bool:
        """Whether there is a value, a count other than zero, or a note.

        >>> [Point("2 Nov", None, detail).tells for detail in ("0 of 3", "0 of 0", "none")]
        [True, False, False]
        """
        return self.value is not None or bool(self.note) or any(letter in "123456789" for letter in self.detail)


def figure(value: float, unit: str = "") -> str:
    """A value as a chart writes it.

    >>> figure(1234.5), figure(71.52, " %"), figure(0.1234)
    ('1234', '71.5 %', '0.123')
    """
    return (f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}") + unit
