"""What ends on a unit when its patient has left for another one: a registry, filled by huddle.app."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, cast
from uuid import UUID

from flask import Flask, current_app

from huddle.core.actor import Actor


class Leaving(Protocol):
    """What a feature does when a patient (two identifiers) has left a unit; the actor is who has them now."""

    def __call__(self, unit_id: UUID, initials: str, last_four: str, *, actor: Actor, now: datetime) -> None: ...


def install(app: Flask, features: Sequence[Leaving]) -> None:
    app.extensions["huddle.moves"] = tuple(features)


def tell_left(unit_id: UUID, initials: str, last_four: str, *, actor: Actor, now: datetime) -> None:
    """Let each feature end what it holds about this patient on this unit."""
    for leave in cast("tuple[Leaving, ...]", current_app.extensions["huddle.moves"]):
        leave(unit_id, initials, last_four, actor=actor, now=now)
