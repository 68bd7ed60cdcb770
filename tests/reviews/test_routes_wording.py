"""Wording help beside the fields of a review: it advises, and keeps nothing of what it read."""

from __future__ import annotations

import logging

import pytest
from sqlalchemy import func, select

from huddle.audit.models import AuditEvent
from huddle.core.db import db
from huddle.core.drafts import Draft
from huddle.core.operations import Operation
from huddle.reviews.rules import Question
from tests.reviews.test_routes import base, page_of, question_url, text_of, write
from tests.reviews.test_service import answer, published, started
from tests.support.client import Page
from tests.support.ward import Ward

BLAME = "The night nurse failed to act."


def url(ward: Ward) -> str:
    return f"{base(ward)}/wording"


def asked(ward: Ward, **typed: str) -> Page:
    return ward.client(ward.bob).post(url(ward), typed, htmx=True)


def rows() -> list[int | None]:
    return [db.session.scalar(select(func.count()).select_from(kind)) for kind in (AuditEvent, Draft, Operation)]


def test_a_phrase_is_marked_with_words_to_try(ward: Ward) -> None:
    page = asked(ward, text=BLAME)
    assert page.status == 200
    assert [mark.text for mark in page.find("mark")] == ["nurse failed to"]
    assert "Try:" in page.text
    assert "what made it hard was" in page.text


def test_the_title_of_a_review_is_read_too(ward: Ward) -> None:
    assert "careless" in asked(ward, title="A careless handoff").text


def test_somebody_who_blames_themselves_is_met_with_care_and_not_corrected(ward: Ward) -> None:
    page = asked(ward, text="I should have checked.")
    assert "Thank you for saying that" in page.text
    assert "Try:" not in page.text
    assert page.find("mark") == []


def test_a_colleague_by_name_gets_a_role_suggested(ward: Ward) -> None:
    assert "Use the role" in asked(ward, text=f"Then {ward.alice.name} came.").text


@pytest.mark.parametrize("typed", ["", "The bag came at 11:40.", "\x00", "🙂", "ممرضة", "nurse " * 3000])
def test_there_is_nothing_to_say_to_plain_words(ward: Ward, typed: str) -> None:
    page = asked(ward, text=typed)
    assert (page.status, page.body.strip()) == (200, "")


def test_what_was_typed_is_shown_as_text_and_never_as_markup(ward: Ward) -> None:
    page = asked(ward, text="It was <script>alert(1)</script> careless of Dr <b>Smith.")
    assert page.find("script") == page.find("b") == []


def test_a_post_without_a_field_of_ours_is_refused(ward: Ward) -> None:
    assert asked(ward).status == 422
    assert asked(ward, other=BLAME).status == 422


def test_it_is_there_for_the_staff_of_the_unit_and_asked_from_our_own_pages(ward: Ward) -> None:
    assert ward.anonymous().post(url(ward), {"text": BLAME}).status == 401
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        assert ward.client(outsider).post(url(ward), {"text": BLAME}).status == 404
    other_site = {"Origin": "https://elsewhere.example"}
    assert ward.client(ward.bob).post(url(ward), {"text": BLAME}, headers=other_site).status == 403


def test_nothing_of_it_is_stored_or_logged(ward: Ward, caplog: pytest.LogCaptureFixture) -> None:
    before = rows()
    with caplog.at_level(logging.DEBUG):
        page = asked(ward, text=f"{BLAME} It was careless. canary-7719")
    assert page.status == 200
    assert rows() == before
    assert "canary" not in caplog.text
    assert "failed to act" not in caplog.text
    assert "set-cookie" not in {name.lower() for name, _ in page.response.headers}


def test_advice_never_stops_an_answer_and_stands_on_the_page_without_script(ward: Ward) -> None:
    review = started(ward)
    assert write(ward, ward.alice, review, BLAME, go="next").status == 303
    assert text_of(review) == BLAME
    client = ward.client(ward.alice)
    assert "what made it hard was" in client.get(question_url(ward, review)).text
    assert "what made it hard was" in client.get(page_of(ward, review.id)).text


def test_a_refused_form_comes_back_with_the_advice_and_the_words(ward: Ward) -> None:
    review = started(ward)
    page = write(ward, ward.alice, review, BLAME + "x" * 1000)
    assert page.status == 422
    assert BLAME in page.text
    assert "what made it hard was" in page.text


def test_a_published_review_is_not_judged_any_more(ward: Ward) -> None:
    review = published(ward)
    assert "wording__hint" not in ward.client(ward.bob).get(page_of(ward, review.id)).body


def test_each_field_of_a_review_asks_with_its_own_words_alone(ward: Ward) -> None:
    review = started(ward)
    answer(ward, review, Question.WHY, "Words")
    client = ward.client(ward.alice)
    for page_url, fields in (
        (f"{base(ward)}/new", ["title"]),
        (question_url(ward, review), ["text"]),
        (f"{page_of(ward, review.id)}/changes", ["title"]),
        (page_of(ward, published(ward).id), ["text"]),
    ):
        asking = [element for element in client.get(page_url).find("div") if "/wording" in element.get("hx-post", "")]
        assert [element.get("hx-params") for element in asking] == fields
        [address] = {element.get("hx-post") for element in asking}
        assert client.post(str(address), {fields[0]: BLAME}, htmx=True).status == 200
