"""What comes after a handoff is sent, taken or corrected: nobody is left on a page from which nothing leads on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.core.errors import NotPermitted
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import VISIBLE_FOR, HandoffKind, HandoffStatus, Plan, ReadBack, Severity
from huddle.jobs import tasks
from huddle.units import overview
from tests.handoffs.test_lists import stable_list
from tests.handoffs.test_routes import begun, send_form, urls
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward
from tests.today.test_going import going_of, in_charge


def handed_on_and_corrected(ward: Ward) -> tuple[Handoff, Handoff]:
    """From Alice to Bob to Maria; then Alice remembers something of her own."""
    first = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=1))
    second = acknowledged(ward, sent(ward, ward.bob), ward.maria)
    with transaction():
        service.correct(first, text="Ten units, not four", actor=ward.alice, now=ward.now)
    return first, second


@pytest.mark.parametrize(("tablet", "ends"), [(True, "/co-signature"), (False, "/handoffs")])
def test_what_is_told_face_to_face_at_a_tablet_is_signed_there(ward: Ward, tablet: bool, ends: str) -> None:
    page = send_form(ward.client(ward.alice, tablet=tablet), ward, mode="face_to_face")
    assert (page.location or "").endswith(ends)


def test_after_a_stable_list_the_one_that_was_drawn_comes_next(ward: Ward) -> None:
    all_of_them = [
        sent(ward, ward.alice, last_four=f"100{number}", severity=Severity.STABLE, plan=Plan()) for number in range(3)
    ]
    [drawn] = [handoff for handoff in all_of_them if queries.read_back(handoff) is ReadBack.FULL]
    heard = [f"{handoff.id}:0" for handoff in all_of_them if handoff is not drawn]
    bob = ward.client(ward.bob)
    assert bob.submit(stable_list(ward), heard=heard).location == stable_list(ward)
    page = bob.get(stable_list(ward))
    assert "You have these patients. One still waits." in page.text
    assert "it waits until you have said it back in full" in page.text
    assert f"Say back {drawn.patient}" in page.text
    assert page.links().count(urls(ward, drawn.id)["show"]) == 2, "in its row, and as the one thing to do"


def test_a_patient_on_the_way_stands_once_and_can_be_called_for(ward: Ward) -> None:
    held = acknowledged(ward, sent(ward, ward.bob), ward.alice)
    handoff, alice, url = sent(ward, ward.alice), ward.client(ward.alice), urls(ward)
    page = alice.get(url["index"])
    assert [link for link in page.links() if link.endswith((str(held.id), str(handoff.id)))] == [
        urls(ward, handoff.id)["show"]
    ]
    assert "Hand my patients over" not in page.text, "the list would be empty"
    empty = alice.get(f"{url['index']}/shift-list").text
    assert "All your patients are on their way." in empty
    assert "give them to the charge nurse" in empty
    assert urls(ward, held.id)["show"] in alice.get(urls(ward, handoff.id)["show"]).links()
    assert "One of yours?" not in alice.get(url["new"]).text
    assert f"{url['new']}?kind=escalation&from={held.id}" in alice.get(f"{url['new']}?kind=escalation").links()
    nobody = ward.client(ward.bob).get(f"{url['index']}/shift-list").text
    assert "No colleague has handed a patient over to you here." in nobody


def test_a_patient_who_was_only_sent_can_be_called_for_too(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    page = ward.client(ward.alice).get(f"{urls(ward)['new']}?kind=escalation")
    assert f"{urls(ward)['new']}?kind=escalation&from={handoff.id}" in page.links()
    assert "New escalation" in page.text


def test_whoever_calls_for_help_still_has_the_patient_to_hand_over(ward: Ward) -> None:
    held, url = acknowledged(ward, sent(ward, ward.bob), ward.alice), urls(ward)
    alice, write, shift_list = ward.client(ward.alice), f"{url['new']}?from={held.id}", f"{url['index']}/shift-list"
    draft = begun(ward, ward.alice, kind=HandoffKind.ESCALATION)
    assert write in alice.get(shift_list).links(), "the call is begun"
    with transaction():
        service.discard(draft, actor=ward.alice, now=ward.now)
    sent(ward, ward.alice, kind=HandoffKind.ESCALATION)
    assert write in alice.get(shift_list).links(), "the call waits"
    assert write in alice.get(going_of(ward)).links()
    assert shift_list in alice.get(url["index"]).links()
    sent(ward, ward.maria, kind=HandoffKind.ESCALATION, last_four="4822")
    assert "on their way" not in ward.client(ward.maria).get(shift_list).text, "help is on its way, not the patient"


def test_a_correction_of_what_was_handed_on_waits_for_who_has_the_patient_now(ward: Ward) -> None:
    first, second = handed_on_and_corrected(ward)
    url, maria = urls(ward, first.id), ward.client(ward.maria)
    assert "A correction waits" in maria.get(url["index"]).text
    assert url["show"] + "#handoff-said" in maria.get(urls(ward, second.id)["show"]).links()
    assert "Not seen yet by you" in maria.get(url["show"]).text
    assert maria.submit(url["show"], url["seen"]).status == 303
    assert "Seen 08:05 by Maria Moreno" in ward.client(ward.alice).get(url["show"]).text
    assert "A correction waits" not in maria.get(url["index"]).text
    assert "A correction waits" not in maria.get(urls(ward, second.id)["show"]).text


def test_a_correction_that_may_no_longer_be_read_does_not_wait(ward: Ward) -> None:
    _first, second = handed_on_and_corrected(ward)
    ward.clock.tick(VISIBLE_FOR - timedelta(minutes=1))
    page = ward.client(ward.maria).get(urls(ward, second.id)["show"])
    assert page.status == 200
    assert "A correction waits" not in page.text


def test_whoever_handed_the_patient_on_cannot_read_it_for_the_next_nurse(ward: Ward) -> None:
    first, _second = handed_on_and_corrected(ward)
    with pytest.raises(NotPermitted, match="Only the colleague who is responsible"), transaction():
        service.mark_seen(first, corrections_read=1, actor=ward.bob, now=ward.now)


def test_what_waited_when_its_unit_closed_expires_all_the_same(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    with transaction():
        overview.unit(ward.unit_id).active = False
    ward.clock.tick(timedelta(hours=13))
    assert tasks.expire(now=ward.now) == {"expired": 1, "failed": 0}
    with transaction():
        overview.unit(ward.unit_id).active = True
    assert queries.get(ward.unit_id, handoff.id, ward.now).status is HandoffStatus.EXPIRED


def test_whoever_is_in_charge_is_not_told_of_themselves_by_name(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    in_charge(ward)
    with transaction():
        service.escalate(handoff, reason="Nobody is free", actor=ward.alice, now=ward.now)
    page = ward.client(ward.alice).get(going_of(ward)).text
    assert "You are in charge: find a colleague who takes this patient on." in page
    assert "Given to Alice" not in page
