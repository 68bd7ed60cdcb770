"""What became of the other offers of a debrief: some were held, most declined with a reason, a few got no answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import cycle
from typing import NamedTuple

from huddle.core.actor import Actor
from huddle.core.errors import RuleBroken
from huddle.huddles.rules import NotHeldReason
from huddle.practice.hospital import Ward
from huddle.reviews import service as reviews
from huddle.reviews.queries import debriefs as held
from huddle.reviews.queries import offers
from huddle.reviews.rules import Question, ReviewTrigger, Wellbeing
from huddle.reviews.rules.debriefs import Offer
from huddle.reviews.service import debriefs

SETTLED_AFTER = timedelta(days=1)
"""What is younger is still open, and stands on the board."""
ANSWERED_AFTER = timedelta(minutes=40)
EVERY_HELD, EVERY_SILENT = 3, 8
REASONS = (
    NotHeldReason.NOT_NEEDED,
    NotHeldReason.STAFFING,
    NotHeldReason.NOT_NEEDED,
    NotHeldReason.EMERGENCY,
    NotHeldReason.NO_LEADER,
)


class _Told(NamedTuple):
    title: str
    summary: str
    learned: str


HELD = {
    ReviewTrigger.GOOD_CATCH: (
        _Told(
            "Name band read aloud before the infusion",
            "The nurse read the band aloud and heard that the bag was for the next bed. It was changed in a minute.",
            "Reading aloud takes four seconds. We do it at every bag, also when we know the patient.",
        ),
        _Told(
            "Allergy seen on the old chart",
            "The care assistant knew the patient from last year and said so. The antibiotic had not been opened yet.",
            "Whoever knows the patient says so at the bed. It is nobody's place to stay silent.",
        ),
        _Told(
            "Two bags that look alike",
            "The student asked why one label was blue. Both bags were compared before the pump was started.",
            "A question from the newest of us is worth a stop.",
        ),
    ),
    ReviewTrigger.FALL: (
        _Told(
            "Slipped on the way to the bathroom at night",
            "The patient went without the light. The floor was wet from cleaning; nobody was hurt.",
            "The night light stays on, and the floor is wiped before the evening round.",
        ),
    ),
    ReviewTrigger.OTHER: (
        _Told(
            "Call for help answered in four minutes",
            "The nurse named the trigger on the phone, and the charge nurse came at once with the chart.",
            "Say the trigger first, then the rest.",
        ),
        _Told(
            "Doctor called twice before anybody came",
            "The first call went to a phone that lay in theatre. The second one reached the other team.",
            "After ten minutes we call the next one on the list, without waiting for the first.",
        ),
    ),
}


def answer(ward: Ward, since: datetime, now: datetime) -> None:
    """Go through all that was offered until a day ago, oldest first."""
    told = {trigger: iter(stories) for trigger, stories in HELD.items()}
    reasons = cycle(REASONS)
    found = sorted(offers.happened(ward.unit_id, since, now - SETTLED_AFTER), key=lambda one: (one.at, str(one.id)))
    for number, offer in enumerate(found):
        if number % EVERY_SILENT == EVERY_SILENT - 1 or held.of_source(ward.unit_id, offer.id):
            continue
        story = next(told.get(offer.trigger, iter(())), None) if number % EVERY_HELD == 1 else None
        _hold(ward, offer, story) if story else _decline(ward, offer, reasons)


def _decline(ward: Ward, offer: Offer, reasons: Iterator[NotHeldReason]) -> None:
    at = offer.at + ANSWERED_AFTER
    with suppress(RuleBroken):  # not offered yet: nobody had taken that escalation on
        debriefs.say_why_not_held(
            ward.unit_id, reason=next(reasons), trigger=None, source_id=offer.id, actor=ward.charge[0], now=at
        )


def _hold(ward: Ward, offer: Offer, story: _Told) -> None:
    lead: Actor = ward.charge[-1]
    at = offer.at + ANSWERED_AFTER
    with suppress(RuleBroken):
        review = debriefs.start(ward.unit_id, trigger=None, source_id=offer.id, actor=lead, now=at)
        debriefs.say_how_we_are(review, wellbeing=Wellbeing.OK, actor=lead, now=at)
        debriefs.rename(review, title=story.title, actor=lead, now=at)
        for question, text in ((Question.SUMMARY, story.summary), (Question.LEARNED, story.learned)):
            reviews.answer(review, question, text=text, actor=ward.staff[1], now=at + timedelta(minutes=3))
        debriefs.end(review, actor=lead, now=at + timedelta(minutes=5))
        reviews.publish(review, actor=lead, now=at + timedelta(minutes=6))
