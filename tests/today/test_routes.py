"""The board as people of each kind meet it, and the poll that keeps it fresh."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.concerns import service as concerns
from huddle.concerns.rules import Topic
from huddle.core.transaction import transaction
from huddle.today.rules import tag
from tests.support.client import CarefulClient
from tests.support.ward import Ward


def board_of(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/board"


def raise_one(ward: Ward, text: str = "Bay 2 has no call bell") -> None:
    with transaction():
        concerns.raise_concern(
            ward.unit_id, text=text, topic=Topic.EQUIPMENT, unnamed=False, actor=ward.bob, now=ward.now
        )


def tag_on(client: CarefulClient, ward: Ward) -> str:
    [board] = client.get(board_of(ward)).find("div", id="board")
    return board.get("hx-get", "").partition("since=")[2]


def test_a_quiet_board_says_so_kindly(ward: Ward) -> None:
    page = ward.client(ward.bob).get(board_of(ward))
    assert page.status == 200
    assert "All handoffs are acknowledged." in page.text
    assert "Day huddle" in page.text
    assert "Open the huddle" in page.text


@pytest.mark.parametrize("suffix", ["", "/news?since=0.0"])
def test_outsiders_find_no_board(ward: Ward, suffix: str) -> None:
    raise_one(ward)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(board_of(ward) + suffix)
        assert page.status == 404
        assert "call bell" not in page.text


def test_signed_out_people_are_sent_to_sign_in_and_polls_are_told_to_lock(ward: Ward) -> None:
    assert ward.anonymous().get(board_of(ward)).status == 303
    poll = ward.anonymous().get(f"{board_of(ward)}/news?since=0.0", htmx=True)
    assert poll.status == 401
    assert poll.response.headers["Huddle-Lock"] == "1"


def test_nothing_new_is_answered_without_a_body(ward: Ward) -> None:
    client = ward.client(ward.bob)
    poll = client.get(f"{board_of(ward)}/news?since={tag_on(client, ward)}", htmx=True)
    assert poll.status == 204
    assert poll.body == ""


def test_a_change_reaches_every_tablet_by_the_next_poll(ward: Ward) -> None:
    bob, alice = ward.client(ward.bob), ward.client(ward.alice, tablet=True)
    known = tag_on(alice, ward)
    raise_one(ward)
    for client in (alice, bob):
        news = client.get(f"{board_of(ward)}/news?since={known}", htmx=True)
        assert news.status == 200
        assert "Bay 2 has no call bell" in news.text
        assert 'hx-swap-oob="true"' in news.body


def test_the_minute_brings_news_too_because_things_grow_late(ward: Ward) -> None:
    client = ward.client(ward.bob)
    known = tag_on(client, ward)
    ward.clock.tick(timedelta(minutes=1))
    assert client.get(f"{board_of(ward)}/news?since={known}", htmx=True).status == 200
    assert tag_on(client, ward) == tag(int(known.split(".", maxsplit=1)[0]), ward.now)


def test_a_poll_is_not_a_touch(ward: Ward) -> None:
    client = ward.client(ward.alice, tablet=True)
    known = tag_on(client, ward)
    for _ in range(4):
        ward.clock.tick(timedelta(seconds=40))
        poll = client.get(f"{board_of(ward)}/news?since={known}", htmx=True)
    assert poll.status == 401
    assert "call bell" not in poll.body


def test_a_revoked_tablet_gets_no_news(ward: Ward) -> None:
    from huddle.accounts.models import Device
    from huddle.core.db import db

    client = ward.client(ward.alice, tablet=True)
    known = tag_on(client, ward)
    with transaction():
        db.session.get_one(Device, ward.tablet_id).revoked_at = ward.now
    assert client.get(f"{board_of(ward)}/news?since={known}", htmx=True).status == 401


def test_an_answer_waits_for_the_person_who_asked_and_for_nobody_else(ward: Ward) -> None:
    from huddle.concerns import queries
    from huddle.concerns.rules import Outcome

    raise_one(ward)
    with transaction():
        concern = queries.unsettled(ward.unit_id)[0]
        concerns.answer(concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=ward.alice, now=ward.now)
    assert "For you" in ward.client(ward.bob).get(board_of(ward)).text
    assert "For you" not in ward.client(ward.alice).get(board_of(ward)).text


def test_a_concern_that_waits_too_long_is_late(ward: Ward) -> None:
    raise_one(ward)
    ward.clock.tick(timedelta(days=4))
    page = ward.client(ward.bob).get(board_of(ward))
    assert "No answer" in page.text
    assert [heading.text for heading in page.find("h2")].count("Late") == 1
