"""What nobody acknowledges climbs: late on the board, then to the one person in charge, never to the manager."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.handoffs import policy, queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffStatus, Section, Severity
from huddle.jobs import tasks
from huddle.units import charge
from tests.handoffs.moving import CHARGE, hired, moved
from tests.handoffs.test_routes import urls
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward
from tests.today.test_for_you import for_you
from tests.today.test_going import going_of, in_charge

SIX, ELEVEN = timedelta(minutes=6), timedelta(minutes=11)
"""An unstable patient is late after five minutes, and the charge nurse's after ten."""


def board(ward: Ward, unit_id: UUID | None = None, reader: Actor | None = None) -> str:
    page = ward.client(reader or ward.bob).get(f"/units/{unit_id or ward.unit_id}/board")
    return " ".join(page.text.split())


def taking_charge(ward: Ward, actor: Actor) -> None:
    with transaction():
        charge.take(ward.unit_id, actor=actor, now=ward.now)


def escalated(ward: Ward, handoff: Handoff, reason: str = "Nobody is free, my shift has ended") -> Handoff:
    with transaction():
        service.escalate(handoff, reason=reason, actor=ward.bob, now=ward.now)
    return handoff


def test_the_board_says_whose_a_patient_is_and_then_who_finds_a_colleague_for_them(ward: Ward) -> None:
    in_charge(ward)
    sent(ward, ward.bob)
    assert "For the next nurse sent 07:05" in board(ward)
    ward.clock.tick(SIX)
    assert "MK 4821, bed 12 Bob Brandt still has this patient, for the next nurse No answer due 07:10" in board(ward)
    assert for_you(ward, ward.alice) == ""
    ward.clock.tick(ELEVEN - SIX)
    now_whose = "bed 12 Bob Brandt still has this patient. Alice Adeyemi is in charge and finds who takes it"
    assert f"MK 4821, {now_whose} No answer due 07:10" in board(ward)
    asked = "MK 4821, bed 12 Nobody has taken this patient. You are in charge: take it on, or find who does"
    assert asked in for_you(ward, ward.alice)
    assert for_you(ward, ward.maria) == "", "it never climbs to the manager"


def test_whoever_is_named_stays_named_when_it_has_risen(ward: Ward) -> None:
    in_charge(ward)
    sent(ward, ward.bob, to=ward.maria)
    ward.clock.tick(ELEVEN)
    whose = "Bob Brandt still has this patient, for Maria Moreno. Alice Adeyemi is in charge and finds who takes it"
    assert whose in board(ward)


def test_it_follows_when_somebody_else_takes_charge(ward: Ward) -> None:
    in_charge(ward)
    sent(ward, ward.maria)
    ward.clock.tick(ELEVEN)
    client, path = ward.client(ward.maria), f"/units/{ward.unit_id}/board"
    tag = client.get(path).find("div", id="board")[0].get("hx-get", "").partition("since=")[2]
    assert client.get(f"{path}/news?since={tag}", htmx=True).status == 204
    taking_charge(ward, ward.bob)
    assert "Bob Brandt is in charge and finds who takes it" in client.get(f"{path}/news?since={tag}", htmx=True).text
    assert for_you(ward, ward.alice) == "", "one person is asked"
    assert "You are in charge: take it on" in for_you(ward, ward.bob)


def test_while_nobody_is_in_charge_every_charge_nurse_is_asked_and_nobody_else(ward: Ward) -> None:
    sent(ward, ward.bob)
    ward.clock.tick(ELEVEN)
    assert "Nobody is in charge: a charge nurse finds who takes it" in board(ward)
    assert "Nobody has said that they are in charge: take it on, or find who does" in for_you(ward, ward.alice)
    assert for_you(ward, ward.maria) == for_you(ward, ward.bob) == ""


