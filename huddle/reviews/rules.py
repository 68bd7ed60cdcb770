"""States, questions and ground rules of a review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from huddle.core.errors import FieldRefused, RuleBroken

TITLE_LIMIT = 80
ANSWER_LIMIT = 1000
NOTE_LIMIT = 300
PLENTY_OF_ITEMS = 3
LOOKS_BACK = timedelta(days=366)


class ReviewStatus(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"


class Question(StrEnum):
    """The four questions, in the order in which they are asked."""

    EXPECTED = "expected"
    HAPPENED = "happened"
    WHY = "why"
    LEARNED = "learned"


class ReviewEventKind(StrEnum):
    """What happened to a review."""

    STARTED = "started"
    ANSWERED = "answered"
    ACTION_ADDED = "action_added"
    PUBLISHED = "published"
    NOTED = "noted"


QUESTIONS = {
    Question.EXPECTED: "What did we expect?",
    Question.HAPPENED: "What happened?",
    Question.WHY: "Why was it different?",
    Question.LEARNED: "What did we learn?",
}
PROMPTS = {
    Question.EXPECTED: "What was the plan? How does this usually go here?",
    Question.HAPPENED: "Only what somebody saw, heard or did. What helped belongs here too.",
    Question.WHY: "What made it likely, or sensible, just then? Think of task, tools, place, team, staffing.",
    Question.LEARNED: "What will we tell somebody who was not here? What do we keep? What will be easier?",
}
GROUND_RULES = (
    "We take it that everybody did what made sense with what they knew.",
    "We look for conditions, not culprits.",
    "Every role is heard, the least heard first.",
    "We write down roles, not names, and no patient details.",
    "You may pass, and you may step out.",
    "This is not an appraisal, and it is not discipline.",
    "When we publish it, everybody on the unit can read it.",
    "We end with who does what.",
)
NEXT: dict[ReviewStatus, frozenset[ReviewStatus]] = {
    ReviewStatus.DRAFT: frozenset({ReviewStatus.PUBLISHED}),
    ReviewStatus.PUBLISHED: frozenset(),
}
LOCKED = "This review is published, so it stays as it is. You can add a note to it."


def move(status: ReviewStatus, to: ReviewStatus) -> ReviewStatus:
    """The new state. Raises RuleBroken when a review cannot go there from here."""
    if to not in NEXT[status]:
        raise RuleBroken(LOCKED if status is ReviewStatus.PUBLISHED else "This review is still a draft.")
    return to


def require_draft(status: ReviewStatus) -> None:
    """Raise RuleBroken once it is published."""
    if status is not ReviewStatus.DRAFT:
        raise RuleBroken(LOCKED)


def require_published(status: ReviewStatus) -> None:
    """Raise RuleBroken while it is a draft: then the answers themselves can be changed."""
    if status is not ReviewStatus.PUBLISHED:
        raise RuleBroken("This review is still a draft. Change the answer itself.")


def unanswered(answers: Mapping[Question, str]) -> list[Question]:
    """The questions without a word yet, in order."""
    return [question for question in Question if not answers.get(question, "").strip()]


def require_complete(answers: Mapping[Question, str]) -> None:
    """Raise RuleBroken naming the questions that have no answer yet."""
    missing = [f"“{QUESTIONS[question]}”" for question in unanswered(answers)]
    if missing:
        verb = "has" if len(missing) == 1 else "have"
        raise RuleBroken(f"{' and '.join(missing)} {verb} no answer yet. One sentence is enough.")


def neighbours(question: Question) -> tuple[Question | None, Question | None]:
    """The question before and the one after."""
    order = list(Question)
    place = order.index(question)
    before = order[place - 1] if place else None
    return before, order[place + 1] if place + 1 < len(order) else None


def require_event_day(event_on: date, today: date) -> None:
    """Raise FieldRefused for a day that is still to come, or lies more than a year back."""
    if event_on > today:
        raise FieldRefused("event_on", "Choose today or an earlier day.")
    if event_on < today - LOOKS_BACK:
        raise FieldRefused("event_on", "Choose a day within the last year.")
