"""One patient, one person responsible: handing over for a colleague, handing on, newer handoffs of one patient."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huddle.core.errors import FieldRefused, RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.rules import HandoffKind, HandoffStatus, Severity
from huddle.handoffs.rules.phone import LineRole
from tests.handoffs.test_routes import PLAN_FIELDS, REPORT, VIEW, begun, urls
from tests.handoffs.test_service import PLAN, acknowledged, sent
from tests.support.client import Page
from tests.support.ward import Ward
from tests.today.test_going import going_of

HOLDER = "is responsible for this patient since today 07:05"


def all_done(page: Page) -> dict[str, Any]:
    """Say of everything that is open from before that it is done."""
    names = [field.get("name") or "" for field in page.find("input", type="radio")]
    return {name: "done" for name in names if name.startswith("open_")}


def test_nobody_known_to_have_the_patient_means_the_sender_has(ward: Ward) -> None:
    assert queries.holder(ward.unit_id, "MK", "4821", ward.now) is None
    assert sent(ward, ward.alice).on_behalf_of is None


def test_who_took_the_patient_on_has_them(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    found = queries.holder(ward.unit_id, "MK", "4821", ward.now)
    assert found == queries.Holder(ward.bob.person_id, ward.now, handoff.id)


def test_a_handoff_for_a_colleague_says_so_and_leaves_the_patient_with_them(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=11))
    handoff = sent(ward, ward.maria)
    assert (handoff.on_behalf_of, handoff.responsible_until_taken) == (ward.bob.person_id, ward.bob.person_id)
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert (row.sent_by, row.responsible) == (ward.maria.person_id, ward.bob.person_id)


def test_the_page_says_who_is_responsible_before_sending(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    plan = urls(ward, begun(ward, ward.maria).id)["plan"]
    page = ward.client(ward.maria).get(plan)
    assert f"Bob Brandt {HOLDER}. You hand over on behalf of Bob Brandt." in page.text
    own = urls(ward, begun(ward, ward.bob).id)["plan"]
    assert "on behalf" not in ward.client(ward.bob).get(own).text


def test_whoever_it_was_done_for_is_told_on_their_own_list(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(minutes=1))
    handoff = sent(ward, ward.maria)
    bob = ward.client(ward.bob)
    listed = bob.get(urls(ward)["index"]).text
    assert "Handed over on your behalf MK 4821 bed 12 · by Maria Moreno, you are still responsible" in listed
    show = bob.get(urls(ward, handoff.id)["show"]).text
    assert "You are still responsible." in show
    assert "Maria Moreno handed over on behalf of you." in show
    acknowledged(ward, handoff, ward.alice)
    assert "by Maria Moreno, Alice Adeyemi is responsible since" in bob.get(urls(ward)["index"]).text


def test_never_are_two_people_shown_as_responsible(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    url = urls(ward, sent(ward, ward.maria).id)
    for reader in (ward.alice, ward.bob, ward.maria):
        client = ward.client(reader)
        for page in (client.get(url["index"]), client.get(url["show"])):
            for other in ("Alice Adeyemi", "Maria Moreno"):
                assert f"{other} is still responsible" not in page.text
                assert f"{other} is responsible" not in page.text


def test_sending_asks_again_when_the_patient_went_to_somebody_else_meanwhile(ward: Ward) -> None:
    plan = urls(ward, begun(ward, ward.maria).id)["plan"]
    client = ward.client(ward.maria)
    data = client.fill(plan, **PLAN_FIELDS)
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    page = client.post(plan, data)
    assert page.status == 409
    assert "Somebody else has this patient now" in page.text
    assert f"Bob Brandt {HOLDER}" in page.text
    assert client.post(plan, page.form(plan) | all_done(page)).status == 303


def test_nobody_gets_a_patient_whom_they_have(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    with pytest.raises(FieldRefused, match="has the patient already"):
        sent(ward, ward.maria, to=ward.bob)


def test_the_newer_handoff_of_the_same_sender_takes_the_place_of_the_older(ward: Ward) -> None:
    older, newer = sent(ward, ward.alice), sent(ward, ward.alice)
    assert queries.get(ward.unit_id, older.id, ward.now).status is HandoffStatus.SUPERSEDED
    assert [row.id for row in queries.waiting(ward.unit_id, ward.now)] == [newer.id]
    with pytest.raises(RuleBroken, match="newer handoff"):
        acknowledged(ward, older, ward.bob)


def test_taking_one_of_two_handoffs_of_a_patient_settles_the_other(ward: Ward) -> None:
    one, other = sent(ward, ward.alice, to=ward.bob), sent(ward, ward.maria)
    assert other.on_behalf_of == ward.alice.person_id
    acknowledged(ward, other, ward.alice)
    assert queries.get(ward.unit_id, one.id, ward.now).status is HandoffStatus.SUPERSEDED
    page = ward.client(ward.bob).get(urls(ward, one.id)["show"])
    assert "This handoff counts no more." in page.text


def test_what_was_sent_later_waits_for_whoever_took_the_older_one_on(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.bob), ward.alice)
    ward.clock.tick(timedelta(minutes=1))
    older = sent(ward, ward.alice)
    ward.clock.tick(timedelta(minutes=1))
    newer = sent(ward, ward.maria)
    acknowledged(ward, queries.get(ward.unit_id, older.id, ward.now), ward.bob)
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert (row.id, row.responsible, row.held_by) == (newer.id, ward.bob.person_id, "Bob Brandt")
    assert "The patient is still yours" in ward.client(ward.bob).get(going_of(ward)).text
    assert "The patient is still yours" not in ward.client(ward.alice).get(going_of(ward)).text


def test_an_older_handoff_is_closed_once_the_patient_is_handed_on(ward: Ward) -> None:
    older = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    acknowledged(ward, sent(ward, ward.bob), ward.maria)
    assert queries.get(ward.unit_id, older.id, ward.now).status is HandoffStatus.CLOSED


def test_handing_on_carries_who_where_and_the_background_and_nothing_else(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=11))
    client, url = ward.client(ward.bob), urls(ward, handoff.id)
    assert "Hand this patient on" in client.get(url["show"]).text
    new = f"{url['new']}?from={handoff.id}"
    page = client.get(new)
    form = page.form(f"{url['index']}?from={handoff.id}")
    carried = {name: form[name] for name in ("initials", "last_four", "bed", "background")}
    assert carried == {"initials": ["MK"], "last_four": ["4821"], "bed": ["12"], "background": [REPORT["background"]]}
    assert "severity" not in form
    assert [form[name] for name in ("situation", "assessment", "recommendation")] == [[""]] * 3
    assert "Written today 07:05, 11 h ago. Is it still true?" in page.text


def test_carried_words_keep_their_age_and_new_ones_have_their_own(ward: Ward) -> None:
    handoff = acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=11))
    index = urls(ward)["index"]
    client, address = ward.client(ward.bob), f"{index}?from={handoff.id}"
    new = f"{index}/new?from={handoff.id}"
    fields = {name: words for name, words in REPORT.items() if name != "background"}
    for words, age in ((REPORT["background"], "written today 07:05, 11 h ago"), ("Day three", None)):
        page = client.submit(new, address, **fields, background=words)
        assert page.location is not None
        client.submit(page.location, **PLAN_FIELDS, **all_done(client.get(page.location)))
        [row] = queries.waiting(ward.unit_id, ward.now)
        text = ward.client(ward.maria).get(urls(ward, row.id)["show"]).text
        assert ("Carried forward" in text) is (age is not None)
        assert age is None or age in text


def test_nothing_is_carried_from_another_unit(ward: Ward) -> None:
    handoff = sent(ward, ward.alice)
    url = f"/units/{ward.other_unit_id}/handoffs/new?from={handoff.id}"
    page = ward.client(ward.charlie).get(url)
    assert page.status == 404
    assert "4821" not in page.bare


def test_what_is_begun_is_there_for_its_author_alone(ward: Ward) -> None:
    draft = begun(ward, ward.alice)
    url = urls(ward, draft.id)
    assert "Not sent yet MK 4821" in ward.client(ward.alice).get(url["index"]).text
    for reader in (ward.bob, ward.maria, ward.charlie, ward.dana):
        client = ward.client(reader)
        for name in ("show", "plan", "report", "aloud", "co_sign"):
            page = client.get(url[name])
            assert page.status == 404
            assert "4821" not in page.bare
    assert "4821" not in ward.client(ward.bob).get(url["index"]).bare
    assert queries.watching(ward.unit_id, ward.now) == queries.waiting(ward.unit_id, ward.now) == []


def test_the_report_can_be_changed_until_it_is_sent(ward: Ward) -> None:
    draft = begun(ward, ward.alice)
    url, client = urls(ward, draft.id), ward.client(ward.alice)
    assert client.submit(url["report"], situation="Better now", severity="stable").location == url["plan"]
    client.submit(url["plan"], **PLAN_FIELDS)
    stored = queries.get(ward.unit_id, draft.id, ward.now)
    assert (stored.situation, stored.severity) == ("Better now", Severity.STABLE)
    assert client.get(url["report"]).status == 404


def test_a_report_changed_on_another_device_is_shown_beside_ones_own(ward: Ward) -> None:
    draft = begun(ward, ward.alice)
    url, client = urls(ward, draft.id), ward.client(ward.alice)
    early = client.fill(url["report"], situation="What I typed here")
    ward.client(ward.alice).submit(url["report"], situation="What I typed there")
    page = client.post(url["report"], early)
    assert page.status == 409
    assert "What I typed here" in page.text
    assert "What I typed there" in page.text


def test_what_is_thrown_away_is_gone_and_a_second_tap_is_no_error(ward: Ward) -> None:
    draft = begun(ward, ward.alice)
    with transaction():
        service.keep_plan(draft, PLAN, to_person_id=None, actor=ward.alice, now=ward.now)
    url, client = urls(ward, draft.id), ward.client(ward.alice)
    data = client.fill(url["plan"], url["discard"])
    assert [client.post(url["discard"], data).status for _ in range(2)] == [303, 303]
    assert queries.drafts(ward.unit_id, ward.alice.person_id, ward.now) == []
    assert "4821" not in client.get(url["index"]).bare


def test_a_begun_handoff_leaves_after_forty_eight_hours_too(ward: Ward) -> None:
    draft = begun(ward, ward.alice)
    ward.clock.tick(timedelta(hours=48))
    assert ward.client(ward.alice).get(urls(ward, draft.id)["plan"]).status == 404


def test_the_receiver_takes_on_a_handoff_sent_for_a_colleague(ward: Ward) -> None:
    acknowledged(ward, sent(ward, ward.alice), ward.bob)
    ward.clock.tick(timedelta(hours=1))
    handoff = sent(ward, ward.maria, to=ward.alice)
    url = urls(ward, handoff.id)
    ward.client(ward.alice).submit(url["show"], url["acknowledge"], **VIEW)
    found = queries.holder(ward.unit_id, "MK", "4821", ward.now)
    assert found is not None
    assert found.person_id == ward.alice.person_id


def test_a_call_for_help_leaves_the_handoff_that_waits_for_a_colleague(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, to=ward.bob)
    call = sent(ward, ward.alice, kind=HandoffKind.ESCALATION)
    assert {row.id for row in queries.waiting(ward.unit_id, ward.now)} == {handoff.id, call.id}
    acknowledged(ward, handoff, ward.bob)
    assert queries.get(ward.unit_id, call.id, ward.now).status is HandoffStatus.SUPERSEDED


@pytest.mark.parametrize("role", [LineRole.DOCTOR, None])
def test_handing_over_leaves_a_call_to_a_role_and_takes_the_place_of_one_to_a_colleague(
    ward: Ward, role: LineRole | None
) -> None:
    call = begun(ward, ward.alice, kind=HandoffKind.ESCALATION)
    to = None if role else ward.bob.person_id
    with transaction():
        service.choose_role(call, role, actor=ward.alice, now=ward.now)
        service.send_draft(call, PLAN, to_person_id=to, responsible_id=None, actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(minutes=1))
    handoff = sent(ward, ward.alice, to=ward.maria)
    waits = {row.id for row in queries.waiting(ward.unit_id, ward.now)}
    assert waits == ({call.id, handoff.id} if role else {handoff.id})
    acknowledged(ward, handoff, ward.maria)
    assert queries.waiting(ward.unit_id, ward.now) == []