def test_a_board_is_new_when_a_clock_has_run_out_though_nothing_was_written(ward: Ward) -> None:
    sent(ward, ward.bob)
    ward.clock.tick(SIX)
    client, path = ward.client(ward.maria), f"/units/{ward.unit_id}/board"
    tag = client.get(path).find("div", id="board")[0].get("hx-get", "").partition("since=")[2]
    ward.clock.tick(ELEVEN - SIX)
    assert "Nobody is in charge" in client.get(f"{path}/news?since={tag}", htmx=True).text


def test_whoever_is_in_charge_and_has_the_patient_finds_a_colleague(ward: Ward) -> None:
    ward.clock.tick(timedelta(hours=6))
    in_charge(ward)
    sent(ward, ward.alice)
    ward.clock.tick(ELEVEN)
    has = "Alice Adeyemi still has this patient and is in charge"
    whose = f"{has}: another charge nurse or the manager finds who takes it"
    assert f"MK 4821, bed 12 {whose} No answer due 13:10" in board(ward)
    assert f"MK 4821, bed 12 waits for an answer {whose}. The answer was due 13:10." in board(ward)
    assert "You are in charge: find a colleague who takes it" in for_you(ward, ward.alice)
    asked = "Whoever is in charge hands them over themselves: take it on, or find who does"
    assert asked in for_you(ward, ward.maria), "who is in charge is not left alone with their own patient"
    assert for_you(ward, ward.bob) == ""
    assert "For the charge nurse" in ward.client(ward.maria).get(urls(ward)["index"]).text


def test_the_list_shows_it_first_to_who_is_asked(ward: Ward) -> None:
    taking_charge(ward, ward.alice)
    handoff = sent(ward, ward.bob)
    ward.clock.tick(ELEVEN)
    assert (
        "For the charge nurse nobody has taken them on MK 4821" in ward.client(ward.alice).get(urls(ward)["index"]).text
    )
    others = ward.client(ward.maria).get(urls(ward)["index"]).text
    assert "nobody has taken them on" not in others
    assert "For Alice Adeyemi Late, answer by 07:10" in others
    page = ward.client(ward.alice).get(urls(ward, handoff.id)["show"]).text
    assert "You are in charge: take it on, or find who does." in page
    assert (
        "Alice Adeyemi is in charge and finds who takes it."
        in ward.client(ward.bob).get(urls(ward, handoff.id)["show"]).text
    )


def test_the_way_out_at_the_end_of_a_shift_keeps_its_reason_and_asks_the_person_in_charge(ward: Ward) -> None:
    in_charge(ward)
    handoff = sent(ward, ward.bob, severity=Severity.STABLE)
    going = ward.client(ward.bob).get(going_of(ward))
    assert f"{urls(ward, handoff.id)['show']}#nobody-takes" in going.links()
    page = ward.client(ward.bob).get(urls(ward, handoff.id)["show"]).text
    assert "Give it to Alice Adeyemi, who is in charge, and tell them yourself." in page
    url = urls(ward, handoff.id)
    assert ward.client(ward.bob).submit(url["show"], url["escalate"], reason="").status == 422
    done = ward.client(ward.bob).submit(url["show"], url["escalate"], reason="Nobody is free")
    assert done.status == 303
    assert "You are in charge: take it on" in for_you(ward, ward.alice), "at once, though it is not late yet"
    assert "Alice Adeyemi is in charge and finds who takes it" in board(ward)
    shown = ward.client(ward.alice).get(url["show"]).text
    assert "Nobody is free" in shown
    assert "Bob Brandt is still responsible." in shown
    going = ward.client(ward.bob).get(going_of(ward))
    assert "Given to Alice Adeyemi, who is in charge. The patient is yours until somebody takes them on." in going.text
    assert f"{url['show']}#nobody-takes" not in going.links()
    assert acknowledged(ward, handoff, ward.alice).acknowledged_by == ward.alice.person_id
    assert for_you(ward, ward.alice) == ""


