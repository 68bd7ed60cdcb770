"""What an action item can come from: kind by kind, its page and its words."""

from __future__ import annotations

from uuid import UUID

from huddle.concerns import queries as concerns
from huddle.core.actor import Actor
from huddle.web.sources import Source


def _concern(_actor: Actor, unit_id: UUID, concern_id: UUID) -> str:
    return concerns.get(unit_id, concern_id).text


SOURCES: dict[str, Source] = {
    "concern": Source("concerns.show", "concern_id", _concern, after_done="Tell whoever raised the concern"),
}
