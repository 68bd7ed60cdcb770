"""What other features bring into the look back of a huddle: a small registry, filled by huddle.app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from huddle.web.forms import WriteForm


@dataclass(frozen=True, slots=True)
class LookBackLine:
    """One line with its answers: a value and its words for each, sent as `answer` by `form` to `action`."""

    title: str
    note: str
    href: str
    form: WriteForm
    action: str
    answers: tuple[tuple[str, str], ...]


Finder = Callable[[UUID, UUID, datetime], list[LookBackLine]]
"""Finds the lines for a huddle: of which unit, which huddle, when."""


def install(app: Flask, finders: Sequence[Finder]) -> None:
    app.extensions["huddle.look_back"] = tuple(finders)


def lines(unit_id: UUID, huddle_id: UUID, now: datetime) -> list[LookBackLine]:
    """What the features have to say in this huddle, feature by feature."""
    finders = cast("tuple[Finder, ...]", current_app.extensions["huddle.look_back"])
    return [line for find in finders for line in find(unit_id, huddle_id, now)]
