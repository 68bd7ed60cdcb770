"""An escalation that somebody without an account answers by phone: it ends, and whoever had the patient keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.core.actor import Actor
from huddle.core.errors import NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffKind, HandoffStatus, Plan, Severity
from huddle.handoffs.rules.phone import LineRole
from huddle.handoffs.service.erasing import erase_old
from tests.handoffs.test_phone import called
from tests.handoffs.test_routes import PLAN_FIELDS, send_form, urls
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward
from tests.today.test_for_you import for_you


def escalated(ward: Ward, **words: Any) -> Handoff:
    return sent(ward, ward.alice, kind=HandoffKind.ESCALATION, **words)


def settle(ward: Ward, handoff: Handoff, *, actor: Actor | None = None) -> None:
    with transaction():
        service.settle_by_phone(handoff, actor=actor or ward.alice, now=ward.now)


def answered(ward: Ward, **words: Any) -> Handoff:
    """Alice escalates, a doctor decides on the phone two minutes later, and nobody has to take the patient on."""
    handoff = escalated(ward, **words)
    ward.clock.tick(timedelta(minutes=2))
    called(ward, handoff, to=None, priority="Give fluids, I come at eight")
    settle(ward, handoff)
    return handoff


def test_with_an_answer_nobody_is_asked_any_more_and_the_sender_keeps_the_patient(ward: Ward) -> None:
    handoff = answered(ward)
    ward.clock.tick(timedelta(hours=2))
    holder = queries.holder(ward.unit_id, "MK", "4821", ward.now)
    assert (handoff.status, handoff.acknowledged_at) == (HandoffStatus.ANSWERED, None)
    assert holder is not None
    assert holder.person_id == ward.alice.person_id
    assert queries.waiting(ward.unit_id, ward.now) == []
    assert "Nobody has taken" not in for_you(ward, ward.alice)
    assert "No answer" not in ward.client(ward.bob).get(f"/units/{ward.unit_id}/board").text


@pytest.mark.parametrize("words", [{"kind": HandoffKind.SHIFT}, {"kind": HandoffKind.ESCALATION}])
def test_only_an_escalation_with_a_call_that_is_written_down_is_answered(ward: Ward, words: dict[str, Any]) -> None:
    handoff = sent(ward, ward.alice, **words)
    if words["kind"] is HandoffKind.SHIFT:
        called(ward, handoff, to=None)
        with pytest.raises(NotPermitted, match="Only an escalation"):
            settle(ward, handoff)
    else:
        called(ward, handoff, to=ward.bob)
        with pytest.raises(RuleBroken, match="First write down"):
            settle(ward, handoff)
    assert queries.get(ward.unit_id, handoff.id, ward.now).status is HandoffStatus.SENT


def test_only_its_sender_heard_the_answer_and_whoever_took_the_patient_on_was_first(ward: Ward) -> None:
    handoff = escalated(ward)
    called(ward, handoff, to=None)
    with pytest.raises(NotPermitted, match="Only the person who sent"):
        settle(ward, handoff, actor=ward.bob)
    acknowledged(ward, handoff, ward.bob)
    with pytest.raises(RuleBroken, match="Bob Brandt acknowledged"):
        settle(ward, handoff)


def test_the_page_leads_from_the_call_to_the_answer_and_on_to_the_next_nurse(ward: Ward) -> None:
    handoff = escalated(ward)
    url, alice = urls(ward, handoff.id), ward.client(ward.alice)
    settle_url = f"{url['show']}/answer-by-phone"
    said: dict[str, Any] = {
        "who": "role:doctor",
        "severity": "unstable",
        "priority": "Give fluids",
        "watch_for": "1",
        "takes": "all",
    }
    assert "Was that the answer?" not in alice.get(url["show"]).text
    alice.submit(url["phone"], url["phone"], **said)
    assert "Was that the answer?" in alice.get(url["show"]).text
    assert "Answered: I keep this patient" in alice.get(url["show"]).text
    assert alice.submit(url["show"], settle_url).location == f"{url['show']}#handoff-responsible"
    page = alice.get(url["show"])
    assert "Answered by a doctor 07:05. You keep this patient." in page.text
    assert f"{url['new']}?from={handoff.id}" in page.links()
    others = ward.client(ward.bob).get(url["show"]).text
    assert "Alice Adeyemi keeps this patient." in others
    assert "Give fluids" in others, "what was decided is for everybody who looks after the patient"
    assert "I have this patient" not in others


def test_the_second_tap_is_refused_with_the_reason(ward: Ward) -> None:
    handoff = escalated(ward)
    called(ward, handoff, to=None)
    url, alice = urls(ward, handoff.id), ward.client(ward.alice)
    settle_url = f"{url['show']}/answer-by-phone"
    data = alice.fill(url["show"], settle_url)
    settle(ward, handoff)
    page = alice.post(settle_url, data)
    assert page.status == 409
    assert "This was answered by phone" in page.text


def test_the_patient_stands_once_in_the_list_and_is_handed_over_as_any_other(ward: Ward) -> None:
    answered(ward)
    page = ward.client(ward.alice).get(urls(ward)["index"])
    assert page.text.count("MK 4821") == 1
    assert "bed 12 · answered by a doctor today 07:07, you keep this patient" in page.text
    assert "Alice Adeyemi keeps this patient" in ward.client(ward.bob).get(urls(ward)["index"]).text
    assert "MK 4821" in ward.client(ward.alice).get(f"/units/{ward.unit_id}/handoffs/shift-list").text
    taken = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    rows = queries.taken(ward.unit_id, ward.now)
    assert [(row.id, row.is_current) for row in rows] == [(taken.id, True)]


def test_whoever_had_the_patient_before_still_has_them_by_the_first_handoff(ward: Ward) -> None:
    first = acknowledged(ward, sent(ward, ward.bob), ward.alice)
    ward.clock.tick(timedelta(hours=1))
    handoff = answered(ward)
    [row] = queries.taken(ward.unit_id, ward.now)
    assert (row.id, row.answer_id, row.answered_by) == (first.id, handoff.id, LineRole.DOCTOR)
    page = ward.client(ward.alice).get(urls(ward, first.id)["show"])
    assert "Answered by a doctor 08:07" in page.text
    assert urls(ward, handoff.id)["show"] in page.links()


def test_whoever_is_watched_stays_so_until_the_next_handoff_says_otherwise(ward: Ward) -> None:
    handoff = answered(ward, severity=Severity.UNSTABLE)
    [row] = queries.watching(ward.unit_id, ward.now)
    assert (row.id, row.severity, row.acknowledged_by) == (handoff.id, Severity.UNSTABLE, ward.alice.person_id)
    ward.clock.tick(timedelta(hours=1))
    calm = sent(ward, ward.alice, to=ward.bob, plan=Plan(), severity=Severity.STABLE)
    acknowledged(ward, calm, ward.bob, Severity.STABLE)
    assert queries.watching(ward.unit_id, ward.now) == []


def test_an_answer_counts_as_one_and_never_as_unacknowledged(ward: Ward) -> None:
    answered(ward)
    start, end = ward.now - timedelta(days=1), ward.now + timedelta(days=1)
    assert queries.month_counts(ward.unit_id, start, end)["sent"] == 0
    escalated(ward, last_four="4822")
    assert queries.month_counts(ward.unit_id, start, end)["sent"] == 1


@pytest.mark.parametrize(("chosen", "role", "named"), [("role:doctor", LineRole.DOCTOR, False), ("bob", None, True)])
def test_an_escalation_asks_whom_and_offers_those_without_an_account(
    ward: Ward, chosen: str, role: LineRole | None, named: bool
) -> None:
    alice = ward.client(ward.alice)
    to = str(ward.bob.person_id) if named else chosen
    page = send_form(alice, ward, kind="escalation", mode="face_to_face")
    assert page.status == 422
    assert "Say whom you call" in page.text
    page = send_form(alice, ward, kind="escalation", mode="face_to_face", to_person_id=to)
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert (row.to_role, row.to_person_id) == (role, ward.bob.person_id if named else None)
    assert (page.location or "").endswith("/phone-call") is not named
    if not named:
        assert "waiting for a doctor" in alice.get(urls(ward)["index"]).text
        assert "For a doctor" in ward.client(ward.bob).get(f"/units/{ward.unit_id}/board").text
        assert alice.get(page.location or "").form(page.location or "")["who"] == ["role:doctor"]


def test_whom_an_escalation_calls_stays_when_its_report_is_changed_and_it_is_sent_alone(ward: Ward) -> None:
    alice, url = ward.client(ward.alice), urls(ward)
    kept = send_form(alice, ward, kind="escalation", then="keep").location or ""
    [draft] = queries.drafts(ward.unit_id, ward.alice.person_id, ward.now)
    assert kept.endswith("/shift-list")
    assert "Send 1" not in alice.get(kept).text, "a call for help does not go with a list"
    own = urls(ward, draft.id)
    alice.submit(own["plan"], **PLAN_FIELDS, to_person_id="role:pharmacist", then="keep")
    alice.submit(own["report"], own["report"], situation="Worse now")
    assert alice.get(own["plan"]).form(own["plan"])["to_person_id"] == ["role:pharmacist"]
    assert "MK 4821" in alice.get(url["index"]).text


def test_a_role_has_no_list_of_its_own_and_a_shift_change_goes_to_none(ward: Ward) -> None:
    alice = ward.client(ward.alice)
    assert send_form(alice, ward, to_person_id="role:doctor").status == 422
    send_form(alice, ward, kind="escalation", to_person_id="role:doctor")
    bob = ward.client(ward.bob).get(urls(ward)["index"]).text
    assert "Waiting for the next nurse" not in bob
    assert "to a doctor" in bob
    assert ("Waits" in bob, "07:10" in bob) == (True, False), "a colleague may take it on, and judges first"


def test_words_of_the_call_are_erased_and_the_list_still_reads(ward: Ward) -> None:
    handoff = answered(ward)
    with transaction():
        erase_old(ward.now + timedelta(hours=1), actor=Actor.system("purge"), now=ward.now)
    assert queries.taken(ward.unit_id, ward.now)[0].answerer == "phone"
    assert handoff.to_role is None


def test_whoever_took_the_patient_on_after_the_answer_says_how_sick_they_are(ward: Ward) -> None:
    calm = sent(ward, ward.alice, to=ward.bob, plan=Plan(), severity=Severity.STABLE)
    ward.clock.tick(timedelta(minutes=1))
    answered(ward, severity=Severity.WATCHER)
    ward.clock.tick(timedelta(minutes=2))
    acknowledged(ward, calm, ward.bob, Severity.UNSTABLE)
    [row] = queries.watching(ward.unit_id, ward.now)
    assert (row.id, row.severity, row.acknowledged_by) == (calm.id, Severity.UNSTABLE, ward.bob.person_id)


def test_a_call_from_before_that_was_answered_after_stands_on_the_page_of_the_patient(ward: Ward) -> None:
    first = sent(ward, ward.alice, to=ward.bob)
    ward.clock.tick(timedelta(minutes=1))
    call = escalated(ward)
    ward.clock.tick(timedelta(minutes=1))
    acknowledged(ward, first, ward.bob)
    ward.clock.tick(timedelta(minutes=2))
    called(ward, call, to=None)
    settle(ward, call)
    assert "answered by a doctor" in ward.client(ward.bob).get(urls(ward)["index"]).text
    assert urls(ward, call.id)["show"] in ward.client(ward.bob).get(urls(ward, first.id)["show"]).links()


def test_an_answer_stays_on_the_list_of_whoever_called_for_a_colleague(ward: Ward) -> None:
    sent(ward, ward.bob, to=ward.maria)
    call = answered(ward)
    assert call.on_behalf_of == ward.bob.person_id
    page = ward.client(ward.alice).get(urls(ward)["index"])
    assert "answered by a doctor today 07:07, Bob Brandt keeps this patient" in page.text
