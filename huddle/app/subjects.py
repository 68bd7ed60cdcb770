"""What notifications are about: kind by kind, its page and its words."""

from __future__ import annotations

from uuid import UUID

from flask import url_for

from huddle.actions import queries as actions
from huddle.concerns import queries as concerns
from huddle.core.actor import Actor
from huddle.core.errors import NotFound
from huddle.web.sources import secret
from huddle.web.subjects import Finder, SubjectLink


def _action_item(actor: Actor, unit_id: UUID, item_id: UUID) -> SubjectLink | None:
    if not actor.works_on(unit_id):
        return None
    try:
        item = actions.get(unit_id, item_id)
    except NotFound:
        return None
    if secret([(item.source_kind, item.source_id)], actor):
        return None
    return SubjectLink(url_for("actions.show", unit_id=unit_id, item_id=item_id), item.title)


def _concern(actor: Actor, unit_id: UUID, concern_id: UUID) -> SubjectLink | None:
    if not actor.works_on(unit_id):
        return None
    try:
        words = concerns.get(unit_id, concern_id).text
    except NotFound:
        return None
    return SubjectLink(url_for("concerns.show", unit_id=unit_id, concern_id=concern_id), words)


SUBJECTS: dict[str, Finder] = {"action_item": _action_item, "concern": _concern}
