"""What notifications are about: a small registry, filled by huddle.app, which knows every feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from flask import Flask, current_app

from huddle.core.actor import Actor


@dataclass(frozen=True, slots=True)
class SubjectLink:
    """A thing that this person may open, in its own words."""

    url: str
    words: str


Finder = Callable[[Actor, UUID, UUID], SubjectLink | None]
"""From the person, the unit and the id; None where it is not theirs to open."""


def install(app: Flask, subjects: dict[str, Finder]) -> None:
    app.extensions["huddle.subjects"] = dict(subjects)


def subject_link(kind: str, unit_id: UUID, id_: UUID, actor: Actor) -> SubjectLink | None:
    """The way to what a notification is about, or None where it is not there, or not for this person."""
    find = cast("dict[str, Finder]", current_app.extensions["huddle.subjects"]).get(kind)
    return find(actor, unit_id, id_) if find else None
