"""The hot debriefs of the world of screens: one at each stage."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from huddle.core.actor import Actor
from huddle.huddles.rules import NotHeldReason
from huddle.reviews import service as reviews
from huddle.reviews.rules import Question, ReviewTrigger, Wellbeing
from huddle.reviews.service import debriefs
from tests.journeys.huddles_in import Builder
from tests.journeys.words import LONG


def build(here: Builder, unit_id: UUID, ana: Actor) -> None:
    """Asked how we are, stopped, going on, ended, and one that was not held."""
    at: dict[str, Any] = {"actor": ana, "now": here.now}
    for key in ("asked debrief", "stopped debrief", "open debrief", "ended debrief"):
        review = debriefs.start(unit_id, trigger=ReviewTrigger.FALL, source_id=None, **at)
        here.ids[key] = review.id
        if key == "stopped debrief":
            debriefs.say_how_we_are(review, wellbeing=Wellbeing.STOP, **at)
        if key in ("open debrief", "ended debrief"):
            debriefs.say_how_we_are(review, wellbeing=Wellbeing.OK, **at)
            for question in (Question.SUMMARY, Question.LEARNED):
                reviews.answer(review, question, text=LONG, **at)
        if key == "ended debrief":
            debriefs.end(review, **at)
    declined = debriefs.say_why_not_held(unit_id, reason=NotHeldReason.EMERGENCY, trigger=None, source_id=None, **at)
    here.ids["debrief not held"] = declined.id