def test_what_expired_says_so_and_can_still_be_given_or_taken(ward: Ward) -> None:
    handoff = sent(ward, ward.bob, severity=Severity.STABLE)
    ward.clock.tick(timedelta(hours=12))
    tasks.expire(now=ward.now)
    assert "MK 4821" in board(ward)
    assert "Shift ended due 07:35" in board(ward)
    page = ward.client(ward.maria).get(urls(ward, handoff.id)["show"]).text
    assert "Bob Brandt is still responsible." in page
    assert "The shift ended before anybody acknowledged it." in page
    escalated(ward, queries.get(ward.unit_id, handoff.id, ward.now))
    assert queries.get(ward.unit_id, handoff.id, ward.now).status is HandoffStatus.ESCALATED
    taken = acknowledged(ward, queries.get(ward.unit_id, handoff.id, ward.now), ward.maria)
    assert taken.acknowledged_by == ward.maria.person_id


def test_what_is_sent_back_stays_so_until_the_sender_adds_what_was_missing(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, severity=Severity.STABLE)
    ward.clock.tick(timedelta(hours=12))
    tasks.expire(now=ward.now)
    with transaction():
        expired = queries.get(ward.unit_id, handoff.id, ward.now)
        service.return_for_detail(expired, section=Section.ACTIONS, text="What?", actor=ward.bob, now=ward.now)
    told = "MK 4821, bed 12 A colleague sent it back for more detail"
    assert told in for_you(ward, ward.alice)
    assert told not in for_you(ward, ward.bob)
    ward.clock.tick(timedelta(minutes=5))
    assert tasks.expire(now=ward.now) == {"expired": 0, "failed": 0}
    url, client = urls(ward, handoff.id), ward.client(ward.alice)
    assert client.submit(url["show"], url["reply"], text="The blood count").status == 303
    assert queries.get(ward.unit_id, handoff.id, ward.now).status is HandoffStatus.SENT
    assert told not in for_you(ward, ward.alice)


def test_a_clock_that_began_again_rises_after_as_much_time_as_it_had(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=20))
    with transaction():
        service.return_for_detail(handoff, section=Section.ACTIONS, text="What?", actor=ward.bob, now=ward.now)
        service.send_again(handoff, text="The blood count", actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(minutes=10))
    assert not queries.waiting(ward.unit_id, ward.now)[0].rises
    assert queries.waiting(ward.unit_id, ward.now + timedelta(seconds=1))[0].rises


def test_a_transfer_rises_on_both_boards_and_to_one_person_where_the_patient_goes(ward: Ward) -> None:
    ada = hired(ward, "Ada", on={ward.other_unit_id: CHARGE})
    in_charge(ward)
    moved(ward, ward.bob)
    ward.clock.tick(timedelta(minutes=11))
    ours, theirs = board(ward), board(ward, ward.other_unit_id, ward.charlie)
    assert "still has this patient. Whoever is in charge of 6 East finds who takes it" in ours
    assert "still has this patient. Nobody is in charge: a charge nurse finds who takes it" in theirs
    assert for_you(ward, ward.alice) == ""
    page = ward.client(ada).get(f"/units/{ward.other_unit_id}/board").text
    assert "Nobody has said that they are in charge: take it on, or find who does" in page


@pytest.mark.parametrize(
    ("person", "while_alice_is", "while_nobody_is"),
    [("alice", True, True), ("bob", False, False), ("maria", False, False), ("charlie", False, False)],
)
def test_one_person_is_asked(ward: Ward, person: str, while_alice_is: bool, while_nobody_is: bool) -> None:
    actor = getattr(ward, person)
    assert policy.is_asked(actor, ward.unit_id, ward.alice.person_id) is while_alice_is
    assert policy.is_asked(actor, ward.unit_id, None) is while_nobody_is
    leads = person in ("alice", "maria")
    assert policy.is_asked(actor, ward.unit_id, ward.bob.person_id, [ward.bob.person_id]) is (leads or person == "bob")
