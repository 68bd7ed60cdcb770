"""What an action item can come from: kind by kind, its page and its words."""

from __future__ import annotations

from uuid import UUID

from huddle.checkins import queries as checkins
from huddle.concerns import queries as concerns
from huddle.core.actor import Actor
from huddle.huddles import queries as huddles
from huddle.reviews import queries as reviews
from huddle.web.sources import Source


def _concern(_actor: Actor, unit_id: UUID, concern_id: UUID) -> str:
    return concerns.get(unit_id, concern_id).text


def _huddle(_actor: Actor, unit_id: UUID, huddle_id: UUID) -> str:
    huddle = huddles.get(unit_id, huddle_id)
    day = huddle.shift_on or huddle.scheduled_for.date()
    return f"{huddle.name} huddle, {day.day} {day:%b}"


def _review(actor: Actor, unit_id: UUID, review_id: UUID) -> str:
    return reviews.get_for(actor, unit_id, review_id).title


SOURCES: dict[str, Source] = {
    "check_in": Source("checkins.by_id", "check_in_id", checkins.source_words),
    "concern": Source("concerns.show", "concern_id", _concern, after_done="Tell whoever raised the concern"),
    "huddle": Source("huddles.show", "huddle_id", _huddle),
    "review": Source("reviews.show", "review_id", _review),
}
