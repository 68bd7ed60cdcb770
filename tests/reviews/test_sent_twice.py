"""What was stored is answered in the same way when it is sent again, also by whoever does not see it any more."""

from __future__ import annotations

from huddle.core.transaction import transaction
from huddle.reviews import queries, service
from huddle.reviews.rules import Question
from tests.reviews.test_lessons import published, released
from tests.reviews.test_protection import marked, url
from tests.reviews.test_routes import page_of, question_url
from tests.reviews.test_service import started
from tests.reviews.test_story import LONDON, moment
from tests.support.client import CarefulClient
from tests.support.ward import Ward


def sent_twice(client: CarefulClient, page: str, action: str, **fields: str) -> str | None:
    """Where it leads, both times."""
    filled = client.fill(page, action, **fields)
    first, again = client.post(action, filled), client.post(action, filled)
    assert (again.status, again.location) == (first.status, first.location) == (303, first.location)
    assert client.post(action, {**filled, "other": "words"}).status in (404, 409)
    return first.location


def test_a_row_that_is_taken_out(ward: Ward) -> None:
    review = started(ward)
    row = page_of(ward, review.id) + f"/moments/{moment(ward, review, '14:05', 'The bed came').id}"
    assert sent_twice(ward.client(ward.bob), row, f"{row}/removal") == question_url(ward, review, Question.HAPPENED)


def test_a_lesson_that_is_withdrawn(ward: Ward) -> None:
    lesson = f"/lessons/{released(ward, published(ward)).id}"
    assert sent_twice(ward.client(ward.maria), lesson, f"{lesson}/withdrawal") == "/lessons"


def test_a_draft_that_is_handed_on(ward: Ward) -> None:
    page = page_of(ward, started(ward).id) + "/assignment"
    chosen = {"facilitator_id": str(ward.alice.user_id), "scribe_id": ""}
    sent_twice(ward.client(ward.bob), page, page, **chosen)
    assert ward.client(ward.bob).get(page).status == 404


def test_being_off_the_list_and_the_mark_that_is_taken_off(ward: Ward) -> None:
    for off, fields, still in (
        (f"/readers/{ward.quinn.user_id}/removal", {}, False),
        ("/mark/removal", {"reason": "Settled"}, True),
    ):
        review, quinn = marked(ward, readers=(ward.quinn,)), ward.client(ward.quinn)
        readers = url(ward, review, "/readers")
        assert sent_twice(quinn, readers, url(ward, review, off), **fields) == (readers if still else "/reviews")
        assert quinn.get(url(ward, review)).status == (200 if still else 404)


def test_a_row_that_a_colleague_took_out_is_shown_as_typed_and_can_be_put_back(ward: Ward) -> None:
    review = started(ward)
    row = moment(ward, review, "14:05", "The bed came")
    page = page_of(ward, review.id) + f"/moments/{row.id}"
    maria = ward.client(ward.maria)
    typed = maria.fill(page, what="The wide bed came")
    with transaction():
        service.remove_moment(review, queries.moment(review.id, row.id), actor=ward.bob, now=ward.now)
    shown = maria.post(page, typed)
    assert shown.status == 409
    assert "A colleague has taken this row out." in shown.text
    again = shown.form(page)
    assert again["what"] == ["The wide bed came"]
    assert maria.post(page, again).location == question_url(ward, review, Question.HAPPENED)
    assert [(one.clock, one.what) for one in queries.timeline(review, LONDON)] == [("14:05", "The wide bed came")]
