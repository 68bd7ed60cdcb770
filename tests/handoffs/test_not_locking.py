"""A tablet does not lock in the middle of a handoff: when it stays open for longer, when it does not, and the words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest

from huddle.handoffs.models import Handoff
from tests.handoffs.test_receiving import PIN, with_pin
from tests.handoffs.test_routes import REPORT, VIEW, begun, urls
from tests.handoffs.test_service import sent
from tests.support.client import CarefulClient
from tests.support.ward import Ward

READ, WRITTEN = timedelta(minutes=2), timedelta(minutes=15)
MOMENT = timedelta(seconds=1)


def autosave(client: CarefulClient, page_url: str, action: str, **fields: Any) -> int:
    data = client.fill(page_url, action, **fields) | {"_op": str(uuid4())}
    return client.post("/drafts", data, script=True).status


def is_open(ward: Ward, client: CarefulClient) -> bool:
    return client.get(f"/units/{ward.unit_id}/board/news?since=0", htmx=True).status != 401


def stays_open_for(ward: Ward, client: CarefulClient, limit: timedelta) -> bool:
    ward.clock.tick(limit - MOMENT)
    open_before = is_open(ward, client)
    ward.clock.tick(2 * MOMENT)
    return open_before and not is_open(ward, client)


@pytest.mark.parametrize(
    ("name", "limit"),
    [(name, WRITTEN) for name in ("new", "report", "plan")]
    + [(name, READ) for name in ("index", "show", "aloud", "co_sign")],
)
def test_a_page_to_write_on_stays_open_for_fifteen_minutes_and_one_to_read_for_two(
    ward: Ward, name: str, limit: timedelta
) -> None:
    handoff = begun(ward, ward.bob) if limit is WRITTEN else sent(ward, ward.alice)
    bob = ward.client(ward.bob, tablet=True)

    page = bob.get(urls(ward, handoff.id)[name])

    assert page.find("body")[0].get("data-idle-seconds") == str(int(limit.total_seconds()))
    assert stays_open_for(ward, bob, limit)


def test_from_the_first_tap_of_a_read_back_it_is_fifteen(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    bob = ward.client(ward.bob, tablet=True)

    assert autosave(bob, url["show"], url["acknowledge"], severity="watcher") == 200

    assert stays_open_for(ward, bob, WRITTEN)


def test_it_is_fifteen_for_a_colleague_who_says_it_back_on_the_tablet_of_the_sender(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    alice = ward.client(ward.alice, tablet=True)

    assert autosave(alice, url["co_sign"], url["co_sign"], priority="The pain") == 200

    assert stays_open_for(ward, alice, WRITTEN)


def test_a_page_that_is_only_read_afterwards_is_back_at_two(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    bob = ward.client(ward.bob, tablet=True)
    autosave(bob, url["show"], url["acknowledge"], severity="watcher")

    bob.get(url["index"])

    assert stays_open_for(ward, bob, READ)


def test_a_read_back_that_came_back_with_a_fault_is_still_one(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    bob = ward.client(ward.bob, tablet=True)

    assert bob.submit(url["show"], url["acknowledge"], severity="watcher").status == 422

    assert stays_open_for(ward, bob, WRITTEN)


def test_another_draft_leaves_the_time_of_its_page_alone(ward: Ward) -> None:
    concern = f"/units/{ward.unit_id}/concerns"
    bob = ward.client(ward.bob, tablet=True)

    assert autosave(bob, f"{concern}/new", concern, text="Cables") == 200

    assert stays_open_for(ward, bob, READ)


def test_nobody_holds_a_tablet_open_with_the_form_of_a_colleague(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url = urls(ward, handoff.id)
    data = ward.client(ward.maria, tablet=True).fill(url["show"], url["acknowledge"], severity="watcher")
    bob = ward.client(ward.bob, tablet=True)
    bob.get(url["index"])

    assert bob.post("/drafts", data | {"_op": str(uuid4())}, script=True).status == 409

    assert stays_open_for(ward, bob, READ)


def test_what_was_typed_is_hidden_by_the_lock_and_there_after_the_pin(ward: Ward) -> None:
    handoff: Handoff = sent(ward, ward.alice)
    with_pin(ward, ward.bob)
    url = urls(ward, handoff.id)
    bob = ward.client(ward.bob, tablet=True)
    autosave(bob, url["show"], url["acknowledge"], **VIEW | {"priority": "The blood count, then her son"})
    ward.clock.tick(WRITTEN + MOMENT)

    locked = bob.get(url["show"])
    again = ward.client(ward.bob, tablet=True).get(url["show"])

    assert (locked.status, locked.location) == (303, f"/tablet?next={quote(url['show'], safe='')}")
    assert "her son" not in locked.text
    assert "The blood count, then her son" in again.body
    assert again.form(url["acknowledge"])["severity"] == ["watcher"]


def test_what_is_sent_from_a_locked_tablet_is_kept_too(ward: Ward) -> None:
    url = urls(ward)
    bob = ward.client(ward.bob, tablet=True)
    data = bob.fill(url["new"], url["index"], **REPORT)
    ward.clock.tick(WRITTEN + MOMENT)

    assert bob.post(url["index"], data).status == 401

    form = ward.client(ward.bob, tablet=True).get(url["new"]).form(url["index"])
    assert form["assessment"] == [REPORT["assessment"]]


def test_a_pin_is_never_kept_with_a_draft(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url = urls(ward, handoff.id)
    alice = ward.client(ward.alice, tablet=True)

    autosave(alice, url["co_sign"], url["co_sign"], priority="The pain", pin=PIN)

    assert PIN not in alice.get(url["co_sign"]).body
