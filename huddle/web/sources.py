"""Where an action item came from: a small registry of kinds, filled by huddle.app, which knows every feature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from flask import Flask, current_app, url_for

from huddle.core.actor import Actor
from huddle.core.errors import NotFound


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of origin.

    `words(actor, unit_id, id)` names it for this person (no patient text) and raises NotFound where it is not
    theirs to see. `argument` is what the endpoint calls its id. `after_done` offers the next step on an item
    that is done.
    """

    endpoint: str
    argument: str
    words: Callable[[Actor, UUID, UUID], str]
    after_done: str = ""


@dataclass(frozen=True, slots=True)
class SourceLink:
    """An origin that this person may open."""

    url: str
    words: str
    after_done: str


def install(app: Flask, sources: dict[str, Source]) -> None:
    app.extensions["huddle.sources"] = dict(sources)


def source_link(kind: str, unit_id: UUID, id_: UUID | None, actor: Actor) -> SourceLink | None:
    """The way back to an origin, or None where there is none, or none for this person."""
    source = cast("dict[str, Source]", current_app.extensions["huddle.sources"]).get(kind)
    if source is None or id_ is None:
        return None
    try:
        words = source.words(actor, unit_id, id_)
    except NotFound:
        return None
    place: dict[str, Any] = {"unit_id": unit_id, source.argument: id_}
    return SourceLink(url_for(source.endpoint, **place), words, source.after_done)
