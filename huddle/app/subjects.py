"""What notifications are about: kind by kind, its page and its words."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import url_for

from huddle.actions import queries as actions
from huddle.actions.queries import planning
from huddle.core.actor import Actor
from huddle.core.errors import NotFound
from huddle.units import levels
from huddle.web.sources import secret
from huddle.web.subjects import Finder, SubjectLink


def _action_item(actor: Actor, unit_id: UUID, item_id: UUID) -> SubjectLink | None:
    if not actor.works_on(unit_id):
        return _asked_above(actor, unit_id, item_id)
    try:
        item = actions.get(unit_id, item_id)
    except NotFound:
        return None
    if secret([(item.source_kind, item.source_id)], actor):
        return None
    return SubjectLink(url_for("actions.show", unit_id=unit_id, item_id=item_id), item.title)


def _asked_above(actor: Actor, unit_id: UUID, item_id: UUID) -> SubjectLink | None:
    """Whoever answers for a level that the unit asked for help finds it there, until it is answered."""
    for level in levels.received_by(actor.person_id):
        try:
            item = planning.for_level(level, item_id, actor, secret)
        except NotFound:
            continue
        place: dict[str, Any] = {"kind": level.kind.value, "level_id": level.id, "item_id": item_id}
        return SubjectLink(url_for("tiers.action_item", **place), item.title) if item.unit_id == unit_id else None
    return None


SUBJECTS: dict[str, Finder] = {"action_item": _action_item}
