"""A handoff told by phone: what the caller writes down, and what it takes until the patient changes hands."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.queries import phone
from huddle.handoffs.rules import ActionAnswer, HandoffKind, Plan, ReadBack, Severity, ToDo
from huddle.handoffs.rules.phone import Heard, LineRole, heard_of, heard_text, is_unlike, is_whole, require_heard
from tests.handoffs.moving import moved
from tests.handoffs.test_receiving import status_of
from tests.handoffs.test_routes import urls
from tests.handoffs.test_service import CANARY, PLAN, acknowledged, sent
from tests.support.client import Page
from tests.support.ward import Ward

HEARD: dict[str, Any] = {
    "severity": "unstable",
    "priority": "The blood count",
    "watch_for": "1",
    "takes": "all",
}


def called(ward: Ward, handoff: Handoff, *, to: Actor | None, **said: Any) -> Heard:
    known: dict[str, Any] = {"severity": Severity.UNSTABLE, "priority": "The blood count", "watch_for": (1,)}
    known |= {"answers": {1: ActionAnswer.ACCEPTED}, "person_id": to.person_id if to else None}
    heard = Heard(**known | ({} if to else {"role": LineRole.DOCTOR}) | said)
    with transaction():
        service.record_call(handoff, heard, actor=ward.alice, now=ward.now)
    return heard


def tell(ward: Ward, handoff: Handoff, **fields: Any) -> Page:
    url = urls(ward, handoff.id)["phone"]
    return ward.client(ward.alice).submit(url, url, **HEARD | fields)


def test_what_was_heard_comes_back_from_its_text_as_it_was() -> None:
    heard = Heard(role=LineRole.DOCTOR, severity=Severity.WATCHER, priority="Ü, “now”", watch_for=(2, 1))
    assert heard_of(heard_text(heard)) == Heard(
        role=LineRole.DOCTOR, severity=Severity.WATCHER, priority="Ü, “now”", watch_for=(1, 2)
    )
    assert heard_of("") is None


@pytest.mark.parametrize(
    ("heard", "field"),
    [
        (Heard(severity=Severity.STABLE, priority="x"), "who"),
        (Heard(role=LineRole.DOCTOR, priority="x"), "severity"),
        (Heard(role=LineRole.DOCTOR, severity=Severity.STABLE, priority=" "), "priority"),
    ],
)
def test_the_least_that_must_have_been_said(heard: Heard, field: str) -> None:
    with pytest.raises(FieldRefused) as refused:
        require_heard(heard, ReadBack.FULL)
    assert refused.value.field_name == field


def test_a_light_read_back_needs_only_who_it_was() -> None:
    require_heard(Heard(role=LineRole.DOCTOR), ReadBack.LIGHT)
    assert is_whole(Heard(role=LineRole.DOCTOR), ReadBack.LIGHT, if_thens=[1], actions=[1])


def test_only_a_whole_read_back_can_be_signed_as_it_stands() -> None:
    heard = Heard(severity=Severity.WATCHER, priority="x", watch_for=(1,), answers={1: ActionAnswer.ACCEPTED})
    assert is_whole(heard, ReadBack.FULL, if_thens=[1, 2], actions=[1])
    assert not is_whole(heard, ReadBack.FULL, if_thens=[2], actions=[1])
    assert not is_whole(heard, ReadBack.FULL, if_thens=[1], actions=[1, 2])


@pytest.mark.parametrize(
    "change",
    [
        {"severity": Severity.STABLE},
        {"priority": "Her breathing"},
        {"watch_for": [2]},
        {"answers": {1: ActionAnswer.HANDED_BACK}},
    ],
)
def test_whoever_signs_something_else_differs_from_what_was_heard(change: dict[str, Any]) -> None:
    heard = Heard(severity=Severity.WATCHER, priority="The pain", watch_for=(1,), answers={1: ActionAnswer.ACCEPTED})
    said: dict[str, Any] = {
        "severity": Severity.WATCHER,
        "priority": "the  pain",
        "watch_for": [1],
        "answers": {1: ActionAnswer.ACCEPTED},
    }
    assert not is_unlike(heard, **said)
    assert is_unlike(heard, **said | change)


def test_the_caller_stays_responsible_after_the_call(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob, kind=HandoffKind.ESCALATION)

    assert tell(ward, handoff).location == f"{urls(ward, handoff.id)['show']}#handoff-calls"

    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    page = ward.client(ward.alice).get(urls(ward, handoff.id)["show"])
    assert stored.acknowledged_by is None
    assert "You are still responsible" in page.text
    assert "Told by phone 07:05 to Bob Brandt, written down by you" in page.text
    assert "It counts once Bob Brandt confirms with their own PIN" in page.text


def test_the_receiver_confirms_in_one_tap_what_was_heard_of_them(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    tell(ward, handoff)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)

    page = bob.get(url["show"])
    assert "I took this by phone" in page.text
    assert bob.submit(url["show"], url["acknowledge"]).status == 303

    stored = queries.get(ward.unit_id, handoff.id, ward.now)
    assert (stored.acknowledged_by, stored.receiver_severity) == (ward.bob.person_id, Severity.UNSTABLE)
    assert (stored.receiver_priority, stored.to_confirm) == ("The blood count", False)
    assert [row.watched for row in queries.if_thens(handoff.id)] == [True]


def test_all_of_it_is_taken_on_but_what_they_said_otherwise(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob, plan=Plan((ToDo("Gas"), ToDo("Family")), PLAN.if_thens))
    tell(ward, handoff, answer_2="handed_back")
    [call] = phone.calls(handoff.id)
    assert call.heard is not None
    assert call.heard.answers == {1: ActionAnswer.ACCEPTED, 2: ActionAnswer.HANDED_BACK}


def test_what_the_receiver_says_otherwise_has_to_be_talked_through(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    tell(ward, handoff)
    url = urls(ward, handoff.id)

    ward.client(ward.bob).submit(url["show"], url["acknowledge"], priority="Her breathing")

    page = ward.client(ward.alice).get(url["show"])
    assert "Bob signed something else than you wrote down on the phone" in page.text
    assert "We have talked: confirm" in page.text
    assert queries.get(ward.unit_id, handoff.id, ward.now).to_confirm


def test_what_was_not_said_is_asked_of_the_receiver(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    tell(ward, handoff, watch_for=None, takes="some")
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)

    page = bob.get(url["show"])

    assert "I have this patient" in page.text
    assert page.form(url["acknowledge"])["severity"] == ["unstable"]
    assert bob.submit(url["show"], url["acknowledge"]).status == 422


def test_somebody_without_an_account_is_a_role_and_takes_nobody_on(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, kind=HandoffKind.ESCALATION)

    tell(ward, handoff, who="role:doctor")

    page = ward.client(ward.alice).get(urls(ward, handoff.id)["show"])
    assert "to a doctor, written down by you" in page.text
    assert "Nobody has taken this patient on by that call." in page.text
    assert "I have this patient" in ward.client(ward.bob).get(urls(ward, handoff.id)["show"]).text


def test_what_one_person_said_back_is_not_shown_to_the_next_receiver(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    tell(ward, handoff, who=str(ward.maria.person_id), priority="Her breathing first")

    page = ward.client(ward.bob).get(urls(ward, handoff.id)["show"])

    assert "Told by phone" in page.text
    assert "Her breathing first" not in page.body
    assert page.form(urls(ward, handoff.id)["acknowledge"]).get("severity") is None


def test_a_stable_patient_is_told_with_one_tap(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob, plan=Plan(), severity=Severity.STABLE)
    url = urls(ward, handoff.id)["phone"]

    assert "severity" not in ward.client(ward.alice).get(url).form(url)
    assert ward.client(ward.alice).submit(url, url).status == 303


def test_lists_and_board_say_that_it_was_told_by_phone(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    called(ward, handoff, to=ward.bob)

    for person in (ward.alice, ward.bob, ward.maria):
        assert "Told by phone 07:05" in ward.client(person).get(urls(ward)["index"]).text
    assert "told by phone 07:05" in ward.client(ward.maria).get(f"/units/{ward.unit_id}/board").text


def test_the_newest_call_with_somebody_counts(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    called(ward, handoff, to=ward.bob, priority="The pain")
    ward.clock.tick(timedelta(minutes=1))
    called(ward, handoff, to=ward.bob, priority="Her breathing")
    call = phone.call_with(phone.calls(handoff.id), ward.bob.person_id)
    assert call is not None
    assert call.heard is not None
    assert (call.heard.priority, len(phone.calls(handoff.id))) == ("Her breathing", 2)


def test_nothing_is_written_down_once_somebody_has_the_patient(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    url = urls(ward, handoff.id)["phone"]
    alice = ward.client(ward.alice)
    data = alice.fill(url, url, **HEARD)
    acknowledged(ward, handoff, ward.bob)

    page = alice.post(url, data)

    assert page.status == 409
    assert "Bob Brandt acknowledged this handoff today 07:05 and is responsible for this patient" in page.text
    assert "The blood count" in page.body
    assert alice.get(url).location == urls(ward, handoff.id)["show"]


@pytest.mark.parametrize("person", ["bob", "maria"])
def test_only_the_sender_writes_down_a_call(ward: Ward, person: str) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    with pytest.raises(NotPermitted, match="Only the person who sent"), transaction():
        service.record_call(handoff, Heard(role=LineRole.DOCTOR), actor=getattr(ward, person), now=ward.now)
    assert ward.client(getattr(ward, person)).get(urls(ward, handoff.id)["phone"]).status == 403


def test_a_call_is_of_somebody_who_works_there_and_never_of_oneself(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    for person in (ward.alice, ward.charlie):
        with pytest.raises(FieldRefused, match="who is on the line"):
            called(ward, handoff, to=person)


@pytest.mark.parametrize("words", ["x" * 2001, "a\x00b"])
def test_what_cannot_be_stored_comes_back_with_its_reason(ward: Ward, words: str) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    assert tell(ward, handoff, priority=words).status == 422
    assert tell(ward, handoff, who="").status == 422
    assert not phone.calls(handoff.id)


def test_any_script_and_sign_is_kept_as_it_was_said(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    said = "שלום, 🩸 first"
    tell(ward, handoff, priority=said)
    [call] = phone.calls(handoff.id)
    assert call.heard is not None
    assert call.heard.priority == said


def test_the_trail_says_that_it_was_told_and_none_of_the_words(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    called(ward, handoff, to=ward.bob, priority=CANARY)
    trail = audit.of_subject(handoff.id)
    assert "handoff.told_by_phone" in [entry.action for entry in trail]
    assert all(CANARY not in repr(vars(entry)) for entry in trail)


def test_read_aloud_leads_the_sender_on_to_what_is_said_back(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice, to=ward.bob).id)
    assert url["phone"] in ward.client(ward.alice).get(url["aloud"]).links()
    assert url["phone"] not in ward.client(ward.bob).get(url["aloud"]).links()


@pytest.mark.parametrize("name", ["phone", "still_true"])
def test_a_call_is_nobody_elses_business(ward: Ward, name: str) -> None:
    url = urls(ward, sent(ward, ward.alice).id)[name]
    assert ward.anonymous().post(url, {}).status == 401
    assert ward.client(ward.charlie).post(url, {}).status == 404


def test_what_nobody_took_for_ten_minutes_asks_whether_it_is_still_true(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url = urls(ward, handoff.id)
    ward.clock.tick(timedelta(minutes=10))
    assert "Still true?" not in ward.client(ward.bob).get(url["show"]).text

    ward.clock.tick(timedelta(minutes=1))

    for_bob, for_alice = (ward.client(person).get(url["show"]).text for person in (ward.bob, ward.alice))
    assert "Still true? Alice Adeyemi last said so 11 min ago, at 07:05" in for_bob
    assert "Ask before you take this patient on." in for_bob
    assert "Has something changed? Correct it below." in for_alice
    assert "Still true?" in ward.client(ward.bob).get(url["index"]).text


def test_the_sender_says_with_one_tap_that_it_is(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, alice = urls(ward, handoff.id), ward.client(ward.alice)
    ward.clock.tick(timedelta(minutes=11))

    assert alice.submit(url["show"], url["still_true"]).status == 303

    assert "Still true?" not in ward.client(ward.bob).get(url["index"]).text
    assert "Alice Adeyemi looked at it again at 07:16." in ward.client(ward.bob).get(url["show"]).text
    assert acknowledged(ward, handoff, ward.bob).acknowledged_by == ward.bob.person_id


def test_a_correction_says_it_too(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=11))
    with transaction():
        service.correct(handoff, text="The pain is gone", actor=ward.alice, now=ward.now)
    assert phone.said_at(handoff) == ward.now


def test_nobody_else_and_nothing_taken_is_still_true(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with pytest.raises(NotPermitted), transaction():
        service.say_still_true(handoff, actor=ward.bob, now=ward.now)
    acknowledged(ward, handoff, ward.bob)
    with pytest.raises(RuleBroken, match="Bob Brandt acknowledged"), transaction():
        service.say_still_true(handoff, actor=ward.alice, now=ward.now)


def test_a_call_moves_no_state(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    before = status_of(ward, handoff)
    called(ward, handoff, to=ward.bob)
    assert status_of(ward, handoff) is before


def test_the_page_says_in_words_how_it_stands(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, alice = urls(ward, handoff.id), ward.client(ward.alice)
    ward.client(ward.bob).get(url["show"])
    assert "Seen by a colleague" in alice.get(url["show"]).text
    assert "Seen" in alice.get(url["index"]).text

    with transaction():
        service.ask(handoff, text="Which leg?", actor=ward.bob, now=ward.now)
    ward.clock.tick(timedelta(minutes=6))

    for page in (url["show"], url["index"]):
        words = alice.get(page).text
        assert "Late, answer by 07:10" in words
        assert "Question" in words


def test_a_taken_patient_is_not_signed_for_again_face_to_face(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    acknowledged(ward, handoff, ward.bob)
    url = urls(ward, handoff.id)
    assert ward.client(ward.alice, tablet=True).get(url["co_sign"]).location == url["show"]


def test_a_transfer_is_told_by_phone_to_a_nurse_of_the_other_unit(ward: Ward) -> None:
    handoff = moved(ward, ward.alice)
    there = f"/units/{ward.other_unit_id}/handoffs/{handoff.id}"
    with pytest.raises(FieldRefused, match="who is on the line"):
        called(ward, handoff, to=ward.bob)

    assert tell(ward, handoff, who=str(ward.charlie.person_id)).status == 303

    page = ward.client(ward.charlie).get(there)
    assert "I took this by phone" in page.text
    assert "told by phone" in ward.client(ward.charlie).get(f"/units/{ward.other_unit_id}/board").text
    assert ward.client(ward.charlie).submit(there, f"{there}/acknowledgement").status == 303
