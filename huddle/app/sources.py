"""What action items and concerns can come from: kind by kind, its page and its words."""

from __future__ import annotations

from uuid import UUID

from huddle.checkins import queries as checkins
from huddle.concerns import queries as concerns
from huddle.core.actor import Actor
from huddle.core.dates import moment_text
from huddle.handoffs import queries as handoffs
from huddle.huddles import queries as huddles
from huddle.reviews import queries as reviews
from huddle.reviews.rules.story import ELEMENT_LABELS, Polarity
from huddle.units import queries as units
from huddle.web.context import now
from huddle.web.sources import Origin, Source


def _concern(_actor: Actor, unit_id: UUID, concern_id: UUID) -> str:
    return concerns.get(unit_id, concern_id).text


def _handoff(_actor: Actor, unit_id: UUID, handoff_id: UUID) -> str:
    """Nothing of the patient; and after 48 hours it is not there."""
    handoff = handoffs.get(unit_id, handoff_id, now())
    return f"Handoff sent {moment_text(handoff.sent_at, now(), units.facts(unit_id).zone)}"


def _huddle(_actor: Actor, unit_id: UUID, huddle_id: UUID) -> str:
    huddle = huddles.get(unit_id, huddle_id)
    day = huddle.shift_on or huddle.scheduled_for.date()
    return f"{huddle.name} huddle, {day.day} {day:%b}"


def _review(actor: Actor, unit_id: UUID, review_id: UUID) -> str:
    return reviews.get_for(actor, unit_id, review_id).title


def _conditions(review_id: UUID) -> dict[str, str]:
    """The parts of the work that hindered."""
    found = reviews.factors(review_id).items()
    return {
        part.value: ELEMENT_LABELS[part] for part, row in found if row.polarity in {Polarity.HINDERED, Polarity.BOTH}
    }


SOURCES: dict[str, Source] = {
    "check_in": Source("checkins.by_id", "check_in_id", checkins.source_words),
    "concern": Source(
        "concerns.show",
        "concern_id",
        _concern,
        after_done="Tell whoever raised the concern",
        raised_by=concerns.raised_by,
    ),
    "handoff": Source("handoffs.show", "handoff_id", _handoff, has_own_form=True),
    "huddle": Source("huddles.show", "huddle_id", _huddle),
    "review": Source(
        "reviews.show", "review_id", _review, known=reviews.known, known_ids=reviews.known_ids, conditions=_conditions
    ),
}
ORIGINS: dict[tuple[str, str], Origin] = {("concern", "handoff"): handoffs.raised_from}
