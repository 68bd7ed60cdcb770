"""The pages of the bigger steps of an improvement, without JavaScript."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.actions import queries, service
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.units import levels
from tests.actions.states import item_in, proposed
from tests.actions.test_routes import page_of, press
from tests.support.client import Page
from tests.support.ward import Ward

S = ActionStatus
KIND = {"change_type": "read_back", "measure": "10 calls a week for 4 weeks"}


def send(ward: Ward, actor: Actor, item: ActionItem, page: str, what: str = "", **fields: Any) -> Page:
    """Fill in the page of one step and send it."""
    show = page_of(ward, item.id)
    return ward.client(actor).submit(f"{show}/{page}", f"{show}/{what or page}", **fields)


def status(ward: Ward, item: ActionItem) -> ActionStatus:
    return queries.get(ward.unit_id, item.id).status


def primary(ward: Ward, actor: Actor, item: ActionItem) -> str:
    """The words of the button at the bottom, for this person."""
    page = ward.client(actor).get(page_of(ward, item.id))
    assert page.status == 200
    found = page.body.partition('class="bar__do">')[2].partition("</div>")[0]
    return found.partition(">")[2].partition("<")[0].strip()


def test_an_improvement_goes_from_its_owner_to_what_did_not_work_and_begins_again(ward: Ward) -> None:
    item = proposed(ward)
    assert (primary(ward, ward.bob, item), primary(ward, ward.alice, item)) == ("Take it on", "")
    assert send(ward, ward.bob, item, "plan", "acceptance", **KIND, helpers=[str(ward.alice.user_id)]).status == 303
    assert primary(ward, ward.bob, item) == "Start"
    assert press(ward, ward.bob, item, "beginning").location == page_of(ward, item.id)
    asked = send(ward, ward.bob, item, "blocker", blocker="money", note="No budget", ask="above")
    assert (asked.status, status(ward, item)) == (303, S.ESCALATED)
    assert "Medicine is asked for help" in ward.client(ward.alice).get(page_of(ward, item.id)).text

    level = levels.of_tier(ward.unit_id, 2)
    above = f"/levels/service/{level.id}"
    maria = ward.client(ward.maria)
    assert f"{above}/action-items/{item.id}" in maria.get(above).links()
    one = f"{above}/action-items/{item.id}"
    data = maria.fill(one, f"{one}/answer", answer="Medicine pays for it.")
    answers = [maria.post(f"{one}/answer", data) for _ in range(2)]
    assert [page.status for page in answers] == [303, 303]
    assert maria.get(one).status == 404
    assert "Medicine pays for it." in ward.client(ward.bob).get(page_of(ward, item.id)).text

    assert press(ward, ward.bob, item, "completion", note="Cards are on the phones").status == 303
    assert (primary(ward, ward.bob, item), primary(ward, ward.alice, item)) == ("", "I went and looked")
    assert send(ward, ward.alice, item, "verification", seen="missing", note="Not on bay 2").status == 303
    assert (status(ward, item), primary(ward, ward.bob, item)) == (S.IN_PROGRESS, "Done")
    assert press(ward, ward.bob, item, "completion", note="Now on bay 2 too").status == 303
    assert send(ward, ward.alice, item, "verification", seen="seen", note="").status == 303

    ward.clock.tick(timedelta(days=31))
    assert primary(ward, ward.bob, item) == "Does it work?"
    assert send(ward, ward.bob, item, "effect", effect="no", note="").status == 422
    assert send(ward, ward.bob, item, "effect", effect="no", note="Not at night").status == 303
    assert primary(ward, ward.bob, item) == "Try something else"
    assert send(ward, ward.bob, item, "second-try", due_in="month", note="Lights").status == 303
    assert (status(ward, item), queries.get(ward.unit_id, item.id).reopened_count) == (S.IN_PROGRESS, 1)


def test_not_as_it_stands_goes_to_whoever_leads(ward: Ward) -> None:
    item = proposed(ward)
    assert send(ward, ward.bob, item, "answer", answer="change", note="Only by day").status == 303
    page = ward.client(ward.maria).get(page_of(ward, item.id))
    assert "Only by day" in page.text
    assert primary(ward, ward.maria, item) == "Say it differently"
    assert send(ward, ward.maria, item, "wording", title="Say phone orders back by day").status == 303
    assert send(ward, ward.bob, item, "answer", answer="cannot", note="On leave").status == 303
    assert primary(ward, ward.maria, item) == "Ask this person"
    assert primary(ward, ward.bob, item) == "Take it on", "who said no may think otherwise"
    assert press(ward, ward.maria, item, "owner", owner_id=str(ward.alice.user_id)).status == 303
    assert primary(ward, ward.alice, item) == "Take it on"


def test_a_quick_fix_is_followed_to_the_end_after_all(ward: Ward) -> None:
    item = item_in(ward, S.OPEN)
    assert press(ward, ward.bob, item, "improvement").status == 303
    assert (status(ward, item), primary(ward, ward.bob, item)) == (S.ACCEPTED, "Say how you will know")
    assert send(ward, ward.bob, item, "plan", **KIND).status == 303


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"change_type": None}, "Choose what kind of change"),
        ({"measure": ""}, "how you will know"),
        ({"measure": "x" * 161}, "Use at most 160 letters"),
        ({"measure": "ten\x00beds"}, "was taken out"),
        ({"baseline": "nan"}, "Write a number"),
        ({"beyond_unit": "y"}, "Choose who stands behind it"),
        ({"strength": "stronger"}, "Say why it is stronger"),
    ],
)
def test_a_plan_that_lacks_something_is_shown_again_as_it_was_sent(
    ward: Ward, fields: dict[str, Any], message: str
) -> None:
    item = proposed(ward)
    plan = ward.client(ward.bob).get(f"{page_of(ward, item.id)}/plan").text
    assert "A stronger or intermediate change needs it." in plan, "said before it is refused"
    filled: dict[str, Any] = {**KIND, "small_test": "Bay 2 🛏️ وردية", **fields}
    page = send(ward, ward.bob, item, "plan", "acceptance", **filled)
    assert (page.status, status(ward, item)) == (422, S.PROPOSED)
    assert message in page.text
    assert "Bay 2 🛏️ وردية" in page.body


def test_what_has_gone_on_meanwhile_is_said_and_nothing_typed_is_lost(ward: Ward) -> None:
    item, bob = proposed(ward), ward.client(ward.bob)
    show = page_of(ward, item.id)
    data = bob.fill(f"{show}/plan", f"{show}/acceptance", **KIND)
    with transaction():
        service.drop(queries.get(ward.unit_id, item.id), reason="Not needed", actor=ward.maria, now=ward.now)
    page = bob.post(f"{show}/acceptance", data)
    assert page.status == 409
    assert KIND["measure"] in page.text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("plan", "Only whoever is asked to own it"),
        ("answer", "Only whoever is asked to own it"),
        ("blocker", "It cannot get stuck"),
        ("verification", "nothing to verify"),
        ("effect", "nothing to look at"),
        ("second-try", "not waiting for a second try"),
    ],
)
def test_a_page_for_somebody_else_or_another_time_says_why(ward: Ward, page: str, words: str) -> None:
    shown = ward.client(ward.alice).get(f"{page_of(ward, proposed(ward).id)}/{page}")
    assert shown.status == 200
    assert words in shown.text
    assert "data-write" not in shown.body
