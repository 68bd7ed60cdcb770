"""A hot debrief: what is offered, what is read aloud, and how far it has come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from huddle.concerns.rules import Topic
from huddle.core.errors import RuleBroken
from huddle.huddles.rules import NOT_HELD_LABELS, NotHeldReason
from huddle.reviews.rules.kinds import TRIGGER_LABELS, ReviewFormat, ReviewSource, ReviewTrigger
from huddle.reviews.rules.questions import QUESTIONS, Question, require_complete

CLOCK = timedelta(minutes=5)
CLOCK_SHOWN_FOR = timedelta(hours=1)
"""Who writes it up hours later is not timed."""
OFFERED_FOR = timedelta(hours=24)
ESCALATION_OFFERED_FOR = timedelta(hours=12)
"""From when it was taken on or answered."""
PROMISES_AT_MOST = 3
SHARED_WITH = (Question.SUMMARY, Question.LEARNED)
"""What a debrief needs to be shared; the rest may stay empty."""
NO_TITLE = "Debrief"
SAYS_LITTLE = frozenset({ReviewTrigger.OTHER, ReviewTrigger.STAFF_REQUEST, ReviewTrigger.CONCERN})
"""Triggers that are no title."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that happened on the unit, after which five minutes together may help. Nobody's words.

    `people` are those who had a part in it: they are offered it in person too.
    """

    kind: ReviewSource
    id: UUID
    at: datetime
    trigger: ReviewTrigger
    words: str
    people: frozenset[UUID] = frozenset()


class Step(StrEnum):
    """What is read aloud, one after the other; four of them are questions."""

    OPEN = "open"
    SUMMARY = "summary"
    WENT_WELL = "went_well"
    HARDER = "made_harder"
    LEARNED = "learned"
    DO = "do"
    END = "end"


SCRIPT = {
    Step.OPEN: "Thank you for staying. Five minutes, to learn from this together. We look for what made it hard or "
    "easy, not for who did what. You may pass, and you may step out.",
    Step.SUMMARY: "Who can tell it in two or three sentences? Times and roles, no names. Did anybody see it "
    "differently?",
    Step.WENT_WELL: "What helped us? What do we want to do again? Let us hear first from whoever spoke least.",
    Step.HARDER: "What made it harder than it had to be? The task, the things we used, the room, how many we were?",
    Step.LEARNED: "What do we tell a colleague who was not here?",
    Step.DO: "What can we make easier, soon and by ourselves? Who takes it, and until when?",
    Step.END: "Thank you all. Is there anybody who would like a break, or somebody to talk to?",
}
TRIGGERS = tuple(trigger for trigger in ReviewTrigger if trigger not in {ReviewTrigger.CONCERN, ReviewTrigger.PATTERN})
"""What can have happened just now; the others come by themselves, or over weeks."""
EVENT_TRIGGERS = {
    "event": ReviewTrigger.OTHER,
    "near_miss": ReviewTrigger.NEAR_MISS,
    "good_catch": ReviewTrigger.GOOD_CATCH,
}
"""Which events of a look back are offered a debrief."""
TOPIC_TRIGGERS = {
    Topic.FALLS: ReviewTrigger.FALL,
    Topic.MEDICATION: ReviewTrigger.MEDICATION,
    Topic.BEHAVIOUR: ReviewTrigger.VIOLENCE,
}
EVENT_WORDS = {"event": "Something happened", "near_miss": "Near miss", "good_catch": "Good catch"}
NOT_NOW = {reason: label for reason, label in NOT_HELD_LABELS.items() if reason is not NotHeldReason.FORGOT}
"""Nobody can say of something that is being offered now that it slipped by."""


def title_for(trigger: ReviewTrigger, offer: Offer | None = None) -> str:
    """The title until somebody writes a better one."""
    if trigger not in SAYS_LITTLE:
        return TRIGGER_LABELS[trigger]
    return offer.words if offer and offer.kind is not ReviewSource.HUDDLE else NO_TITLE


def event_trigger(type_: str, topic: str | None) -> ReviewTrigger:
    """What an event of a look back is to a review. Only something that happened is told apart by its topic."""
    if type_ == "event" and topic:
        return TOPIC_TRIGGERS.get(Topic(topic), ReviewTrigger.OTHER)
    return EVENT_TRIGGERS[type_]


def still_offered(found: Iterable[Offer], answered: Iterable[UUID], now: datetime) -> list[Offer]:
    """What nobody has debriefed or declined yet, the newest first; after a day nothing is offered any more."""
    gone = set(answered)
    fresh = [offer for offer in found if offer.id not in gone and offer.at > now - OFFERED_FOR]
    return sorted(fresh, key=lambda offer: (offer.at, str(offer.id)), reverse=True)


def step_now(answers: Mapping[Question, str], promises: int) -> Step:
    """What to read aloud next: the opening, the first box without a word, at the end the closing words."""
    if not any(text.strip() for text in answers.values()):
        return Step.OPEN
    for question, text in answers.items():
        if not text.strip():
            return Step(question.value)
    return Step.END if promises else Step.DO


def require_publishable(format_: ReviewFormat, answers: Mapping[Question, str]) -> None:
    """Raise RuleBroken naming what is missing: of a hot debrief less is asked than of a longer review."""
    if format_ is ReviewFormat.HOT_DEBRIEF:
        return require_shareable(answers)
    return require_complete(answers)


def require_shareable(answers: Mapping[Question, str]) -> None:
    """Raise RuleBroken naming what a debrief cannot be shared without."""
    missing = [f"“{QUESTIONS[name]}”" for name in SHARED_WITH if not answers.get(name, "").strip()]
    if missing:
        raise RuleBroken(f"Write one sentence under {' and '.join(missing)} first. The rest may stay empty.")


def require_room_for_promise(count: int) -> None:
    """Raise RuleBroken when there are as many as people keep."""
    if count >= PROMISES_AT_MOST:
        raise RuleBroken(
            "Three is as much as anybody keeps. Change one of them, or leave the rest for a longer review."
        )
