"""What a receiver can do before and after taking a patient on, and what the sender then does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.accounts import hashing
from huddle.accounts.models import User
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import (
    ActionAnswer,
    EventKind,
    HandoffKind,
    HandoffStatus,
    IfThen,
    Plan,
    ReadBack,
    Section,
    Severity,
    ToDo,
)
from tests.handoffs.test_routes import VIEW, urls
from tests.handoffs.test_service import CANARY, acknowledged, sent
from tests.support.ward import Ward

PIN = "274918"
NOBODY_LEADS = "nobody has said that they are in charge"


def status_of(ward: Ward, handoff: Handoff) -> HandoffStatus:
    return queries.get(ward.unit_id, handoff.id, ward.now).status


def with_pin(ward: Ward, actor: Actor) -> None:
    with transaction():
        db.session.get_one(User, actor.person_id).pin_hash = hashing.hash_pin(PIN)


def stable(ward: Ward, number: int, to: Actor | None = None) -> Handoff:
    return sent(ward, ward.alice, to=to, plan=Plan(), severity=Severity.STABLE, last_four=str(1000 + number))


def test_a_full_read_back_takes_every_action_and_one_sign_to_watch(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    for missing, message in (("watch_for", "choose at least one"), ("answer_1", "whether you take this on")):
        page = bob.submit(url["show"], url["acknowledge"], **VIEW | {missing: None})
        assert page.status == 422
        assert message in page.text
    assert bob.submit(url["show"], url["acknowledge"], **VIEW).status == 303
    [action], [case] = queries.actions(handoff.id), queries.if_thens(handoff.id)
    assert (action.answer, case.watched) == (ActionAnswer.ACCEPTED, True)


def test_the_service_too_refuses_half_a_read_back(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with pytest.raises(FieldRefused), transaction():
        service.acknowledge(
            handoff, severity=Severity.WATCHER, priority="Pain", corrections_read=0, actor=ward.bob, now=ward.now
        )
    assert status_of(ward, handoff) is HandoffStatus.SENT


def test_a_stable_patient_is_taken_on_with_one_tap(ward: Ward) -> None:
    handoff = stable(ward, 1)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    page = bob.get(url["show"])
    assert "You heard it and have no question?" in page.text
    assert "severity" not in page.form(url["acknowledge"])
    assert bob.submit(url["show"], url["acknowledge"]).status == 303
    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    assert (stored.receiver_severity, stored.read_back) == (Severity.STABLE, ReadBack.LIGHT)


def test_of_a_list_of_stable_patients_exactly_one_is_read_back_in_full(ward: Ward) -> None:
    handoffs = [stable(ward, number, ward.bob) for number in range(5)]
    drawn = [handoff for handoff in handoffs if queries.read_back(handoff) is ReadBack.FULL]
    assert len(drawn) == 1
    url = urls(ward, drawn[0].id)
    assert "in your view?" in ward.client(ward.bob).get(url["show"]).text
    acknowledged(ward, drawn[0], ward.bob, Severity.STABLE)
    assert [queries.read_back(handoff) for handoff in handoffs if handoff is not drawn[0]] == [ReadBack.LIGHT] * 4


def test_an_escalation_is_read_back_in_full_however_stable(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, plan=Plan(), severity=Severity.STABLE, kind=HandoffKind.ESCALATION)
    assert queries.read_back(handoff) is ReadBack.FULL


def test_opening_is_seen_by_the_sender_and_not_by_the_clock(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    ward.client(ward.maria).get(urls(ward, handoff.id)["show"])
    assert status_of(ward, handoff) is HandoffStatus.SENT
    ward.client(ward.bob).get(urls(ward, handoff.id)["show"])
    assert status_of(ward, handoff) is HandoffStatus.OPENED
    assert "Seen by a colleague" in ward.client(ward.alice).get(urls(ward, handoff.id)["show"]).text
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert row.deadline == ward.now + timedelta(minutes=5)


def test_a_question_moves_nothing_and_its_answer_is_read_before_signing(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob, alice = urls(ward, handoff.id), ward.client(ward.bob), ward.client(ward.alice)
    assert bob.submit(url["show"], url["ask"], text=f"Which dose? {CANARY}").status == 303
    assert "Alice Adeyemi is still responsible." in bob.get(url["show"]).text
    assert "Question" in alice.get(url["index"]).text
    early = bob.fill(url["show"], url["acknowledge"], **VIEW)
    assert alice.submit(url["show"], url["reply"], text="Four units").status == 303
    assert bob.post(url["acknowledge"], early).status == 409
    assert "Answer 07:05: Four units" in bob.get(url["show"]).text
    assert bob.submit(url["show"], url["acknowledge"], **VIEW | {"severity": "unstable"}).status == 303
    assert queries.get(ward.unit_id, handoff.id, ward.now).to_confirm


def test_a_handoff_goes_back_for_the_part_that_is_missing(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob, alice = urls(ward, handoff.id), ward.client(ward.bob), ward.client(ward.alice)
    bob.submit(url["show"], url["ask"], text="What is planned?", section="recommendation")
    assert status_of(ward, handoff) is HandoffStatus.RETURNED
    assert "Sent back" in alice.get(url["index"]).text
    assert "Sent back, missing: Recommendation 07:05: What is planned?" in alice.get(url["show"]).text
    ward.clock.tick(timedelta(minutes=4))
    assert alice.submit(url["show"], url["reply"], text="Surgeon at nine").status == 303
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert (row.status, row.deadline) == (HandoffStatus.SENT, ward.now + timedelta(minutes=5))
    assert "Added 07:09: Surgeon at nine" in bob.get(url["show"]).text
    [returned] = [one for one in queries.said(handoff) if one.kind is EventKind.RETURNED]
    assert returned.section is Section.RECOMMENDATION


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": "x" * 2001}, {"text": "Why?", "section": "weather"}])
def test_a_faulty_question_is_not_asked(ward: Ward, fields: dict[str, Any]) -> None:
    handoff = sent(ward, ward.alice)
    url = urls(ward, handoff.id)
    page = ward.client(ward.bob).submit(url["show"], url["ask"], **fields)
    assert page.status == 422
    assert queries.said(handoff) == []


def test_two_views_wait_for_the_senders_confirmation(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    url, alice = urls(ward, handoff.id), ward.client(ward.alice)
    assert "Two views: talk" in alice.get(url["index"]).text
    with pytest.raises(NotPermitted), transaction():
        service.confirm(handoff, actor=ward.bob, now=ward.now)
    assert alice.submit(url["show"], url["confirm"]).status == 303
    assert status_of(ward, handoff) is HandoffStatus.CONFIRMED
    assert "Talked through, confirmed 07:05" in alice.get(url["show"]).text
    assert "Two views" not in alice.get(url["index"]).text
    with pytest.raises(RuleBroken, match="nothing to confirm"), transaction():
        service.confirm(handoff, actor=ward.alice, now=ward.now)


def test_two_who_agree_have_nothing_to_confirm(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    assert not handoff.to_confirm
    assert "We have talked" not in ward.client(ward.alice).get(urls(ward, handoff.id)["show"]).text


def test_what_is_handed_back_is_talked_through(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    bob.submit(url["show"], url["acknowledge"], **VIEW | {"severity": "unstable", "answer_1": "handed_back"})
    assert "something was handed back" in bob.get(url["show"]).text
    assert "Handed back" in ward.client(ward.alice).get(url["show"]).text


def test_the_way_out_at_the_end_of_a_shift_has_a_reason_and_moves_nothing(ward: Ward) -> None:
    handoff = sent(ward, ward.bob, to=ward.maria)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    assert bob.submit(url["show"], url["escalate"], reason="").status == 422
    assert bob.submit(url["show"], url["escalate"], reason="My shift has ended").status == 303
    assert status_of(ward, handoff) is HandoffStatus.ESCALATED
    assert queries.waiting(ward.unit_id, ward.now)[0].holder == "Bob Brandt"
    listed = ward.client(ward.alice).get(url["index"]).text
    assert "For the charge nurse" in listed
    assert "Given to the charge nurse 07:05: My shift has ended" in ward.client(ward.alice).get(url["show"]).text
    acknowledged(ward, handoff, ward.alice)
    assert status_of(ward, handoff) is HandoffStatus.ACKNOWLEDGED


def test_what_nobody_answers_rises_to_whoever_leads(ward: Ward) -> None:
    handoff = sent(ward, ward.bob, to=ward.maria)
    for minutes, rises in ((6, False), (5, True)):
        ward.clock.tick(timedelta(minutes=minutes))
        [row] = queries.waiting(ward.unit_id, ward.now)
        assert (row.is_late, row.rises) == (True, rises)
        assert (NOBODY_LEADS in ward.client(ward.alice).get(urls(ward)["index"]).text) is rises
    assert NOBODY_LEADS not in ward.client(ward.bob).get(urls(ward, handoff.id)["index"]).text


def test_the_receiver_signs_on_the_senders_tablet_with_their_own_pin(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with_pin(ward, ward.bob)
    url, tablet = urls(ward, handoff.id), ward.client(ward.alice, tablet=True)
    assert "Sign here, face to face" in tablet.get(url["show"]).text
    page = tablet.get(url["co_sign"])
    assert [page.text.count(word) for word in ("Stable", "Watcher", "Unstable")] == [1, 1, 1]
    nameless = tablet.submit(url["co_sign"], **VIEW, person_id="", pin=PIN)
    assert (nameless.status, "Choose your name" in nameless.text) == (422, True)
    fields = VIEW | {"person_id": str(ward.bob.user_id)}
    for pin, message in (("", "Enter the PIN"), ("111119", "not right")):
        page = tablet.submit(url["co_sign"], **fields, pin=pin)
        assert page.status == 422
        assert message in page.text
        assert page.form(url["co_sign"])["priority"] == [VIEW["priority"]]
    assert status_of(ward, handoff) in (HandoffStatus.SENT, HandoffStatus.OPENED)
    assert tablet.submit(url["co_sign"], **fields, pin=PIN).status == 303
    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    assert stored.acknowledged_by == ward.bob.user_id
    assert "Bob Brandt is responsible since 07:05" in tablet.get(url["show"]).text


@pytest.mark.parametrize("person", ["alice", "charlie", "nobody"])
def test_nobody_signs_for_the_sender_or_for_people_of_other_units(ward: Ward, person: str) -> None:
    handoff = sent(ward, ward.alice)
    for actor in (ward.alice, ward.charlie):
        with_pin(ward, actor)
    chosen = getattr(ward, person).user_id if person != "nobody" else "nonsense"
    page = ward.client(ward.alice, tablet=True).submit(
        urls(ward, handoff.id)["co_sign"], **VIEW, person_id=str(chosen), pin=PIN
    )
    assert page.status == 422
    assert "Choose one of these" in page.text
    assert queries.get(ward.unit_id, handoff.id, ward.now).acknowledged_by is None


def test_reading_aloud_tells_the_severity_only_to_who_may_know_it(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url = urls(ward, handoff.id)["aloud"]
    assert "I find this patient unstable" in ward.client(ward.alice).get(url).text
    text = ward.client(ward.bob).get(url).text
    assert "unstable" not in text.lower()
    assert "If the pain comes back, then call the doctor" in text


def test_what_was_taken_on_is_ticked_off_by_who_has_the_patient(ward: Ward) -> None:
    plan = Plan(actions=(ToDo("Blood count", ward.now),), if_thens=(IfThen("worse", "call"),))
    handoff = acknowledged(ward, sent(ward, ward.alice, plan=plan), ward.bob)
    url = urls(ward, handoff.id)
    done = f"{url['show']}/actions/1/done"
    with pytest.raises(NotPermitted), transaction():
        service.finish_action(handoff, number=1, actor=ward.maria, now=ward.now)
    assert ward.client(ward.bob).submit(url["show"], done).status == 303
    assert "Blood count Done 07:05" in ward.client(ward.alice).get(url["show"]).text
    with pytest.raises(RuleBroken, match="done already"), transaction():
        service.finish_action(handoff, number=1, actor=ward.bob, now=ward.now)
    with pytest.raises(NotFound), transaction():
        service.finish_action(handoff, number=4, actor=ward.bob, now=ward.now)


def test_whoever_corrects_is_told_for_whom_it_waits(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    url, alice = urls(ward, handoff.id), ward.client(ward.alice)
    alice.submit(url["show"], url["correct"], text="Ten units, not four")
    assert "Tell the receiver too." in alice.get(url["show"]).text
    acknowledged(ward, sent(ward, ward.bob), ward.maria)
    alice.submit(url["show"], url["correct"], text="No, twelve")
    assert "waits for whoever has this patient now. Tell them too." in alice.get(url["show"]).text
