"""Where action items and concerns came from: a small registry, filled by huddle.app, which knows every feature."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
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
    that is done. `has_own_form`: items from it are opened on its own page and nowhere else. `known(actor, ids)` are
    those of which this person may know that there is one; without it everybody may. `known_ids(actor)` asks the
    database for the same, for lists that leave the others out while they are read. `raised_by(id)` is the person who
    raised it and is told what became of it.
    """

    endpoint: str
    argument: str
    words: Callable[[Actor, UUID, UUID], str]
    after_done: str = ""
    has_own_form: bool = False
    known: Callable[[Actor, Collection[UUID]], set[UUID]] | None = None
    conditions: Callable[[UUID], dict[str, str]] | None = None
    known_ids: Callable[[Actor], Any] | None = None
    raised_by: Callable[[UUID], UUID | None] | None = None


@dataclass(frozen=True, slots=True)
class SourceLink:
    """An origin that this person may open."""

    url: str
    words: str
    after_done: str
    has_own_form: bool


Origin = Callable[[UUID], UUID | None]
"""Finds what a thing came from, by their ids; None where it came from nothing."""


def install(app: Flask, sources: dict[str, Source], origins: dict[tuple[str, str], Origin]) -> None:
    """`origins` by what came and what it came from: ("concern", "handoff")."""
    app.extensions["huddle.sources"] = dict(sources)
    app.extensions["huddle.origins"] = dict(origins)


def origin(kind: str, from_kind: str, id_: UUID) -> UUID | None:
    """What this thing came from, or None."""
    found = cast("dict[tuple[str, str], Origin]", current_app.extensions["huddle.origins"])[kind, from_kind]
    return found(id_)


def secret(sources: Iterable[tuple[str, UUID | None]], actor: Actor) -> set[UUID]:
    """Those of these origins, by kind and id, of which this person is not even to know that there is one."""
    ids: dict[str, set[UUID]] = {}
    for kind, id_ in sources:
        if id_ is not None:
            ids.setdefault(kind, set()).add(id_)
    registry = cast("dict[str, Source]", current_app.extensions["huddle.sources"])
    asked = {kind: registry[kind].known for kind in ids if kind in registry}
    return {id_ for kind, known in asked.items() if known for id_ in ids[kind] - known(actor, ids[kind])}


def known_ids(kind: str, actor: Actor) -> Any:
    """Asks for the ids of this kind of origin of which this person may know; None where everybody may of all."""
    source = cast("dict[str, Source]", current_app.extensions["huddle.sources"]).get(kind)
    return source.known_ids(actor) if source and source.known_ids else None


def raiser(kind: str, id_: UUID | None) -> UUID | None:
    """Who raised an origin, where somebody did. To be compared with whoever asks, and never shown."""
    source = cast("dict[str, Source]", current_app.extensions["huddle.sources"]).get(kind)
    return source.raised_by(id_) if source and source.raised_by and id_ is not None else None


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
    return SourceLink(url_for(source.endpoint, **place), words, source.after_done, source.has_own_form)


def conditions(kind: str, unit_id: UUID, id_: UUID | None, actor: Actor) -> dict[str, str]:
    """What was found there that a change can address, by key and words; nothing where this person may not open it."""
    source = cast("dict[str, Source]", current_app.extensions["huddle.sources"]).get(kind)
    if source is None or source.conditions is None or id_ is None or source_link(kind, unit_id, id_, actor) is None:
        return {}
    return source.conditions(id_)
