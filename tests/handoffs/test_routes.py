"""Screens of handoffs, as people of each kind meet them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, Severity
from huddle.web.envelope import Envelope, seal
from tests.handoffs.test_service import CANARY, acknowledged, corrected, report, sent
from tests.support.client import CarefulClient, Page, without_ids
from tests.support.ward import Ward
from tests.today.test_for_you import for_you

REPORT: dict[str, Any] = {
    "initials": "MK",
    "last_four": "4821",
    "severity": "unstable",
    "situation": f"New pain since six, {CANARY}",
    "background": "Day two after a hip operation",
    "assessment": "I am not sure, but worried",
    "recommendation": "Blood count by eight",
}
PLAN_FIELDS: dict[str, Any] = {
    "action_1": "Blood count",
    "due_1": "08:00",
    "if_1": "the pain comes back",
    "then_1": "call the doctor",
    "checks": "checked",
    "mode": "face_to_face",
}
VIEW = {"severity": "watcher", "priority": "The blood count", "watch_for": "1", "answer_1": "accepted"}


def urls(ward: Ward, handoff_id: UUID | None = None) -> dict[str, str]:
    base = f"/units/{ward.unit_id}/handoffs"
    show = f"{base}/{handoff_id or uuid4()}"
    return {
        "index": base,
        "new": f"{base}/new",
        "show": show,
        "acknowledge": f"{show}/acknowledgement",
        "correct": f"{show}/corrections",
        "seen": f"{show}/reading",
        "plan": f"{show}/plan",
        "report": f"{show}/report",
        "ask": f"{show}/questions",
        "reply": f"{show}/answers",
        "confirm": f"{show}/confirmation",
        "escalate": f"{show}/escalation",
        "aloud": f"{show}/read-aloud",
        "co_sign": f"{show}/co-signature",
        "phone": f"{show}/phone-call",
        "still_true": f"{show}/still-true",
        "discard": f"{show}/removal",
    }


def begun(ward: Ward, actor: Actor, **words: Any) -> Handoff:
    with transaction():
        return service.begin(ward.unit_id, report(**words), actor=actor, now=ward.now)


def send_form(client: CarefulClient, ward: Ward, **fields: Any) -> Page:
    url = urls(ward)
    report = REPORT | {name: value for name, value in fields.items() if name in {*REPORT, "bed", "kind"}}
    page = client.submit(url["new"], url["index"], **report)
    if page.status != 303 or page.location is None:
        return page
    plan = PLAN_FIELDS | {name: value for name, value in fields.items() if name not in report}
    return client.submit(page.location, **plan)


@pytest.mark.parametrize("name", ["index", "new", "show"])
def test_signed_out_people_are_sent_to_sign_in(ward: Ward, name: str) -> None:
    page = ward.anonymous().get(urls(ward)[name])
    assert page.status == 303
    assert (page.location or "").startswith("/sign-in?next=")


@pytest.mark.parametrize("name", ["index", "new", "show"])
def test_another_units_people_find_nothing(ward: Ward, name: str) -> None:
    handoff = sent(ward, ward.alice)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(urls(ward, handoff.id)[name])
        assert page.status == 404
        assert CANARY not in page.body
        assert "4821" not in page.bare


@pytest.mark.parametrize("name", ["index", "acknowledge", "correct", "seen"])
def test_another_units_people_write_nothing(ward: Ward, name: str) -> None:
    handoff = sent(ward, ward.alice)
    data = ward.client(ward.bob).fill(urls(ward, handoff.id)["new"], urls(ward)["index"], **REPORT | VIEW)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).post(urls(ward, handoff.id)[name], data)
        assert page.status == 404
    assert len(queries.waiting(ward.unit_id, ward.now)) == 1


def test_a_handoff_is_not_found_under_another_units_address(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    page = ward.client(ward.charlie).get(f"/units/{ward.other_unit_id}/handoffs/{handoff.id}")
    assert page.status == 404
    assert CANARY not in page.body


def test_a_nurse_hands_over_without_javascript(ward: Ward) -> None:
    page = send_form(ward.client(ward.alice), ward, bed="12", to_person_id=str(ward.bob.user_id))
    assert (page.status, page.location) == (303, urls(ward)["index"])
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert (row.patient, row.bed, row.to_person_id) == ("MK 4821", "bed 12", ward.bob.user_id)


def test_the_next_nurse_comes_first_and_then_who_is_on_shift(ward: Ward) -> None:
    ward.client(ward.maria)
    page = ward.client(ward.alice).get(urls(ward, begun(ward, ward.alice).id)["plan"])
    offered = ["".join(option.itertext()) for option in page.find("option")]
    assert offered == ["The next nurse on this unit", "Maria Moreno", "Bob Brandt"]


def test_no_patient_text_is_in_addresses_notices_or_operations(ward: Ward) -> None:
    client = ward.client(ward.alice)
    page = send_form(client, ward)
    told = client.get(page.location or "").find("div", class_="notice")[0]
    said = " ".join(told.itertext()) + str(page.location)
    assert "You stay responsible" in said
    assert CANARY not in said
    assert "4821" not in without_ids(said)


def test_the_script_is_told_the_operation_and_where_to_go(ward: Ward) -> None:
    client, url = ward.client(ward.alice), urls(ward)
    data = client.fill(url["new"], url["index"], **REPORT)
    page = client.post(url["index"], data, script=True)
    assert page.response.headers["Huddle-Operation"] == data["_op"][0]
    client.post(url["index"], data, script=True)
    [draft] = queries.drafts(ward.unit_id, ward.alice.person_id, ward.now)
    plan = urls(ward, draft.id)["plan"]
    data = client.fill(plan, **PLAN_FIELDS)
    answers = [client.post(plan, data, script=True) for _ in range(2)]
    assert [page.response.headers["Huddle-Operation"] for page in answers] == [data["_op"][0]] * 2
    assert len(queries.waiting(ward.unit_id, ward.now)) == 1


def test_composed_and_decomposed_letters_are_stored_as_one(ward: Ward) -> None:
    send_form(ward.client(ward.alice), ward, initials="é", situation="cafe\u0301")
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert row.patient == "É 4821"
    assert queries.get(ward.unit_id, row.id, ward.now).situation == "caf\u00e9"


def test_an_unsent_handoff_comes_back_to_its_author_alone(ward: Ward) -> None:
    client, url = ward.client(ward.alice), urls(ward)
    assert client.post("/drafts", client.fill(url["new"], url["index"], **REPORT), script=True).status == 200
    page = client.get(url["new"])
    assert "This is your draft" in page.text
    assert page.form(url["index"])["situation"] == [REPORT["situation"]]
    assert page.form(url["index"])["severity"] == ["unstable"]
    assert CANARY not in ward.client(ward.bob).get(url["new"]).body
    send_form(client, ward)
    assert "This is your draft" not in client.get(url["new"]).text


def test_the_receiver_judges_before_seeing_the_senders_view(ward: Ward) -> None:
    bodies = set()
    for severity in Severity:
        handoff = sent(ward, ward.alice, severity=severity, kind=HandoffKind.TRANSFER)
        page = ward.client(ward.bob).get(urls(ward, handoff.id)["show"])
        assert [page.text.count(word) for word in ("Stable", "Watcher", "Unstable")] == [1, 1, 1]
        assert "Unstable" not in page.text.split("How sick is this patient, in your view?")[0]
        same = page.body.replace(str(handoff.id), "")
        bodies.add(re.sub(r'name="_(envelope|op)" value="[^"]*"', "", same))
    assert len(bodies) == 1


@pytest.mark.parametrize(("person", "clocks"), [("alice", 2), ("bob", 1), ("maria", 1)])
def test_the_list_shows_no_severity_and_no_clock_to_who_says_for_themselves(
    ward: Ward, person: str, clocks: int
) -> None:
    """The clock tells it too. Who sent it sees it, who leads sees it of what waits for anybody, others of others."""
    sent(ward, ward.alice)
    sent(ward, ward.alice, to=ward.maria, last_four="4822")
    page = ward.client(getattr(ward, person)).get(urls(ward)["index"])
    assert "unstable" not in page.body.lower()
    assert page.text.count("Answer by 07:10") == clocks


def test_a_late_handoff_is_called_late_without_the_time_to_who_says_for_themselves(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    ward.clock.tick(timedelta(minutes=6))
    for reader in (ward.alice, ward.maria):
        assert "Late, answer by 07:10" in ward.client(reader).get(urls(ward)["index"]).text
    bob = ward.client(ward.bob)
    for page in (urls(ward)["index"], urls(ward, handoff.id)["show"]):
        assert ("Late" in bob.get(page).text, "07:10" in bob.get(page).text) == (True, False)
    assert "Waits for you, sent 07:05. Late" in for_you(ward, ward.bob)
    assert "07:10" not in for_you(ward, ward.bob)


def test_the_receiver_takes_the_patient_and_both_views_are_shown(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    client = ward.client(ward.bob)
    ward.clock.tick(timedelta(minutes=7))
    page = client.submit(url["show"], url["acknowledge"], **VIEW)
    assert (page.status, page.location) == (303, url["show"] + "#handoff-responsible")
    assert "You are responsible since 07:12" in client.get(url["show"]).text
    assert "You said Watcher, Alice said Unstable. Talk now, face to face or by phone." in client.get(url["show"]).text
    senders = ward.client(ward.alice).get(url["show"]).text
    assert "Bob Brandt is responsible since 07:12" in senders
    assert "Bob said Watcher, you said Unstable." in senders


def test_an_older_handoff_says_whose_the_patient_is_now(ward: Ward) -> None:
    older = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=12))
    acknowledged(ward, sent(ward, ward.bob), ward.maria)
    page = ward.client(ward.alice).get(urls(ward, older.id)["show"])
    assert "Bob Brandt had this patient from 07:05." in page.text
    assert "Maria Moreno is responsible since 19:05, by a later handoff." in page.text
    assert "Bob Brandt is responsible" not in page.text + ward.client(ward.alice).get(urls(ward)["index"]).text


def test_two_who_agree_are_not_told_to_talk(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob, Severity.UNSTABLE)
    assert "Talk now" not in ward.client(ward.bob).get(urls(ward, handoff.id)["show"]).text


def test_the_second_receiver_is_told_who_has_the_patient_and_keeps_their_words(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, maria = urls(ward, handoff.id), ward.client(ward.maria)
    late = maria.fill(url["show"], url["acknowledge"], **VIEW | {"priority": "Her own words"})
    acknowledged(ward, handoff, ward.bob)
    page = maria.post(url["acknowledge"], late)
    assert page.status == 409
    assert "Bob Brandt acknowledged this handoff today 07:05" in page.text
    assert "Her own words" in page.text
    assert queries.get(ward.unit_id, handoff.id, ward.now).acknowledged_by == ward.bob.user_id


def test_a_receiver_reads_a_correction_that_came_meanwhile_before_signing(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    early = bob.fill(url["show"], url["acknowledge"], **VIEW)
    corrected(ward, handoff)
    page = bob.post(url["acknowledge"], early)
    assert page.status == 409
    assert "Correction 07:05: Ten units, not four" in page.text
    again = page.form(url["acknowledge"])
    assert (again["priority"], again["severity"]) == ([VIEW["priority"]], ["watcher"])
    assert bob.post(url["acknowledge"], again).status == 303


def test_the_sender_sees_that_they_are_still_responsible(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice, to=ward.bob).id)
    page = ward.client(ward.alice).get(url["show"])
    assert "You are still responsible. Waiting for Bob Brandt." in page.text
    assert page.find("form", action=url["acknowledge"]) == []


@pytest.mark.parametrize(("reader", "reason"), [("alice", "a colleague must"), ("maria", "addressed to")])
def test_who_may_not_acknowledge_is_told_why(ward: Ward, reader: str, reason: str) -> None:
    actor = getattr(ward, reader)
    handoff = sent(ward, ward.alice, to=ward.bob)
    url = urls(ward, handoff.id)
    client = ward.client(actor)
    data = client.fill(urls(ward)["new"], urls(ward)["index"], **VIEW, corrections_read="0")
    client.get(url["show"])
    page = client.post(url["acknowledge"], data | {"_envelope": _envelope_for(actor, handoff.id)})
    assert page.status == 403
    assert reason in page.text
    assert VIEW["priority"] in page.text


def _envelope_for(actor: Any, handoff_id: UUID) -> str:
    """The seal of a form that the page does not offer this person."""
    return seal(Envelope(actor.user_id, None, "handoff.acknowledge", str(handoff_id), 0))


def test_a_charge_nurse_is_told_that_they_take_it_over(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.maria, to=ward.bob).id)
    client = ward.client(ward.alice)
    page = client.get(url["show"])
    assert "addressed to Bob Brandt. If you sign, you take this patient over from them." in page.text
    assert "Take over this patient" in page.text
    client.submit(url["show"], url["acknowledge"], **VIEW)
    assert "Taken over: it was addressed to you." in ward.client(ward.bob).get(url["show"]).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"severity": None}, "in your view"),
        ({"priority": ""}, "in your own words"),
        ({"priority": "x" * 2001}, "nothing was cut"),
        ({"priority": "one\x00two"}, "was taken out"),
    ],
)
def test_an_incomplete_acknowledgement_loses_nothing(ward: Ward, fields: dict[str, Any], message: str) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    page = ward.client(ward.bob).submit(url["show"], url["acknowledge"], **VIEW | fields)
    assert page.status == 422
    assert message in page.text
    assert len(queries.waiting(ward.unit_id, ward.now)) == 1


def test_a_correction_is_told_to_the_receiver_who_says_seen(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    ward.clock.tick(timedelta(minutes=15))
    page = ward.client(ward.alice).submit(url["show"], url["correct"], text="Ten units, not four")
    assert page.status == 303
    assert "Correction to read" in bob.get(url["index"]).text
    assert "Correction 07:20: Ten units, not four Not seen yet by you" in bob.get(url["show"]).text
    assert bob.submit(url["show"], url["seen"]).status == 303
    assert "Seen 07:20 by Bob Brandt" in ward.client(ward.alice).get(url["show"]).text
    assert "responsible since 07:05" in bob.get(url["show"]).text


@pytest.mark.parametrize("text", ["", "x" * 2001])
def test_a_faulty_correction_is_not_stored(ward: Ward, text: str) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    page = ward.client(ward.alice).submit(url["show"], url["correct"], text=text)
    assert page.status == 422
    assert page.form(url["correct"])["text"] == [text]


def test_opening_is_recorded_once_in_five_minutes_for_each_person(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url, bob = urls(ward, handoff.id), ward.client(ward.bob)
    for reader in (bob, bob, ward.client(ward.maria)):
        reader.get(url["show"])
    ward.clock.tick(timedelta(minutes=5))
    bob.get(url["show"])
    opened = [event.actor_id for event in audit.of_subject(handoff.id) if event.action == "handoff.opened"]
    assert opened == [ward.bob.user_id, ward.maria.user_id, ward.bob.user_id]


def test_reading_the_list_leaves_no_trace(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    ward.client(ward.bob).get(urls(ward)["index"])
    assert [event.action for event in audit.of_subject(handoff.id)] == ["handoff.begun", "handoff.sent"]


def test_after_forty_eight_hours_the_page_says_where_to_look(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=48))
    client = ward.client(ward.bob)
    page = client.get(urls(ward, handoff.id)["show"])
    assert page.status == 404
    assert "Working handoffs leave the tablet after 48 hours" in page.text
    assert "4821" not in client.get(urls(ward)["index"]).bare


def test_the_patient_is_two_identifiers_and_the_bed_is_only_a_place(ward: Ward) -> None:
    url = urls(ward, sent(ward, ward.alice).id)
    client = ward.client(ward.bob)
    titles = ["".join(title.itertext()) for title in client.get(url["index"]).find("span", class_="row__title")]
    assert titles == ["MK 4821"]
    assert client.get(url["show"]).h1.split() == ["MK", "4821", "bed", "12"]


@pytest.mark.parametrize("name", ["index", "new", "show"])
def test_every_page_says_that_it_is_not_the_record(ward: Ward, name: str) -> None:
    page = ward.client(ward.bob).get(urls(ward, sent(ward, ward.alice).id)[name])
    assert "Working handoff, not the medical record." in page.text


def test_htmx_gets_the_list_alone(ward: Ward) -> None:
    sent(ward, ward.alice)
    page = ward.client(ward.bob).get(urls(ward)["index"], htmx=True)
    assert "<html" not in page.body
    assert 'id="handoff-list"' in page.body
