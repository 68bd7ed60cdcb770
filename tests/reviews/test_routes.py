"""Screens of reviews, as people of each kind meet them."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.core.actor import Actor
from huddle.reviews import queries
from huddle.reviews.models import Review
from huddle.reviews.rules import FOUR_QUESTIONS, GROUND_RULES, Question
from tests.reviews.test_service import answer, answered, published, started
from tests.support.client import Page
from tests.support.ward import Ward


def base(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/reviews"


def page_of(ward: Ward, review_id: UUID) -> str:
    return f"{base(ward)}/{review_id}"


def question_url(ward: Ward, review: Review, question: Question = Question.WHY) -> str:
    return f"{page_of(ward, review.id)}/questions/{question}"


def write(ward: Ward, actor: Actor, review: Review, text: str, **fields: Any) -> Page:
    return ward.client(actor).submit(question_url(ward, review), text=text, **fields)


def text_of(review: Review, question: Question = Question.WHY) -> str:
    return queries.answers(review.id)[question].text


GETS = ["", "/new", "/{review}", "/{review}/ground-rules", "/{review}/questions/why"]
POSTS = [
    "",
    "/{review}/questions/why",
    "/{review}/action-items",
    "/{review}/publication",
    "/{review}/notes",
]


@pytest.mark.parametrize("path", GETS)
def test_signed_out_people_are_sent_to_sign_in(ward: Ward, path: str) -> None:
    page = ward.anonymous().get(base(ward) + path.format(review=uuid4()))
    assert page.status == 303
    assert (page.location or "").startswith("/sign-in?next=")


@pytest.mark.parametrize("path", GETS)
def test_another_units_people_find_nothing(ward: Ward, path: str) -> None:
    review = started(ward)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(base(ward) + path.format(review=review.id))
        if outsider is ward.quinn and not path:
            assert page.status == 200, "the quality role sees what the unit published, of which there is nothing yet"
        else:
            assert page.status == 404
        assert "chair" not in page.text


@pytest.mark.parametrize("path", POSTS)
def test_another_units_people_change_nothing(ward: Ward, path: str) -> None:
    review = started(ward)
    url = base(ward) + path.format(review=review.id)
    assert ward.client(ward.charlie).post(url, {"_op": str(uuid4())}).status == 404
    assert ward.anonymous().post(url, {"_op": str(uuid4())}).status == 401
    assert len(queries.history(review.id)) == 1


@pytest.mark.parametrize("path", [path for path in (*GETS, *POSTS) if "{review}" in path])
def test_a_draft_is_not_there_for_other_staff(ward: Ward, path: str) -> None:
    review = started(ward, ward.alice)
    url = base(ward) + path.format(review=review.id)
    bob = ward.client(ward.bob)
    page = bob.get(url) if path in GETS else bob.post(url, {"_op": str(uuid4())})
    assert page.status == 404
    assert "chair" not in page.text


def test_a_draft_stands_on_nobody_elses_list(ward: Ward) -> None:
    started(ward, ward.alice)
    assert "chair" not in ward.client(ward.bob).get(base(ward)).text
    assert "chair" in ward.client(ward.maria).get(base(ward)).text


def test_a_nurse_starts_a_review_and_is_led_to_the_ground_rules(ward: Ward) -> None:
    client = ward.client(ward.bob)
    page = client.submit(f"{base(ward)}/new", base(ward), title="Delay finding the wide chair")
    [review] = queries.drafts_for(ward.bob, ward.unit_id)
    assert (page.status, page.location) == (303, f"{page_of(ward, review.id)}/ground-rules")
    rules_page = client.get(page.location or "")
    for rule in GROUND_RULES:
        assert rule in rules_page.text
    assert question_url(ward, review, Question.EXPECTED) in rules_page.links()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "short, neutral title"),
        ({"title": "x" * 81}, "Use at most 80 letters"),
        ({"title": "one\x00two"}, "was taken out"),
        ({"event_on": ""}, "Choose the day."),
        ({"event_on": "yesterday"}, "Choose a day"),
        ({"event_on": "2026-11-17"}, "Choose today or an earlier day."),
        ({"event_on": "2024-01-01"}, "within the last year"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, str], message: str) -> None:
    sent = {"title": "Delay finding the wide chair"} | fields
    page = ward.client(ward.bob).submit(f"{base(ward)}/new", base(ward), **sent)
    assert page.status == 422
    assert message in page.text
    assert sent["title"].replace("\x00", "") in page.body
    assert queries.drafts_for(ward.bob, ward.unit_id) == []


def test_four_questions_lead_from_one_to_the_next_and_to_the_whole(ward: Ward) -> None:
    review = started(ward)
    url = question_url(ward, review, Question.EXPECTED)
    for step, question in enumerate(FOUR_QUESTIONS, start=1):
        page = ward.client(ward.bob).get(url)
        assert f"Question {step} of 4" in page.text
        assert "Roles, not names. No patient details." in page.text
        url = ward.client(ward.bob).submit(url, text=f"About {question}", go="next").location or ""
    assert url == f"{page_of(ward, review.id)}/changes"
    assert text_of(review, Question.LEARNED) == "About learned"


def test_going_back_keeps_what_was_typed(ward: Ward) -> None:
    review = started(ward)
    page = write(ward, ward.bob, review, "It was lent out", go="back")
    assert page.location == question_url(ward, review, Question.HAPPENED)
    assert text_of(review) == "It was lent out"


def test_you_may_pass(ward: Ward) -> None:
    review = started(ward)
    assert write(ward, ward.bob, review, "").status == 303
    assert "No answer yet" in ward.client(ward.bob).get(page_of(ward, review.id)).text


@pytest.mark.parametrize("text", ["🛏️ bed 4 — naïve café\nline two", "الكرسي كان في مكان آخر", "<b>'x' & y</b>"])
def test_any_script_and_any_sign_come_back_as_typed(ward: Ward, text: str) -> None:
    review = started(ward)
    write(ward, ward.bob, review, text)
    assert text_of(review) == text
    shown = ward.client(ward.bob).get(page_of(ward, review.id)).text
    assert " ".join(text.split()) in shown


@pytest.mark.parametrize(("text", "message"), [("a\x00b", "was taken out"), ("Long. " * 7000, "at most 1000")])
def test_an_answer_that_cannot_be_stored_comes_back(ward: Ward, text: str, message: str) -> None:
    review = started(ward)
    page = write(ward, ward.bob, review, text)
    assert page.status == 422
    assert message in page.text
    assert text.replace("\x00", "").strip() in page.body
    assert text_of(review) == ""


def test_two_people_on_one_question_keep_both_texts(ward: Ward) -> None:
    review = started(ward)
    maria, url = ward.client(ward.maria), question_url(ward, review)
    late = maria.fill(url, text="Nobody could see where it was.")
    write(ward, ward.bob, review, "It was lent out.")
    page = maria.post(url, late)
    assert page.status == 409
    for words in ("Nobody could see where it was.", "It was lent out.", "Bob Brandt, today 07:05"):
        assert words in page.text
    assert maria.post(url, page.form(url) | {"_keep_text": "both"}).status == 303
    assert text_of(review) == "It was lent out.\nNobody could see where it was."


def test_two_people_on_two_questions_are_not_in_each_others_way(ward: Ward) -> None:
    review = started(ward)
    maria, url = ward.client(ward.maria), question_url(ward, review)
    late = maria.fill(url, text="Nobody could see where it was.")
    answer(ward, review, Question.LEARNED, "Hang up a board.")
    assert maria.post(url, late).status == 303


def test_the_script_is_told_the_operation_and_a_second_try_stores_once(ward: Ward) -> None:
    review = started(ward)
    client, url = ward.client(ward.bob), question_url(ward, review)
    data = client.fill(url, text="It was lent out", go="next")
    for _ in range(2):
        page = client.post(url, data, script=True)
        assert page.response.headers["Huddle-Operation"] == data["_op"][0]
    assert page.json["location"] == question_url(ward, review, Question.LEARNED)
    assert len(queries.history(review.id)) == 2


def test_an_action_item_is_added_from_the_review(ward: Ward) -> None:
    review = started(ward)
    show = page_of(ward, review.id)
    sent = {"title": "Hang up a board", "owner_id": str(ward.alice.user_id), "due_in": "week"}
    page = ward.client(ward.bob).submit(f"{show}/changes", f"{show}/action-items", **sent)
    assert (page.status, page.location) == (303, f"{show}/changes")
    [item] = actions.for_source(SourceKind.REVIEW, review.id)
    assert f"/units/{ward.unit_id}/action-items/{item.id}" in ward.client(ward.bob).get(show).links()
    wrong = sent | {"title": "", "due_in": None}
    refused = ward.client(ward.bob).submit(f"{show}/changes", f"{show}/action-items", **wrong)
    assert refused.status == 422
    assert "starting with a verb" in refused.text
    assert "Choose by when." in refused.text


def test_an_item_of_a_draft_names_its_review_only_to_those_who_may_see_it(ward: Ward) -> None:
    review = started(ward, ward.alice)
    show = page_of(ward, review.id)
    sent = {"title": "Hang up a board", "owner_id": str(ward.bob.user_id), "due_in": "week"}
    ward.client(ward.alice).submit(f"{show}/changes", f"{show}/action-items", **sent)
    [item] = actions.for_source(SourceKind.REVIEW, review.id)
    url = f"/units/{ward.unit_id}/action-items/{item.id}"
    assert "chair" not in ward.client(ward.bob).get(url).text
    assert show in ward.client(ward.alice).get(url).links()


def test_publishing_is_offered_when_all_is_answered(ward: Ward) -> None:
    review = started(ward)
    page = ward.client(ward.bob).get(page_of(ward, review.id))
    assert f'action="{page_of(ward, review.id)}/publication"' not in page.body
    assert "Next: What did we expect?" in page.text


@pytest.mark.parametrize("field", ["title", "owner_id", "due_in", "due_on"])
def test_an_action_item_that_was_begun_and_not_added_is_not_left_behind(ward: Ward, field: str) -> None:
    review = answered(ward)
    client, page = ward.client(ward.bob), page_of(ward, review.id)
    chosen = {"title": "Chair", "owner_id": str(ward.bob.user_id), "due_in": "week", "due_on": "2099-01-05"}[field]
    begun = client.fill(f"{page}/changes", f"{page}/action-items", **{field: chosen})
    client.post("/drafts", begun | {"_op": str(uuid4())}, script=True)
    refused = client.submit(page, f"{page}/publication")
    assert refused.status == 409
    assert "not added yet" in refused.text
    assert "Throw it away" in client.get(f"{page}/changes").text
    client.submit(f"{page}/changes", f"{page}/action-items", throw_away="1")
    assert "Throw it away" not in client.get(f"{page}/changes").text
    assert client.submit(page, f"{page}/publication").status == 303
    assert actions.for_source(SourceKind.REVIEW, review.id) == []


def test_going_on_takes_along_the_action_item_that_was_begun_and_asks_for_nothing_where_none_was(ward: Ward) -> None:
    review = answered(ward)
    here, people = f"{page_of(ward, review.id)}/changes", f"{page_of(ward, review.id)}/company"
    begun = {"title": "Move the chair", "owner_id": str(ward.bob.user_id), "go": "next"}
    client, post = ward.client(ward.bob), here.replace("changes", "action-items")
    page = client.submit(here, post, **begun)
    assert (page.status, page.form(post)["title"]) == (422, ["Move the chair"])
    assert client.submit(here, post, **begun, due_in="week").location == people
    assert [item.title for item in actions.for_source(SourceKind.REVIEW, review.id)] == ["Move the chair"]
    assert client.submit(here, post, go="next").location == people
    assert len(actions.for_source(SourceKind.REVIEW, review.id)) == 1


@pytest.mark.parametrize("begun", ["owner_id", "due_in", "due_on"])
def test_going_on_asks_for_the_title_of_an_action_item_of_which_only_the_rest_is_chosen(ward: Ward, begun: str) -> None:
    review = answered(ward)
    here = f"{page_of(ward, review.id)}/changes"
    post = here.replace("changes", "action-items")
    chosen = {"owner_id": str(ward.bob.user_id), "due_in": "week", "due_on": "2099-01-05"}[begun]
    page = ward.client(ward.bob).submit(here, post, go="next", **{begun: chosen})
    assert (page.status, "Say what will be done" in page.text) == (422, True)
    assert page.form(post)[begun] == [chosen]


def test_publishing_says_what_went_missing_meanwhile(ward: Ward) -> None:
    review = answered(ward)
    show = page_of(ward, review.id)
    client = ward.client(ward.bob)
    data = client.fill(show, f"{show}/publication")
    answer(ward, review, Question.LEARNED, "", ward.maria)
    page = client.post(f"{show}/publication", data)
    assert page.status == 409
    assert "“What did we learn?” has no answer yet." in page.text


def test_a_published_review_is_read_by_the_unit_and_changed_by_nobody(ward: Ward) -> None:
    review = answered(ward)
    show, url = page_of(ward, review.id), question_url(ward, review)
    maria = ward.client(ward.maria)
    late = maria.fill(url, text="Too late")
    assert ward.client(ward.bob).submit(show, f"{show}/publication").location == show
    page = maria.post(url, late)
    assert page.status == 409
    assert "stays as it is" in page.text
    assert "Too late" in page.text
    assert maria.get(url).status == 409
    assert text_of(review) == "Words about why"


def test_a_published_review_names_nobody(ward: Ward) -> None:
    review = published(ward, ward.alice)
    page = ward.client(ward.bob).get(page_of(ward, review.id))
    assert page.status == 200
    assert "Words about learned" in page.text
    assert "Alice" not in page.text


def test_notes_are_added_below_and_bad_ones_come_back(ward: Ward) -> None:
    review = published(ward, ward.alice)
    show = page_of(ward, review.id)
    bob = ward.client(ward.bob)
    assert bob.submit(show, f"{show}/notes", text="The board is used.").location == show
    assert "The board is used." in bob.get(show).text
    for text, message in (("", "Write the note first."), ("x" * 301, "Use at most 300 letters.")):
        page = bob.submit(show, f"{show}/notes", text=text)
        assert page.status == 422
        assert message in page.text


def test_htmx_gets_the_list_alone(ward: Ward) -> None:
    published(ward)
    page = ward.client(ward.alice).get(base(ward), htmx=True)
    assert page.status == 200
    assert "<html" not in page.body
    assert 'id="review-list"' in page.body
    assert "Words about learned" in page.text


def test_an_empty_list_is_kind(ward: Ward) -> None:
    assert "No review is published yet." in ward.client(ward.bob).get(base(ward)).text


def test_no_screen_claims_what_the_law_alone_can_give(ward: Ward) -> None:
    review = answered(ward)
    for path in ("", "/new", f"/{review.id}", f"/{review.id}/ground-rules", f"/{review.id}/questions/why"):
        text = ward.client(ward.bob).get(base(ward) + path).text.lower()
        assert "privileged" not in text
        assert "protected" not in text
