"""What people put beside an item and tell about it, as pages and forms."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from huddle.actions import queries, service
from huddle.actions.models import ActionItem
from huddle.actions.rules import EVIDENCE_LIMIT, ActionStatus, EvidenceKind, SourceKind
from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from tests.actions.test_routes import page_of
from tests.actions.test_service import finished, opened
from tests.actions.test_telling import improvement, verified
from tests.core.test_pictures import photo
from tests.support.client import Page
from tests.support.ward import Ward


def send(ward: Ward, actor: Actor, item: ActionItem, what: str, *, at: str = "", **fields: Any) -> Page:
    show = page_of(ward, item.id)
    return ward.client(actor).submit(show + at, f"{show}/{what}", **fields)


def file(content: bytes, name: str = "photo.jpg") -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def test_a_comment_is_written_and_read_by_everybody(ward: Ward) -> None:
    item = opened(ward)
    words = "The lift is free at noon \U0001f600 \u05e9\u05dc\u05d5\u05dd <b>"
    page = send(ward, ward.alice, item, "comments", text=words)
    assert (page.status, page.location) == (303, f"{page_of(ward, item.id)}#comments")
    assert words in ward.client(ward.bob).get(page_of(ward, item.id)).text
    for text, message in (("", "Write something first."), ("x" * 501, "at most 500"), ("a\x00b", "was taken out")):
        assert message in send(ward, ward.bob, item, "comments", text=text).text
    assert len(queries.comments(item.id)) == 1


def test_a_link_is_shown_by_where_it_leads_and_gives_nothing_away(ward: Ward) -> None:
    item = opened(ward)
    page = send(ward, ward.bob, item, "evidence", text="Audit", url="https://intranet.example/audits?week=47")
    assert page.status == 303
    [link] = [
        link
        for link in ward.client(ward.alice).get(page_of(ward, item.id)).find("a")
        if "audits" in link.get("href", "")
    ]
    assert ("".join(link.itertext()), link.get("rel")) == (
        "intranet.example (opens another site)",
        "noreferrer noopener",
    )
    page = send(ward, ward.bob, item, "evidence", text="Audit", url="javascript:alert(1)")
    assert (page.status, "Copy the whole address" in page.text, "Audit" in page.text) == (422, True, True)


def test_a_picture_and_a_link_that_come_together_are_both_kept_or_neither(ward: Ward) -> None:
    item = opened(ward)
    both: dict[str, Any] = {"text": "Bay 2", "url": "https://a.example/x", "picture": file(photo())}
    page = send(ward, ward.bob, item, "evidence", **both | {"url": "javascript:alert(1)"})
    assert (page.status, "Choose the picture again" in page.text, queries.evidence_of(item.id)) == (422, True, [])
    assert send(ward, ward.bob, item, "evidence", **both | {"picture": file(photo())}).status == 303
    assert sorted((piece.kind, piece.text) for piece in queries.evidence_of(item.id)) == [
        (EvidenceKind.LINK, ""),
        (EvidenceKind.PICTURE, "Bay 2"),
    ]


def test_a_picture_and_a_link_where_only_one_more_fits_are_told_so_before_either_is_kept(ward: Ward) -> None:
    item = opened(ward)
    with transaction():
        for number in range(EVIDENCE_LIMIT - 1):
            service.add_evidence(item, text=f"Count {number}", actor=ward.bob, now=ward.now)
    both: dict[str, Any] = {"text": "Bay 2", "url": "https://a.example/x", "picture": file(photo())}
    page = send(ward, ward.bob, item, "evidence", **both)
    assert (page.status, "Only one more fits" in page.text, "pieces already" in page.text) == (422, True, False)
    kept = page.form(f"{page_of(ward, item.id)}/evidence")
    assert (kept["url"], kept["text"]) == ([both["url"]], ["Bay 2"])
    assert queries.count_evidence(item.id) == EVIDENCE_LIMIT - 1


def test_a_picture_is_kept_drawn_anew_and_given_to_the_unit_alone(ward: Ward) -> None:
    item = opened(ward)
    page = send(ward, ward.bob, item, "evidence", text="Bay 2", picture=file(photo() + b"<script>alert(1)</script>"))
    assert page.status == 303
    [piece] = queries.evidence_of(item.id)
    assert (piece.kind, piece.text) == (EvidenceKind.PICTURE, "Bay 2")
    address = f"{page_of(ward, item.id)}/evidence/{piece.id}/picture"
    assert address in [image.get("src") for image in ward.client(ward.alice).get(page_of(ward, item.id)).find("img")]
    sent = ward.client(ward.alice).get(address).response
    headers = sent.headers
    assert (headers["Content-Type"], headers["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert headers["Content-Disposition"] == f'inline; filename="evidence-{piece.id}.jpg"'
    assert "sandbox" in headers.getlist("Content-Security-Policy")
    assert headers["Cache-Control"] == "no-store"
    assert b"script" not in sent.data
    with Image.open(io.BytesIO(sent.data)) as seen:
        assert not seen.getexif()
    assert ward.client(ward.charlie).get(address).status == 404
    assert ward.client(ward.bob).get(address.replace(str(item.id), str(opened(ward).id))).status == 404


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ((b"<svg onload='alert(1)'/>", "drawing.svg"), "not a picture that can be kept"),
        ((photo()[:300], "photo.jpg"), "damaged"),
        ((b"\xff\xd8\xff" + b"\0" * 400_000, "photo.jpg"), "damaged"),
        ((b"", ""), "Say what shows it"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_and_the_words_stay(ward: Ward, sent: Any, message: str) -> None:
    item, words = opened(ward), "" if sent[1] == "" else "What I wrote"
    page = send(ward, ward.bob, item, "evidence", text=words, picture=file(*sent))
    assert (page.status, message in page.text, words in page.text) == (422, True, True)
    assert not queries.evidence_of(item.id)


def test_a_file_beyond_all_measure_is_not_read_and_other_forms_take_no_more_than_before(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = opened(ward)
    monkeypatch.setattr(ward.app.view_functions["actions.add_evidence"], "takes_up_to", 100_000)
    page = send(
        ward, ward.bob, item, "evidence", text="Seen on the round", picture=file(b"\xff\xd8\xff" + b"\0" * 200_000)
    )
    assert (page.status, "choose a smaller file" in page.text) == (413, True)
    assert "Seen on the round" in page.text, "the words beside it are not lost"
    assert send(ward, ward.bob, item, "comments", text="x" * 300_000).status == 413


def test_words_beside_a_picture_have_the_limit_of_their_field(ward: Ward) -> None:
    page = send(ward, ward.bob, opened(ward), "evidence", text="x" * 400_000, picture=file(b"none"))
    assert page.status == 422
    assert "x" * 400_000 in page.text


def test_the_same_picture_sent_twice_is_one_and_another_one_is_not_lost(ward: Ward) -> None:
    item = opened(ward)
    show, client = page_of(ward, item.id), ward.client(ward.bob)
    data = client.fill(show, f"{show}/evidence")
    for _ in range(2):
        assert client.post(f"{show}/evidence", data | {"picture": file(photo())}).status == 303
    assert len(queries.evidence_of(item.id)) == 1
    other = client.post(f"{show}/evidence", data | {"picture": file(photo(orientation=6))})
    assert (other.status, "sent before with other words" in other.text) == (409, True)


def test_an_improvement_is_told_back_from_its_page(ward: Ward) -> None:
    item = verified(ward, improvement(ward))
    show = page_of(ward, item.id)
    assert "Tell everybody" not in ward.client(ward.maria).get(show + "/verification").text
    page = ward.client(ward.bob).get(show)
    assert "Tell everybody" in page.text
    assert page.form(f"{show}/telling-back")["text"] == ["Moved it"]
    assert send(ward, ward.bob, item, "telling-back", text="").status == 422
    assert send(ward, ward.bob, item, "telling-back", text="It stands in bay 2.").status == 303
    with transaction():
        assert queries.get(ward.unit_id, item.id).status is ActionStatus.CLOSED
    assert "It stands in bay 2." in ward.client(ward.alice).get(show).text


def test_two_are_made_one_by_those_who_may(ward: Ward) -> None:
    item, into = opened(ward, owner=ward.alice), opened(ward, title="Carry the chair")
    show = page_of(ward, item.id)
    assert ward.client(ward.bob).get(f"{show}/merging").status == 403
    assert send(ward, ward.alice, item, "merging", at="/merging").status == 422
    page = send(ward, ward.alice, item, "merging", at="/merging", into_id=str(into.id))
    assert (page.status, page.location) == (303, page_of(ward, into.id))
    assert "This goes on within Carry the chair" in ward.client(ward.bob).get(show).text
    assert "Move the chair to bay 2" in ward.client(ward.bob).get(page_of(ward, into.id)).text
    assert ward.client(ward.alice).get(f"{show}/merging").status == 409


def from_concern(ward: Ward, *, unnamed: bool = True) -> ActionItem:
    """Bob raised it, Alice wrote down what Maria does about it."""
    with transaction():
        concern = concerns.raise_concern(
            ward.unit_id, text="No chair", topic=Topic.EQUIPMENT, unnamed=unnamed, actor=ward.bob, now=ward.now
        )
    return opened(ward, by=ward.alice, owner=ward.maria, source=(SourceKind.CONCERN, concern.id))


def board(ward: Ward, actor: Actor) -> Page:
    return ward.client(actor).get(f"/units/{ward.unit_id}/board")


def part(page: Page, name: str) -> str:
    return " ".join(text for found in page.find("section", id=name) for text in found.itertext())


def test_what_was_done_answers_on_the_board_and_whoever_raised_it_for_themselves(ward: Ward) -> None:
    item = finished(ward, from_concern(ward), by=ward.maria, note="It stands in bay 2")
    for person in (ward.maria, ward.alice, ward.bob):
        told = part(board(ward, person), "told")
        assert ("You said: No chair" in told, "Done: It stands in bay 2" in told) == (True, True)
    for person, words in ((ward.bob, "You said: No chair"), (ward.alice, "You wrote down: Move the chair")):
        assert words in part(board(ward, person), "for-you")
        reading = f"{page_of(ward, item.id)}/reading"
        assert ward.client(person).submit(f"/units/{ward.unit_id}/board", reading).status == 303
        assert not part(board(ward, person), "for-you")
    assert not part(board(ward, ward.maria), "for-you")
    ward.clock.tick(timedelta(days=8))
    assert not part(board(ward, ward.maria), "told")


def test_an_honest_no_is_told_too_and_those_of_a_merged_one_are_told_by_the_other(ward: Ward) -> None:
    item, into = from_concern(ward), opened(ward, by=ward.maria, owner=ward.maria, title="Carry the chair")
    with transaction():
        service.merge(item, into.id, actor=ward.maria, now=ward.now)
        service.drop(into, reason="The lift is coming", actor=ward.maria, now=ward.now)
    page = board(ward, ward.bob)
    mine, told = part(page, "for-you"), part(page, "told")
    assert ("You said: No chair" in mine, "We will not do this: The lift is coming" in mine) == (True, True)
    assert ("Carry the chair" in told, "No chair" in told) == (True, False)


def test_nobody_else_says_that_it_was_seen(ward: Ward) -> None:
    item = finished(ward, opened(ward, by=ward.alice))
    url = f"{page_of(ward, item.id)}/reading"
    assert ward.client(ward.bob).post(url, {"_op": str(uuid4())}).status == 409
