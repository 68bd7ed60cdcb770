"""What came up on a unit before about the same theme: a small registry, filled by huddle.app, which knows reviews."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from huddle.core.actor import Actor


@dataclass(frozen=True, slots=True)
class Decided:
    """One thing that was decided then, and how it stands now."""

    title: str
    stands: str
    url: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """One earlier review about the same, and what was decided in it."""

    title: str
    day: date
    url: str
    decided: tuple[Decided, ...]


Finder = Callable[[Actor, UUID, str, datetime], list[Earlier]]
"""Finds what this person may read of what came up lately: on which unit, about which words."""


def install(app: Flask, finder: Finder) -> None:
    app.extensions["huddle.same_theme"] = finder


def earlier(actor: Actor, unit_id: UUID, words: str, now: datetime) -> list[Earlier]:
    """Earlier reviews about what these words say, the likest first."""
    return cast("Finder", current_app.extensions["huddle.same_theme"])(actor, unit_id, words, now)
