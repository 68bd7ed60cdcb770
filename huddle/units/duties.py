"""What somebody who leaves still has on a unit: a small registry, filled by huddle.app, which knows every feature."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import Flask, current_app


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that is still theirs: its kind, what it says (for people of the unit alone), and where it is."""

    kind: str
    title: str
    url: str


Finder = Callable[[UUID, UUID, datetime], list[Duty]]


def install(app: Flask, finders: Sequence[Finder]) -> None:
    app.extensions["huddle.duties"] = tuple(finders)


def duties(unit_id: UUID, person_id: UUID, now: datetime) -> list[Duty]:
    """Everything that somebody else has to take over, kind by kind."""
    finders = cast("tuple[Finder, ...]", current_app.extensions["huddle.duties"])
    return [duty for find in finders for duty in find(unit_id, person_id, now)]


def duty_counts(unit_id: UUID, person_id: UUID, now: datetime) -> str:
    """The same in numbers, for administrators, who read no words of a ward: "2 action items, 1 concern"."""
    kinds = Counter(duty.kind.lower() for duty in duties(unit_id, person_id, now))
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in kinds.items())
