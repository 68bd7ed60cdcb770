"""The life, the questions and the ground rules of a review."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.reviews import rules
from huddle.reviews.rules import (
    FOUR_QUESTIONS,
    GROUND_RULES,
    NEXT,
    PROMPTS,
    QUESTIONS,
    QUESTIONS_OF,
    Question,
    ReviewFormat,
    ReviewStatus,
    move,
)

ALL_PAIRS = [(start, end) for start in ReviewStatus for end in ReviewStatus]
COMPLETE = dict.fromkeys(FOUR_QUESTIONS, "Something")
TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(("start", "end"), ALL_PAIRS)
def test_a_review_moves_only_along_the_table(start: ReviewStatus, end: ReviewStatus) -> None:
    if end in NEXT[start]:
        assert move(start, end) is end
    else:
        with pytest.raises(RuleBroken):
            move(start, end)


def test_a_published_review_is_locked_and_a_draft_takes_no_notes() -> None:
    rules.require_written(ReviewStatus.OPEN)
    rules.require_shared(ReviewStatus.SHARED_BACK)
    with pytest.raises(RuleBroken, match="You can add a note"):
        rules.require_written(ReviewStatus.SHARED_BACK)
    with pytest.raises(RuleBroken, match="still being written"):
        rules.require_shared(ReviewStatus.OPEN)


def test_all_four_answers_are_needed() -> None:
    rules.require_complete(COMPLETE)
    assert rules.unanswered(dict.fromkeys(FOUR_QUESTIONS, "")) == list(FOUR_QUESTIONS)


@pytest.mark.parametrize("question", FOUR_QUESTIONS)
def test_what_is_missing_is_named(question: Question) -> None:
    with pytest.raises(RuleBroken) as broken:
        rules.require_complete(COMPLETE | {question: " \n "})
    assert QUESTIONS[question] in str(broken.value)
    assert "has no answer yet" in str(broken.value)


def test_two_missing_answers_are_both_named() -> None:
    with pytest.raises(RuleBroken, match=r"“What did we expect.*” and “Why was it different.*” have no answer yet"):
        rules.require_complete(COMPLETE | {Question.WHY: "", Question.EXPECTED: ""})


def test_the_questions_follow_each_other() -> None:
    assert list(QUESTIONS) == list(PROMPTS) == list(Question)
    assert rules.neighbours(ReviewFormat.AAR, Question.EXPECTED) == (None, Question.HAPPENED)
    assert rules.neighbours(ReviewFormat.AAR, Question.LEARNED) == (Question.WHY, None)
    assert rules.neighbours(ReviewFormat.HOT_DEBRIEF, Question.SUMMARY) == (None, Question.WENT_WELL)
    assert set(QUESTIONS_OF) == set(ReviewFormat)


def test_nothing_promises_what_the_law_alone_can_give() -> None:
    words = " ".join((*GROUND_RULES, *QUESTIONS.values(), *PROMPTS.values())).lower()
    for promise in ("privileged", "protected", "confidential", "anonymous"):
        assert promise not in words


@pytest.mark.parametrize("days", [1, -367])
def test_the_day_lies_within_the_last_year(days: int) -> None:
    rules.require_event_day(TODAY, TODAY)
    rules.require_event_day(TODAY - timedelta(days=366), TODAY)
    with pytest.raises(FieldRefused):
        rules.require_event_day(TODAY + timedelta(days=days), TODAY)
