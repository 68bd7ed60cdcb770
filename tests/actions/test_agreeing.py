"""Words and counts of action items that stand on several pages and mean one thing on all of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.actions import service
from huddle.actions.rules import UNFINISHED, ActionStatus
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.notifications import queries as notifications
from tests.actions.states import item_in
from tests.actions.states import step as take_step
from tests.actions.test_lists import going, improving
from tests.actions.test_routes import base
from tests.actions.test_service import finished, opened
from tests.support.ward import Ward


def test_to_verify_means_one_thing_on_every_page_and_is_asked_of_nobody_who_said_done(ward: Ward) -> None:
    item = going(ward, "Hang a meter")
    colleague = ward.client(ward.alice)
    unseen = colleague.fill(base(ward), f"{base(ward)}/{item.id}/steps", step="done")
    finished(ward, item)
    told = [notice.subject_id for notice in notifications.unseen(ward.alice.person_id, ward.now)]
    assert colleague.post(f"{base(ward)}/{item.id}/steps", unseen).status == 303
    ward.clock.tick(timedelta(days=1))

    def board(actor: Actor) -> bool:
        return "Hang a meter Waits on you" in ward.client(actor).get(f"/units/{ward.unit_id}/board").text

    def offered(actor: Actor, page: str) -> bool:
        return f"Look and verify : {item.title}" in ward.client(actor).get(page).text

    pages = "/action-items/waiting", f"{base(ward)}?show=to-verify", "/action-items/mine"
    assert (item.id in told, board(ward.alice)) == (True, False)
    assert [offered(ward.alice, page) for page in pages] == [False, False, False]
    assert (board(ward.maria), [offered(ward.maria, page) for page in pages]) == (True, [True, True, False])
    take_step(ward, improving(ward, "Without a plan"), "finish")
    figures = ward.client(ward.bob).get(f"{base(ward)}/measures")
    assert "1 to verify" in figures.text
    assert pages[1] in figures.links()
    assert "To verify 1" in ward.client(ward.bob).get(pages[1]).text


def test_what_waits_on_a_manager_is_what_waits_on_me_and_on_nobody_else(ward: Ward) -> None:
    left = opened(ward, title="Of somebody who left")
    made = {state: item_in(ward, state) for state in (*UNFINISHED, ActionStatus.DONE_UNVERIFIED, ActionStatus.DROPPED)}
    with transaction():
        made[ActionStatus.PROPOSED].owner_id = left.owner_id = ward.charlie.person_id

    def cards(page: str) -> list[str]:
        rows = ward.client(ward.alice).get(page).find("li")
        return [row.attrib["id"] for row in rows if row.get("id", "").startswith("item-")]

    tab, verify, me = (
        cards(page) for page in (f"{base(ward)}?show=waiting", f"{base(ward)}?show=to-verify", "/action-items/waiting")
    )
    assert [id_ for id_ in me if id_ not in verify] == tab
    dropped, above = (f"item-{made[state].id}" for state in (ActionStatus.DROPPED, ActionStatus.ESCALATED))
    assert (dropped in tab, above in tab, dropped in cards(base(ward)), above in cards(base(ward))) == (
        True,
        False,
        False,
        True,
    )


@pytest.mark.parametrize(("days", "says_change"), [(6, True), (8, True), (8, False)])
def test_the_board_says_why_an_item_waits_as_the_list_does(ward: Ward, days: int, says_change: bool) -> None:
    item = improving(ward, days=0)
    if says_change:
        with transaction():
            service.suggest_change(item, note="By the window", actor=ward.bob, now=ward.now)
    ward.clock.tick(timedelta(days=days))
    word = "A change is suggested" if says_change else "Overdue"
    boss = ward.client(ward.maria)
    assert word in boss.get("/action-items/waiting").text
    assert f"Waits on you: {word.lower()}" in boss.get(f"/units/{ward.unit_id}/board").text
