"""The questions of a review and its ground rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews.rules.kinds import ReviewFormat

PLENTY_OF_ITEMS = 3
LOOKS_BACK = timedelta(days=366)


class Question(StrEnum):
    """Everything that is asked in one format or another; see `QUESTIONS_OF` for which."""

    SUMMARY = "summary"
    WENT_WELL = "went_well"
    HARDER = "made_harder"
    EXPECTED = "expected"
    HAPPENED = "happened"
    WHY = "why"
    LEARNED = "learned"


FOUR_QUESTIONS = (Question.EXPECTED, Question.HAPPENED, Question.WHY, Question.LEARNED)
QUESTIONS_OF: dict[ReviewFormat, tuple[Question, ...]] = {
    ReviewFormat.HOT_DEBRIEF: (Question.SUMMARY, Question.WENT_WELL, Question.HARDER, Question.LEARNED),
    ReviewFormat.AAR: FOUR_QUESTIONS,
    ReviewFormat.SUCCESS: FOUR_QUESTIONS,
}
"""The questions of a format, in the order in which they are asked."""


class ReviewEventKind(StrEnum):
    """What happened to a review."""

    STARTED = "started"
    ANSWERED = "answered"
    ACTION_ADDED = "action_added"
    PUBLISHED = "published"
    NOTED = "noted"
    NOT_HELD = "not_held"
    WELLBEING_ASKED = "wellbeing_asked"
    RENAMED = "renamed"
    ENDED = "ended"
    OPENED_AGAIN = "opened_again"
    OPENED = "opened"
    TALKED = "talk_ended"
    CALLED_OFF = "called_off"
    ASSIGNED = "assigned"
    TIMELINE = "timeline_changed"
    FACTOR = "factor_changed"
    COMPANY = "company_changed"
    NOTHING_NEEDED = "nothing_needed"
    TRACKED = "tracked"
    EFFECT_TOLD = "effect_told"


QUESTIONS = {
    Question.SUMMARY: "What happened, in short?",
    Question.WENT_WELL: "What went well?",
    Question.HARDER: "What got in the way?",
    Question.EXPECTED: "What did we expect?",
    Question.HAPPENED: "What happened?",
    Question.WHY: "Why was it different?",
    Question.LEARNED: "What did we learn?",
}
PROMPTS = {
    Question.SUMMARY: "A plain story: times, roles, what anyone would have seen.",
    Question.WENT_WELL: "What helped? What would we do again?",
    Question.HARDER: "What made it harder to do right? Think of task, tools, place, team, staffing.",
    Question.EXPECTED: "What was the plan? How does this usually go here?",
    Question.HAPPENED: "Only what somebody saw, heard or did. What helped belongs here too.",
    Question.WHY: "What made it likely, or sensible, just then? Think of task, tools, place, team, staffing.",
    Question.LEARNED: "What will we tell somebody who was not here? What do we keep? What will be easier?",
}
BESIDE = {
    Question.WHY: "Is this how it usually goes? How often?",
    Question.LEARNED: "Who else needs it?",
}
"""What is asked beside a question, and may stay empty."""
GROUND_RULES = (
    "We take it that everybody did what made sense with what they knew.",
    "We look for conditions, not culprits.",
    "Every role is heard, the least heard first.",
    "We write down roles, not names, and no patient details.",
    "You may pass, and you may step out.",
    "This is not an appraisal, and it is not discipline.",
    "When we publish it, everybody on the unit and the quality team can read it.",
    "We end with who does what.",
)


def unanswered(answers: Mapping[Question, str]) -> list[Question]:
    """The questions of a review without a word yet; `answers` has a text for each that is asked, in order."""
    return [question for question, text in answers.items() if not text.strip()]


def require_complete(answers: Mapping[Question, str]) -> None:
    """Raise RuleBroken naming the questions that have no answer yet."""
    missing = [f"“{QUESTIONS[question]}”" for question in unanswered(answers)]
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        raise RuleBroken(f"{' and '.join(missing)} {verb} no answer yet. One sentence is enough.")


def neighbours(format_: ReviewFormat, question: Question) -> tuple[Question | None, Question | None]:
    """The question before and the one after, as that format asks them."""
    order = QUESTIONS_OF[format_]
    place = order.index(question)
    before = order[place - 1] if place else None
    return before, order[place + 1] if place + 1 < len(order) else None


def require_event_day(event_on: date, today: date) -> None:
    """Raise FieldRefused for a day that is still to come, or lies more than a year back."""
    if event_on > today:
        raise FieldRefused("event_on", "Choose today or an earlier day.")
    if event_on < today - LOOKS_BACK:
        raise FieldRefused("event_on", "Choose a day within the last year.")
