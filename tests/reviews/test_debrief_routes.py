"""Screens of hot debriefs, as people of each kind meet them; without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles import service as huddles
from huddle.huddles.models import Huddle, HuddleItem
from huddle.reviews import queries
from huddle.reviews.models import Review
from huddle.reviews.rules import Question, ReviewStatus, Wellbeing
from huddle.reviews.service import debriefs
from tests.reviews.test_debriefs import begun, noted, offered
from tests.support.client import Page
from tests.support.ward import Ward


def start_url(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/reviews/debriefs"


def url_of(review: Review, rest: str = "") -> str:
    return f"/units/{review.unit_id}/reviews/{review.id}/debrief{rest}"


def going_on(ward: Ward, by: Actor | None = None) -> Review:
    review = begun(ward, by=by)
    with transaction():
        debriefs.say_how_we_are(review, wellbeing=Wellbeing.OK, actor=ward.bob, now=ward.now)
    return review


def write(ward: Ward, actor: Actor, review: Review, box: str = "summary", *, text: str) -> Page:
    return ward.client(actor).submit(url_of(review, "/boxes"), url_of(review, f"/boxes/{box}"), text=text)


def text_of(review: Review, question: Question = Question.SUMMARY) -> str:
    return queries.answers(review.id)[question].text


def test_from_the_board_to_what_the_unit_reads(ward: Ward) -> None:
    bob = ward.client(ward.bob)
    assert start_url(ward) in bob.get(f"/units/{ward.unit_id}/board").links()
    place = bob.submit(start_url(ward), start_url(ward), press="start", trigger="fall").location or ""
    assert bob.get(place).h1 == "How are we?"
    place = bob.submit(place, place.replace("/circle", "/wellbeing"), wellbeing="all_ok_to_go_on").location or ""
    page = bob.get(place)
    assert page.h1 == "A fall"
    assert "Read aloud" in page.text
    review_id = UUID(place.split("/")[-3])
    review = queries.get(ward.unit_id, review_id)
    for box in ("summary", "learned"):
        assert write(ward, ward.maria, review, box, text="The bell was out of reach").status == 303
    bob.submit(place, url_of(review, "/title"), text="Bell out of reach")
    item: dict[str, Any] = {"title": "Hang the bell up", "owner_id": str(ward.alice.user_id), "due_in": "week"}
    bob.submit(place, url_of(review, "/action-items"), **item)
    place = bob.submit(place, url_of(review, "/moves"), to="end").location or ""
    page = bob.get(place)
    assert "Where support is" in page.text
    assert "Hang the bell up" in page.text
    done = bob.submit(place, url_of(review, "/publication"))
    assert bob.get(done.location or "").h1 == "Bell out of reach"
    assert bob.get(url_of(review)).location == done.location


def test_the_board_offers_once_and_one_tap_declines(ward: Ward) -> None:
    source = noted(ward)
    ward.clock.tick(timedelta(minutes=1))
    bob, board = ward.client(ward.bob), f"/units/{ward.unit_id}/board"
    page = bob.get(board)
    assert "A 5-minute debrief?" in page.text
    assert "A slip beside bed 4" not in page.text
    assert bob.submit(start_url(ward), start_url(ward), press=f"staffing {source}").location == board
    assert "A 5-minute debrief?" not in bob.get(board).text
    assert offered(ward) == []
    assert "Too few of us" in bob.get(start_url(ward)).text
    again = ward.client(ward.alice).submit(start_url(ward), start_url(ward), press=f"tech {source}")
    assert again.status == 409


@pytest.mark.parametrize("press", ["", "dance", "start x", "start \x00", "forgot 🙂"])
def test_a_button_that_is_none_of_ours_starts_nothing(ward: Ward, press: str) -> None:
    assert ward.client(ward.bob).submit(start_url(ward), start_url(ward), press=press).status == 422


def test_what_stops_shows_support_and_writes_nothing_else(ward: Ward) -> None:
    review, bob = begun(ward), ward.client(ward.bob)
    page = bob.submit(url_of(review, "/circle"), url_of(review, "/wellbeing"), wellbeing="stop_and_support")
    assert "Where support is" in bob.get(page.location or "").text
    place = bob.submit(page.location or "", url_of(review, "/moves"), to="stop").location or ""
    assert "There was no debrief" in bob.get(place).text
    place = bob.submit(place, url_of(review, "/moves"), to="write-on").location or ""
    assert bob.get(place).h1 == "How are we?"


def test_two_in_different_boxes_are_never_in_conflict(ward: Ward) -> None:
    review = going_on(ward)
    bob, maria = ward.client(ward.bob), ward.client(ward.maria)
    boxes = {box: bob.fill(url_of(review, "/boxes"), url_of(review, f"/boxes/{box}")) for box in ("summary", "learned")}
    hers = maria.fill(url_of(review, "/boxes"), url_of(review, "/boxes/summary"))
    first = maria.post(url_of(review, "/boxes/summary"), hers | {"text": "From the phone"})
    second = bob.post(url_of(review, "/boxes/learned"), boxes["learned"] | {"text": "From the tablet"})
    assert (first.status, second.status) == (303, 303)
    third = bob.post(url_of(review, "/boxes/summary"), boxes["summary"] | {"text": "From the tablet too"})
    assert third.status == 409
    assert "From the phone" in third.text
    assert "From the tablet too" in third.text
    assert text_of(review) == "From the phone"


def test_words_that_come_after_the_end_are_kept_and_after_sharing_refused(ward: Ward) -> None:
    review, bob = going_on(ward), ward.client(ward.bob)
    late = bob.fill(url_of(review, "/boxes"), url_of(review, "/boxes/summary"))
    with transaction():
        debriefs.end(review, actor=ward.bob, now=ward.now)
    assert bob.post(url_of(review, "/boxes/summary"), late | {"text": "At the last moment"}).status == 303
    assert text_of(review) == "At the last moment"
    assert bob.submit(url_of(review, "/end"), url_of(review, "/publication")).status == 409
    assert queries.get(ward.unit_id, review.id).status is ReviewStatus.NOTES_READY


@pytest.mark.parametrize(
    ("text", "status"), [("", 303), ("x" * 1001, 422), ("a\x00b", 422), ("🙂 שלום", 303), ("x" * 1000, 303)]
)
def test_a_box_takes_what_people_type(ward: Ward, text: str, status: int) -> None:
    assert write(ward, ward.bob, going_on(ward), text=text).status == status


def test_news_are_the_boxes_nothing_or_the_way_on(ward: Ward) -> None:
    review, bob = going_on(ward), ward.client(ward.bob)
    part = bob.get(url_of(review, "/news"), htmx=True)
    assert part.status == 200
    poll = part.find("div", id="debrief-live")[0].get("hx-get") or ""
    assert bob.get(poll, htmx=True).status == 204
    write(ward, ward.maria, review, text="New words")
    assert "New words" in bob.get(poll, htmx=True).text
    with transaction():
        debriefs.end(review, actor=ward.bob, now=ward.now)
    assert bob.get(poll, htmx=True).response.headers["HX-Redirect"] == url_of(review, "/end")


def test_the_code_for_a_phone_and_the_wrong_addresses(ward: Ward) -> None:
    review, bob = going_on(ward), ward.client(ward.bob)
    assert b"<svg" in bob.raw(url_of(review, "/join-code")).data
    assert bob.get(url_of(review, "/end")).location == url_of(review, "/boxes")
    assert bob.get(f"/units/{ward.unit_id}/reviews/{review.id}").location == url_of(review, "/boxes")
    assert bob.get(f"/units/{ward.unit_id}/reviews/{uuid4()}/debrief").status == 404
    assert ward.client(ward.charlie).get(url_of(review)).status == 404


def test_who_had_a_part_in_it_is_offered_it_in_person_and_after_the_huddle(ward: Ward) -> None:
    source = noted(ward)
    ward.clock.tick(timedelta(minutes=1))
    board = f"/units/{ward.unit_id}/board"
    assert "or say why not" in ward.client(ward.bob).get(board).text
    assert "or say why not" not in ward.client(ward.alice).get(board).text
    with transaction():
        huddle = db.session.get_one(Huddle, db.session.get_one(HuddleItem, source).huddle_id)
        huddles.close(huddle, next_leader_id=None, actor=ward.bob, now=ward.now)
    summary = f"/units/{ward.unit_id}/huddles/{huddle.id}"
    alice = ward.client(ward.alice)
    assert "A 5-minute debrief?" in alice.get(summary).text
    assert alice.submit(summary, start_url(ward), press=f"staffing {source}").location == board
    assert "A 5-minute debrief?" not in alice.get(summary).text
