"""Starting, answering, promising, publishing and adding notes, on both databases."""

from __future__ import annotations

from datetime import date

import pytest

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.reviews import queries, service
from huddle.reviews.models import Review
from huddle.reviews.rules import FOUR_QUESTIONS, Question, ReviewEventKind, ReviewStatus
from tests.support.ward import Ward

TODAY = date(2026, 11, 16)


def started(ward: Ward, by: Actor | None = None, *, title: str = "Delay finding the wide chair") -> Review:
    with transaction():
        return service.start(ward.unit_id, title=title, event_on=TODAY, actor=by or ward.bob, now=ward.now)


def answer(ward: Ward, review: Review, question: Question, text: str, by: Actor | None = None) -> None:
    with transaction():
        service.answer(review, question, text=text, actor=by or ward.bob, now=ward.now)


def answered(ward: Ward, by: Actor | None = None, *, title: str = "Delay finding the wide chair") -> Review:
    review = started(ward, by, title=title)
    for question in FOUR_QUESTIONS:
        answer(ward, review, question, f"Words about {question}", by)
    with transaction():
        service.need_nothing(review, reason="It works as it is.", actor=by or ward.bob, now=ward.now)
    return review


def published(ward: Ward, by: Actor | None = None, *, title: str = "Delay finding the wide chair") -> Review:
    review = answered(ward, by, title=title)
    with transaction():
        service.publish(review, actor=by or ward.bob, now=ward.now)
    return review


def promised(ward: Ward, review: Review) -> None:
    with transaction():
        service.promise(
            review,
            title="Hang up a board",
            owner_id=ward.alice.person_id,
            due_on=TODAY,
            actor=ward.bob,
            now=ward.now,
        )


def test_a_review_starts_as_a_draft_with_four_empty_answers(ward: Ward) -> None:
    review = started(ward)
    assert (review.status, review.facilitator_id) == (ReviewStatus.OPEN, ward.bob.user_id)
    assert [row.text for row in queries.answers(review.id).values()] == ["", "", "", ""]
    assert list(queries.answers(review.id)) == list(FOUR_QUESTIONS)


def test_every_change_leaves_a_trace_without_words(ward: Ward) -> None:
    before = audit.revision(ward.unit_id)
    review = started(ward)
    answer(ward, review, Question.WHY, "It was lent out")
    actions_done = [event.action for event in audit.of_subject(review.id)]
    assert actions_done == ["review.started", "review.answered"]
    assert audit.revision(ward.unit_id) == before + 2
    assert [(event.kind, event.question) for event in queries.history(review.id)] == [
        (ReviewEventKind.STARTED, None),
        (ReviewEventKind.ANSWERED, Question.WHY),
    ]


def test_people_of_other_units_start_nothing_here(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        started(ward, ward.charlie)
    assert queries.drafts_for(ward.maria, ward.unit_id) == []


def test_the_same_words_again_change_nothing(ward: Ward) -> None:
    review = started(ward)
    for _ in range(2):
        answer(ward, review, Question.WHY, "It was lent out")
    assert queries.answers(review.id)[Question.WHY].version == 2
    assert len(queries.history(review.id)) == 2


def test_leaders_write_into_a_colleagues_review_and_other_staff_do_not(ward: Ward) -> None:
    review = started(ward, ward.alice)
    answer(ward, review, Question.WHY, "It was lent out", ward.maria)
    with pytest.raises(NotPermitted, match="Whoever started this review"):
        answer(ward, review, Question.WHY, "No", ward.bob)
    with pytest.raises(NotPermitted), transaction():
        service.publish(review, actor=ward.bob, now=ward.now)
    with pytest.raises(NotPermitted):
        promised(ward, review)


def test_an_answer_that_is_too_long_is_refused_below_the_form_too(ward: Ward) -> None:
    with pytest.raises(FieldRefused, match="at most 1000"):
        answer(ward, started(ward), Question.WHY, "x" * 1001)


def test_publishing_needs_all_four_answers_and_says_which(ward: Ward) -> None:
    review = answered(ward)
    answer(ward, review, Question.WHY, "")
    with pytest.raises(RuleBroken, match=r"“Why was it different.” has no answer yet"), transaction():
        service.publish(review, actor=ward.bob, now=ward.now)
    assert queries.published(ward.unit_id, reader=ward.bob) == []


def test_publishing_shows_it_to_the_unit_and_locks_it(ward: Ward) -> None:
    review = published(ward)
    assert (review.published_by, review.published_at) == (ward.bob.user_id, ward.now)
    assert queries.published(ward.unit_id, reader=ward.bob) == [review]
    with pytest.raises(RuleBroken, match="stays as it is"):
        answer(ward, review, Question.WHY, "Something else")
    with pytest.raises(RuleBroken, match="stays as it is"), transaction():
        service.publish(review, actor=ward.bob, now=ward.now)
    with pytest.raises(RuleBroken, match="stays as it is"):
        promised(ward, review)


def test_an_action_item_remembers_its_review(ward: Ward) -> None:
    review = started(ward)
    promised(ward, review)
    [item] = actions.for_source(SourceKind.REVIEW, review.id)
    assert (item.owner_id, item.original_due_on) == (ward.alice.user_id, TODAY)
    assert queries.history(review.id)[-1].kind is ReviewEventKind.ACTION_ADDED


def test_a_promise_that_is_refused_leaves_nothing_behind(ward: Ward) -> None:
    review = started(ward)
    with pytest.raises(FieldRefused), transaction():
        service.promise(
            review,
            title="Do it",
            owner_id=ward.charlie.person_id,
            due_on=TODAY,
            actor=ward.bob,
            now=ward.now,
        )
    assert [event.kind for event in queries.history(review.id)] == [ReviewEventKind.STARTED]


def test_notes_are_added_after_publishing_by_anybody_on_the_unit(ward: Ward) -> None:
    draft = started(ward)
    with pytest.raises(RuleBroken, match="still being written"), transaction():
        service.add_note(draft, text="Later", actor=ward.bob, now=ward.now)
    review = published(ward, ward.alice)
    for actor in (ward.bob, ward.maria):
        with transaction():
            service.add_note(review, text="The board is used.", actor=actor, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.add_note(review, text="Hello", actor=ward.charlie, now=ward.now)
    with pytest.raises(FieldRefused), transaction():
        service.add_note(review, text="  ", actor=ward.bob, now=ward.now)
    assert [note.by for note in queries.notes(review.id)] != []
    assert len(queries.notes(review.id)) == 2
