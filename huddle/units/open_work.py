"""What is still open on a unit: counts by kind, from features above, named in huddle.app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class OpenWork:
    """So many of one kind wait on the unit; never what they say.

    `refusal` says what to do first where the unit must not close over it, not even when somebody is sure.
    """

    count: int
    one: str
    many: str
    refusal: str = ""

    @property
    def text(self) -> str:
        return f"{self.count} {self.one if self.count == 1 else self.many}"


Counter = Callable[[UUID, datetime], OpenWork]


def install(app: Flask, counters: tuple[Counter, ...]) -> None:
    app.extensions["huddle.open_work"] = counters


def open_work(unit_id: UUID, now: datetime) -> list[OpenWork]:
    """Every kind of which something is open, in a fixed order."""
    counters = cast("tuple[Counter, ...]", current_app.extensions["huddle.open_work"])
    return [found for counter in counters if (found := counter(unit_id, now)).count]
