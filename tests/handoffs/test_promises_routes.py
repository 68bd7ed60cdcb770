"""Deciding what is open, and leaving something to the unit, as people of each kind meet it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from huddle.actions import queries as actions
from huddle.concerns import queries as concerns
from huddle.concerns import service as concern_service
from huddle.concerns.rules import Outcome, ToldHow
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import Severity
from tests.handoffs.test_promises import HOURS, still_open, two_open
from tests.handoffs.test_routes import PLAN_FIELDS, begun, urls
from tests.handoffs.test_service import acknowledged, sent
from tests.support.client import Page
from tests.support.ward import Ward

ITEM: dict[str, Any] = {"title": "Order a second pump", "due_in": "week"}
CONCERN: dict[str, Any] = {"text": "No pump to be had at night", "topic": "equipment_supplies"}


def item_url(ward: Ward, handoff_id: UUID, number: int = 1) -> str:
    return f"{urls(ward, handoff_id)['show']}/actions/{number}/action-item"


def concern_url(ward: Ward, handoff_id: UUID) -> str:
    return f"{urls(ward, handoff_id)['show']}/concern"


def plan_url(ward: Ward) -> str:
    return urls(ward, begun(ward, ward.bob).id)["plan"]


def decide(ward: Ward, plan: str, **said: str) -> Page:
    """Send the plan with what is said of the two open things, in their order."""
    fields: dict[str, Any] = {}
    for name, value in said.items():
        word, _, place = name.partition("_")
        fields[f"{word}_{still_open(ward)[int(place)].id.hex}" if place else word] = value
    return ward.client(ward.bob).submit(plan, **PLAN_FIELDS | fields)


def test_each_open_thing_is_decided_on_the_page_without_javascript(ward: Ward) -> None:
    first = two_open(ward)
    plan = plan_url(ward)
    text = ward.client(ward.bob).get(plan).text
    assert "Open from before" in text
    assert "Open since today 07:05, 12 h ago. First due today 08:05." in text
    page = decide(ward, plan, open_0="still", till_0="21:00", open_1="dropped", why_1="They were here")
    assert (page.status, page.location) == (303, urls(ward)["index"])
    [row] = queries.waiting(ward.unit_id, ward.now)
    carried = queries.actions(row.id)[1]
    assert (carried.what, carried.due_at) == ("Blood count", ward.now.replace(hour=21, minute=0))
    old = ward.client(ward.bob).get(urls(ward, first.id)["show"]).text
    assert "Handed on 19:05" in old
    assert "Dropped, because: They were here" in old
    new = ward.client(ward.alice).get(urls(ward, row.id)["show"])
    assert "Blood count Open since today 07:05, 12 h ago. First due today 08:05." in new.text
    assert "Open since today 07:05" in ward.client(ward.bob).get(urls(ward, row.id)["aloud"]).text


def test_the_receiver_answers_each_carried_thing_too(ward: Ward) -> None:
    two_open(ward)
    decide(ward, plan_url(ward), open_0="still", open_1="still")
    [row] = queries.waiting(ward.unit_id, ward.now)
    show = urls(ward, row.id)
    form = ward.client(ward.alice).get(show["show"])
    assert {"answer_1", "answer_2", "answer_3"} <= {field.get("name") for field in form.find("input")}
    view: dict[str, Any] = {"severity": "unstable", "priority": "The count", "watch_for": "1"}
    answers: dict[str, Any] = {f"answer_{number}": "accepted" for number in (1, 2, 3)}
    page = ward.client(ward.alice).submit(show["show"], show["acknowledge"], **view, **answers)
    assert page.status == 303
    assert len(still_open(ward)) == 3


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"open_0": "still"}, "Say what becomes of it"),
        ({"open_0": "still", "open_1": "dropped"}, "Say in a few words why"),
        ({"open_0": "still", "open_1": "perhaps"}, "Choose one of these"),
        ({"open_0": "still", "till_0": "noon", "open_1": "done"}, "Enter a time"),
        ({"open_0": "still", "open_1": "dropped", "why_1": "x" * 121}, "nothing was cut"),
        ({"open_0": "still", "open_1": "dropped", "why_1": "one\x00two"}, "was taken out"),
    ],
)
def test_what_is_not_decided_is_asked_and_nothing_typed_is_lost(ward: Ward, said: dict[str, str], message: str) -> None:
    two_open(ward)
    plan = plan_url(ward)
    page = decide(ward, plan, **said)
    assert page.status == 422
    assert message in page.text
    assert page.form(plan)["action_1"] == [PLAN_FIELDS["action_1"]]
    assert page.form(plan)[f"open_{still_open(ward)[0].id.hex}"] == ["still"]
    assert queries.waiting(ward.unit_id, ward.now) == []


@pytest.mark.parametrize("text", ["🛏️ not needed", "لا حاجة"])
def test_the_word_comes_back_as_typed(ward: Ward, text: str) -> None:
    first = two_open(ward)
    decide(ward, plan_url(ward), open_0="done", open_1="dropped", why_1=text)
    assert queries.actions(first.id)[1].dropped_reason == text


def test_what_is_kept_for_later_keeps_its_decision(ward: Ward) -> None:
    two_open(ward)
    plan = plan_url(ward)
    open_ = f"open_{still_open(ward)[0].id.hex}"
    assert decide(ward, plan, open_0="still", till_0="21:00", then="keep").status == 303
    again = ward.client(ward.bob).get(plan).form(plan)
    assert (again[open_], again["action_1"], again["action_2"]) == (["still"], ["Blood count"], [""])
    assert again[open_.replace("open", "till")] == ["21:00"]


def test_what_somebody_settled_meanwhile_is_not_asked_again(ward: Ward) -> None:
    first = two_open(ward)
    client, plan = ward.client(ward.bob), plan_url(ward)
    chosen = {f"open_{row.id.hex}": "still" for row in still_open(ward)}
    data = client.fill(plan, **PLAN_FIELDS, **chosen)
    with transaction():
        service.finish_action(first, number=2, actor=ward.bob, now=ward.now)
    assert client.post(plan, data).status == 303
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert [action.what for action in queries.actions(row.id)] == ["Blood count", "Blood count"]


def test_without_anything_open_nothing_is_asked(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice, severity=Severity.STABLE, last_four="0001"), ward.bob)
    page = ward.client(ward.bob).get(plan_url(ward))
    assert "Open from before" not in page.text


@pytest.mark.parametrize("url", [item_url, concern_url])
def test_what_is_left_to_the_unit_is_not_there_for_others(ward: Ward, url: Any) -> None:
    handoff = two_open(ward)
    assert ward.anonymous().get(url(ward, handoff.id)).status == 303
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(url(ward, handoff.id))
        assert page.status == 404
        assert "Blood" not in page.body
        assert ward.client(outsider).post(url(ward, handoff.id), {}).status == 404
    ward.clock.tick(36 * HOURS)
    assert ward.client(ward.bob).get(url(ward, handoff.id)).status == 404


def open_item(ward: Ward, handoff: Handoff, **fields: Any) -> Page:
    words = {"owner_id": str(ward.bob.user_id)} | ITEM | fields
    return ward.client(ward.bob).submit(item_url(ward, handoff.id), **words)


def test_a_thing_to_do_becomes_an_action_item_and_both_pages_say_so(ward: Ward) -> None:
    handoff = two_open(ward)
    form = ward.client(ward.bob).get(item_url(ward, handoff.id))
    assert form.form(item_url(ward, handoff.id))["title"] == [""]
    page = open_item(ward, handoff)
    assert page.location == f"{urls(ward, handoff.id)['show']}#handoff-report"
    [item] = actions.open_items(ward.unit_id)
    show = ward.client(ward.alice).get(urls(ward, handoff.id)["show"])
    assert "Became an action item: Order a second pump" in show.text
    address = f"/units/{ward.unit_id}/action-items/{item.id}"
    assert address in show.links()
    there = ward.client(ward.alice).get(address)
    assert "From a handoff" in there.text
    assert urls(ward, handoff.id)["show"] in there.links()
    for patient in ("4821", "MK", "Blood"):
        assert patient not in there.text
    assert ward.client(ward.alice).get(item_url(ward, handoff.id)).status == 200
    ward.clock.tick(36 * HOURS)
    later = ward.client(ward.alice).get(address)
    assert "From a handoff" in later.text
    assert urls(ward, handoff.id)["show"] not in later.links()


def test_an_action_item_is_opened_once(ward: Ward) -> None:
    handoff = two_open(ward)
    open_item(ward, handoff)
    page = open_item(ward, handoff)
    assert (page.status, "action item of the unit already" in page.text) == (409, True)
    assert len(actions.open_items(ward.unit_id)) == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "Say what will be done"),
        ({"title": "x" * 101}, "at most 100 letters"),
        ({"title": "Order a pump for m.k."}, "says who the patient is"),
        ({"title": "Order pump 4821 🛏️"}, "“4821” says who the patient is"),
        ({"title": "one\x00two"}, "was taken out"),
        ({"owner_id": ""}, "Choose one person"),
        ({"due_in": None}, "Choose by when"),
    ],
)
def test_a_faulty_item_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, Any], message: str) -> None:
    handoff = two_open(ward)
    page = open_item(ward, handoff, **fields)
    assert page.status == 422
    assert message in page.text
    typed = fields.get("title", ITEM["title"]).replace("\x00", "")
    assert page.form(item_url(ward, handoff.id))["title"] == [typed]
    assert actions.open_items(ward.unit_id) == []


def test_a_colleague_without_this_patient_is_told_who_can_do_it(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.maria)
    page = ward.client(ward.bob).get(item_url(ward, handoff.id))
    assert page.status == 403
    assert "The nurses of this handoff, a charge nurse or the manager" in page.text
    assert "Make this an action item" not in ward.client(ward.bob).get(urls(ward, handoff.id)["show"]).text
    assert "Make this an action item" in ward.client(ward.maria).get(urls(ward, handoff.id)["show"]).text
    assert ward.client(ward.maria).get(item_url(ward, handoff.id, 9)).status == 404


def test_no_item_is_opened_from_a_handoff_past_its_own_form(ward: Ward) -> None:
    handoff = two_open(ward)
    base = f"/units/{ward.unit_id}/action-items"
    assert ward.client(ward.bob).get(f"{base}/new?from=handoff:{handoff.id}").status == 404
    data = ward.client(ward.bob).fill(f"{base}/new", base, owner_id=str(ward.bob.user_id), **ITEM)
    assert ward.client(ward.bob).post(base, data | {"source": f"handoff:{handoff.id}"}).status == 404


def raise_it(ward: Ward, handoff: Handoff, **fields: Any) -> Page:
    return ward.client(ward.bob).submit(concern_url(ward, handoff.id), **CONCERN | fields)


def test_a_concern_is_raised_from_a_handoff_and_followed_until_it_is_told_back(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    show = urls(ward, handoff.id)["show"]
    assert concern_url(ward, handoff.id) in ward.client(ward.bob).get(show).links()
    assert raise_it(ward, handoff).location == f"{show}#handoff-concerns"
    [concern] = concerns.unsettled(ward.unit_id)
    assert "No pump to be had at night Nobody has it yet" in ward.client(ward.alice).get(show).text
    with transaction():
        concern_service.answer(
            concern, outcome=Outcome.FIXED, answer="A second one is there.", actor=ward.maria, now=ward.now
        )
        concern_service.tell_back(concern, how=ToldHow.HUDDLE, actor=ward.maria, now=ward.now)
    assert "A second one is there. Told back" in ward.client(ward.alice).get(show).text
    there = ward.client(ward.alice).get(f"/units/{ward.unit_id}/concerns/{concern.id}")
    assert "from a handoff" in there.text
    assert show in there.links()
    assert "4821" not in there.text
    ward.clock.tick(timedelta(hours=49))
    later = ward.client(ward.alice).get(f"/units/{ward.unit_id}/concerns/{concern.id}")
    assert "from a handoff" in later.text
    assert show not in later.links()


def test_an_unnamed_concern_does_not_lead_back_to_the_nurses(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    raise_it(ward, handoff, unnamed="y")
    [concern] = concerns.unsettled(ward.unit_id)
    show = urls(ward, handoff.id)["show"]
    there = ward.client(ward.alice).get(f"/units/{ward.unit_id}/concerns/{concern.id}")
    assert "by a colleague · from a handoff" in there.text
    assert show not in there.links()
    assert CONCERN["text"] not in ward.client(ward.alice).get(show).text
    assert CONCERN["text"] in ward.client(ward.bob).get(show).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": " \n"}, "Say in a few words"),
        ({"text": "x" * 241}, "at most 240 letters"),
        ({"text": "No pump for MK"}, "“MK” says who the patient is"),
        ({"text": "٤٨٢١ had no pump"}, "“4821” says who the patient is"),
        ({"text": "one\x00two"}, "was taken out"),
        ({"topic": None}, "Choose what it is about"),
    ],
)
def test_a_faulty_concern_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, Any], message: str) -> None:
    handoff = sent(ward, ward.alice)
    page = raise_it(ward, handoff, **fields)
    assert page.status == 422
    assert message in page.text
    typed = (fields.get("text", CONCERN["text"]) or "").replace("\x00", "").strip()
    assert page.form(concern_url(ward, handoff.id))["text"] == [typed]
    assert concerns.unsettled(ward.unit_id) == []


def test_the_way_to_the_huddle_is_offered_just_after_sending(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    assert concern_url(ward, handoff.id) in ward.client(ward.alice).get(urls(ward)["index"]).links()
    assert concern_url(ward, handoff.id) not in ward.client(ward.bob).get(urls(ward)["index"]).links()
    ward.clock.tick(timedelta(minutes=10))
    assert concern_url(ward, handoff.id) not in ward.client(ward.alice).get(urls(ward)["index"]).links()
