"""What came up on a unit before about the same theme: earlier reviews, and how what they decided stands."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import url_for

from huddle.actions import queries as actions
from huddle.actions.rules import STATUS_LABELS, SourceKind
from huddle.actions.rules.coach import SAME_THEME
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.reviews.queries import searching
from huddle.units import queries as units
from huddle.web.same_theme import Decided, Earlier


def find(actor: Actor, unit_id: UUID, words: str, now: datetime) -> list[Earlier]:
    """Published reviews of the unit of the last ninety days that share words with these, and their action items."""
    since = local_day(now, units.facts(unit_id).zone) - SAME_THEME
    return [
        Earlier(
            each.title,
            each.day,
            url_for("reviews.show", unit_id=unit_id, review_id=each.id),
            tuple(
                Decided(
                    item.title,
                    STATUS_LABELS[item.status].lower(),
                    url_for("actions.show", unit_id=unit_id, item_id=item.id),
                )
                for item in actions.for_source(SourceKind.REVIEW, each.id)
            ),
        )
        for each in searching.alike([words], unit_id, actor)
        if each.unit_id == unit_id and each.day >= since
    ]
