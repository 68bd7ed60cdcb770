"""Who gets nothing from a poll of the board, although the newest board lies ready for all tablets."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huddle.audit import queries as audit
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.today.rules import tag
from huddle.units import people, service
from huddle.units.models import Unit
from tests.huddles.support import opened, watched
from tests.support.client import CarefulClient, Page
from tests.support.ward import Ward

Leaving = Callable[[Ward, CarefulClient], CarefulClient]


def board(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/board"


def polls(client: CarefulClient, ward: Ward, *, htmx: bool = True) -> list[Page]:
    """The poll of a page that is old, and of one that shows what is newest."""
    newest = tag(audit.revision(ward.unit_id), ward.now)
    return [client.get(f"{board(ward)}/news?since={since}", htmx=htmx) for since in ("0.0", newest)]


def _locks(ward: Ward, client: CarefulClient) -> CarefulClient:
    client.post("/lock", {})
    return client


def _hands_on(ward: Ward, client: CarefulClient) -> CarefulClient:
    client.post("/switch", {})
    return client


def _signs_out(ward: Ward, client: CarefulClient) -> CarefulClient:
    """Somebody who has kept the cookie of before."""
    kept, token = ward.locked_tablet(), client.cookie("huddle")
    client.post("/sign-out", {})
    assert token
    assert client.cookie("huddle") is None
    kept.set_cookie("huddle", token)
    return kept


@pytest.mark.parametrize("leaves", [_locks, _hands_on, _signs_out])
def test_whoever_has_left_the_tablet_fetches_no_patient_from_the_board_of_another(ward: Ward, leaves: Leaving) -> None:
    watched(ward, opened(ward))
    client = ward.client(ward.alice, tablet=True)
    assert "JD 4471" in client.get(board(ward)).text
    client = leaves(ward, client)
    other = ward.client(ward.bob)
    assert "JD 4471" in other.get(board(ward)).text
    assert [page.status for page in polls(other, ward)] == [200, 204], "the newest board does not lie ready"
    for page in polls(client, ward):
        assert page.status == 401
        assert page.response.headers["Huddle-Lock"] == "1"
        assert "JD" not in page.body


def test_the_board_of_a_closed_unit_is_not_there_for_polls_either(ward: Ward) -> None:
    phone = ward.client(ward.bob)
    assert phone.get(board(ward)).status == 200
    with transaction():
        service.close_unit(db.session.get_one(Unit, ward.unit_id), actor=ward.dana, now=ward.now)
    assert phone.get(board(ward)).status == 404
    assert [page.status for page in polls(phone, ward, htmx=False)] == [404, 404]


def test_whoever_works_here_no_more_fetches_no_board_from_an_own_phone(ward: Ward) -> None:
    phone = ward.client(ward.bob)
    with transaction():
        people.end_membership(ward.unit_id, ward.bob.person_id, actor=ward.maria, now=ward.now)
    ward.client(ward.alice).get(board(ward))
    assert [page.status for page in polls(phone, ward, htmx=False)] == [404, 404]
