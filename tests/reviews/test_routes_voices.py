"""Notes from a phone and the room on the tablet, as people meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from huddle.core.transaction import transaction
from huddle.reviews.models import Review
from huddle.reviews.queries import voices as queries
from huddle.reviews.routes.notes import installation_key
from huddle.reviews.rules import Wellbeing
from huddle.reviews.rules.voices import room_token
from huddle.reviews.service import debriefs
from tests.reviews.test_debriefs import begun
from tests.reviews.test_service import started
from tests.reviews.test_voices import close, share
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward

CODE = re.compile(r"\b[2-9A-Z]{4}(?:-[2-9A-Z]{4}){3}\b")
RIGHT_TO_LEFT = "الكرسي كان في مكان آخر"


def room_page(review: Review) -> str:
    return f"/units/{review.unit_id}/reviews/{review.id}/voices"


def token_of(review: Review) -> UUID:
    room = queries.room_of(review.id)
    assert room is not None
    return room_token(installation_key(), room.nonce)


def opened(ward: Ward, review: Review) -> str:
    """Alice opens the room on the page; the address that phones go to."""
    page = ward.client(ward.alice).submit(room_page(review))
    assert (page.status, page.location) == (303, room_page(review))
    return f"/notes/{token_of(review)}"


def send(ward: Ward, address: str, text: str, phone: CarefulClient | None = None) -> Page:
    return (phone or ward.anonymous()).submit(address, text=text)


def code_on(page: Page) -> str:
    assert page.status == 200
    [code] = CODE.findall(page.text)
    return str(code)


def test_a_tablet_shows_the_way_and_phones_write_without_signing_in(ward: Ward) -> None:
    review = started(ward)
    address = opened(ward, review)
    tablet = ward.client(ward.alice, tablet=True).get(room_page(review))
    assert f"localhost{address}" in tablet.text
    assert tablet.find("svg", class_="qr") or "qr" in tablet.body
    for text in ("The alarm was off", RIGHT_TO_LEFT, "<b>'x' & y</b> 🛏️"):
        page = send(ward, address, text)
        assert code_on(page)
        assert page.response.headers.getlist("Set-Cookie") == []
    shown = ward.client(ward.bob).get(room_page(review))
    assert "3 notes are shown" in shown.text
    for text in ("The alarm was off", RIGHT_TO_LEFT, "<b>'x' & y</b> 🛏️"):
        assert text in shown.text
    part = ward.client(ward.bob).get(f"{room_page(review)}/news", htmx=True)
    assert "The alarm was off" in part.text


def test_the_page_on_a_phone_says_what_is_kept_and_runs_no_script(ward: Ward) -> None:
    page = ward.anonymous().get(opened(ward, started(ward)))
    assert not page.find("script")
    assert "Not kept: your name, your phone, its address, the time." in page.text
    assert "could watch while you send" in page.text
    assert "wide chair" not in page.text
    for word in ("anonym", "confidential", "guarantee"):
        assert word not in page.text.lower()


@pytest.mark.parametrize("posts", [False, True])
def test_a_wrong_address_and_a_closed_room_look_the_same(ward: Ward, posts: bool) -> None:
    review = started(ward)
    closed = opened(ward, review)
    close(ward, review)
    seen = set()
    for address in (closed, f"/notes/{uuid4()}"):
        for path in (address, f"{address}/last-questions"):
            client = ward.anonymous()
            page = client.post(path, {"text": "x"}) if posts else client.get(path)
            assert page.status == 404
            seen.add(page.text.replace(" Nothing was stored. This is what you wrote: x", ""))
    assert len(seen) == 1


def test_words_sent_too_late_are_shown_again(ward: Ward) -> None:
    review = started(ward)
    address = opened(ward, review)
    phone = ward.anonymous()
    sent = phone.fill(address, text="It was lent out")
    close(ward, review)
    page = phone.post(address, sent)
    assert page.status == 404
    assert "It was lent out" in page.text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Write your note first."),
        ("   ", "Write your note first."),
        ("x" * 241, "at most 240"),
        ("a\x00b", "taken"),
    ],
)
def test_what_cannot_be_stored_comes_back_with_a_sentence(ward: Ward, text: str, message: str) -> None:
    review = started(ward)
    page = send(ward, opened(ward, review), text)
    assert page.status == 422
    assert message in page.text
    assert text.replace("\x00", "").strip() in page.body
    assert queries.voices(review, ward.now).total == 0


def test_the_same_page_sent_twice_is_one_note_with_one_code(ward: Ward) -> None:
    review = started(ward)
    address = opened(ward, review)
    phone = ward.anonymous()
    sent = phone.fill(address, text="It was lent out")
    first, second = phone.post(address, sent), phone.post(address, sent)
    assert code_on(first) == code_on(second)
    assert queries.voices(review, ward.now).total == 1
    changed = phone.post(address, sent | {"text": "Other words"})
    assert changed.status == 409
    assert "Other words" in changed.body


@pytest.mark.parametrize("path", ["", "/last-questions"])
def test_the_tablet_of_the_ward_takes_no_note(ward: Ward, path: str) -> None:
    review = started(ward)
    address = opened(ward, review) + path
    for tablet in (ward.locked_tablet(), ward.client(ward.bob, tablet=True), ward.wall_screen()):
        for page in (tablet.get(address), tablet.post(address, {"text": "x"})):
            assert page.status == 403
            assert page.h1 == "Use your own phone"
    assert queries.voices(review, ward.now).total == 0


def test_a_note_of_self_blame_is_met_with_care_and_nothing_else_is_said_about_words(ward: Ward) -> None:
    address = opened(ward, started(ward))
    caring = send(ward, address, "I should have seen it, it is my fault")
    plain = send(ward, address, "The nurse should have checked the pump")
    assert caring.find("p", role="note")
    assert not plain.find("p", role="note")


def test_a_note_is_put_out_of_sight_and_answered_and_its_author_reads_that(ward: Ward) -> None:
    review = started(ward)
    address = opened(ward, review)
    code = code_on(send(ward, address, "Lend out less"))
    for text in ("one", "two"):
        send(ward, address, text)
    [note] = [note for note in queries.voices(review, ward.now).notes if note.text == "Lend out less"]
    alice, base = ward.client(ward.alice), f"{room_page(review)}/{note.id}"
    assert alice.submit(room_page(review), f"{base}/hiding").status == 303
    assert "Out of sight: 1" in alice.get(room_page(review)).text
    assert alice.submit(room_page(review), f"{base}/showing").status == 303
    stale = alice.fill(base, f"{base}/answer", answer="We bought one.")
    assert alice.submit(base, f"{base}/answer", answer="We bought two.").status == 303
    assert alice.post(f"{base}/answer", stale).status == 409
    reply = ward.anonymous().submit("/notes/answers", code=code.lower())
    assert "We bought two." in reply.text
    assert "Lend out less" not in reply.text
    wrong = ward.anonymous().submit("/notes/answers", code="ABCD-ABCD-ABCD-ABCD")
    assert wrong.status == 422
    assert "No note has this code" in wrong.text


def test_the_two_last_questions(ward: Ward) -> None:
    review = started(ward)
    address = opened(ward, review)
    assert ward.anonymous().get(f"{address}/last-questions").status == 404
    assert ward.client(ward.alice).submit(room_page(review), f"{room_page(review)}/last-questions").status == 303
    assert f"{address}/last-questions" in ward.anonymous().get(address).links()
    for number in range(5):
        page = ward.anonymous().submit(f"{address}/last-questions", speak="5", change=str(number % 2 + 1))
        assert "counted" in page.text
    for speak in ("6", "", "no"):
        assert ward.anonymous().submit(f"{address}/last-questions", speak=speak, change="1").status == 422
    alice = ward.client(ward.alice)
    assert "of 5" not in alice.get(room_page(review)).text
    assert alice.submit(room_page(review), f"{room_page(review)}/closing").status == 303
    assert "Most of 5 said yes or rather yes." in alice.get(room_page(review)).text
    share(ward, review)
    assert "Most of 5 said yes or rather yes." in ward.client(ward.bob).get(room_page(review)[: -len("/voices")]).text


def test_who_does_not_lead_the_review_has_no_room(ward: Ward) -> None:
    review = started(ward, ward.alice)
    opened(ward, review)
    for person, status in ((ward.bob, 404), (ward.charlie, 404), (ward.dana, 404), (ward.maria, 200)):
        assert ward.client(person).get(room_page(review)).status == status
    share(ward, review)
    bob = ward.client(ward.bob)
    assert bob.get(room_page(review)).status == 403
    assert room_page(review) not in bob.get(room_page(review).removesuffix("/voices")).links()
    page = ward.client(ward.alice).post(room_page(review), {"_op": str(uuid4())})
    assert page.status == 409


def test_a_published_review_takes_no_notes(ward: Ward) -> None:
    review = started(ward)
    alice = ward.client(ward.alice)
    sent = alice.fill(room_page(review))
    share(ward, review)
    assert alice.post(room_page(review), sent).status == 409


def test_after_a_week_the_address_has_ended(ward: Ward) -> None:
    address = opened(ward, started(ward))
    ward.clock.set(ward.now + timedelta(days=7))
    assert ward.anonymous().get(address).status == 404


def test_the_page_is_offered_where_there_is_something_on_it_also_by_a_debrief_that_ended(ward: Ward) -> None:
    silent, heard = started(ward), started(ward)
    opened(ward, heard)
    for review, is_offered in ((silent, False), (heard, True)):
        show = room_page(review).removesuffix("/voices")
        assert room_page(review) in ward.client(ward.bob).get(show).links()
        share(ward, review)
        assert (room_page(review) in ward.client(ward.bob).get(show).links()) is is_offered
    talk = begun(ward)
    with transaction():
        debriefs.say_how_we_are(talk, wellbeing=Wellbeing.OK, actor=ward.bob, now=ward.now)
        debriefs.end(talk, actor=ward.bob, now=ward.now)
    end = room_page(talk).replace("/voices", "/debrief/end")
    assert room_page(talk) in ward.client(ward.bob).get(end).links()
