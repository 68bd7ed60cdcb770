"""Several patients at once: handed over sickest first, taken on with one signature."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.core.errors import RuleBroken
from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import Plan, ReadBack, Severity
from tests.handoffs.test_receiving import stable
from tests.handoffs.test_routes import PLAN_FIELDS, begun, urls
from tests.handoffs.test_service import acknowledged, corrected, sent
from tests.handoffs.test_signing import PIN, on_tablet
from tests.support.ward import Ward


def shift_list(ward: Ward) -> str:
    return urls(ward)["index"] + "/shift-list"


def stable_list(ward: Ward) -> str:
    return urls(ward)["index"] + "/stable-list"


def kept(ward: Ward, number: int, severity: Severity = Severity.STABLE) -> Handoff:
    draft = begun(ward, ward.alice, last_four=str(1000 + number), severity=severity)
    plan = urls(ward, draft.id)["plan"]
    assert ward.client(ward.alice).submit(plan, **PLAN_FIELDS, then="keep").location == shift_list(ward)
    return draft


def test_ones_own_patients_stand_sickest_first_until_they_are_written(ward: Ward) -> None:
    for number, severity in ((1, Severity.STABLE), (2, Severity.UNSTABLE), (3, Severity.WATCHER)):
        acknowledged(ward, sent(ward, ward.alice, last_four=str(2000 + number)), ward.bob, severity)
    bob = ward.client(ward.bob)
    page = bob.get(shift_list(ward))
    titles = ["".join(title.itertext()) for title in page.find("span", class_="row__title")]
    assert titles == ["MK 2002", "MK 2003", "MK 2001"]
    assert "Next: MK 2002" in page.text
    assert "Hand my patients over" in bob.get(urls(ward)["index"]).text
    assert "2002" not in ward.client(ward.maria).get(shift_list(ward)).bare


def test_what_is_kept_is_sent_together_with_one_pin(ward: Ward) -> None:
    drafts = [kept(ward, number) for number in range(3)]
    tablet = on_tablet(ward, ward.alice)
    page = tablet.submit(shift_list(ward), to_person_id=str(ward.bob.user_id), pin="")
    assert page.status == 422
    assert queries.waiting(ward.unit_id, ward.now) == []
    patients = [str(draft.id) for draft in drafts]
    data = tablet.fill(shift_list(ward), patients=patients, to_person_id=str(ward.bob.user_id), pin=PIN)
    assert [tablet.post(shift_list(ward), data).status for _ in range(2)] == [303, 303]
    assert {row.id for row in queries.waiting(ward.unit_id, ward.now)} == {draft.id for draft in drafts}
    assert {row.to_person_id for row in queries.waiting(ward.unit_id, ward.now)} == {ward.bob.user_id}


def test_a_sick_patient_is_not_kept_as_ready_without_an_if_then(ward: Ward) -> None:
    draft = begun(ward, ward.alice)
    plan = urls(ward, draft.id)["plan"]
    page = ward.client(ward.alice).submit(plan, **PLAN_FIELDS | {"if_1": "", "then_1": ""}, then="keep")
    assert page.status == 422


def test_a_list_takes_no_patient_of_a_colleague_and_none_half_written(ward: Ward) -> None:
    others = kept(ward, 1)
    acknowledged(ward, sent(ward, ward.maria, last_four="1001"), ward.bob)
    half = begun(ward, ward.alice, last_four="1002")
    for draft in (others, half):
        with pytest.raises(RuleBroken, match="on its own page"), transaction():
            service.send_list([draft], to_person_id=None, actor=ward.alice, now=ward.now)
    assert queries.waiting(ward.unit_id, ward.now) == []


def test_stable_patients_are_taken_on_with_one_signature_and_one_is_said_back_in_full(ward: Ward) -> None:
    handoffs = [stable(ward, number, ward.bob) for number in range(4)]
    bob = ward.client(ward.bob)
    assert "with one signature (4)" in bob.get(urls(ward)["index"]).text
    page = bob.get(stable_list(ward))
    [drawn] = [handoff for handoff in handoffs if queries.read_back(handoff) is ReadBack.FULL]
    assert "drawn by lot" in page.text
    light = [handoff for handoff in handoffs if handoff is not drawn]
    assert bob.submit(stable_list(ward), heard=[f"{handoff.id}:0" for handoff in light]).status == 303
    assert [row.id for row in queries.waiting(ward.unit_id, ward.now)] == [drawn.id]
    assert {row.acknowledged_by for row in queries.taken(ward.unit_id, ward.now)} == {ward.bob.user_id}


@pytest.mark.parametrize("words", [[], ["nonsense"], ["{id}:x"], ["{drawn}:0"], ["{other}:0"]])
def test_the_list_takes_nothing_that_was_not_on_it(ward: Ward, words: list[str]) -> None:
    handoffs = [stable(ward, number, ward.bob) for number in range(3)]
    drawn = next(handoff for handoff in handoffs if queries.read_back(handoff) is ReadBack.FULL)
    other = sent(ward, ward.alice, to=ward.maria)
    heard = [word.format(id=handoffs[0].id, drawn=drawn.id, other=other.id) for word in words]
    page = ward.client(ward.bob).submit(stable_list(ward), heard=heard or None)
    assert page.status in (409, 422)
    assert len(queries.waiting(ward.unit_id, ward.now)) == 4


def test_a_correction_that_came_meanwhile_is_read_before_signing_the_list(ward: Ward) -> None:
    handoffs = [stable(ward, number, ward.bob) for number in range(3)]
    light = [handoff for handoff in handoffs if queries.read_back(handoff) is ReadBack.LIGHT]
    corrected(ward, light[0])
    page = ward.client(ward.bob).submit(stable_list(ward), heard=[f"{handoff.id}:0" for handoff in light])
    assert page.status == 409
    assert "The sender added something" in page.text
    assert queries.taken(ward.unit_id, ward.now) == []


def test_nobody_elses_list_is_there(ward: Ward) -> None:
    stable(ward, 1, ward.bob)
    for reader in (ward.maria, ward.alice):
        assert "1001" not in ward.client(reader).get(stable_list(ward)).bare
    for outsider in (ward.charlie, ward.dana):
        for url in (stable_list(ward), shift_list(ward)):
            assert ward.client(outsider).get(url).status == 404


def test_one_stable_patient_is_no_list(ward: Ward) -> None:
    handoff = sent(ward, ward.alice, plan=Plan(), severity=Severity.STABLE)
    assert "one signature" not in ward.client(ward.bob).get(urls(ward)["index"]).text
    ward.clock.tick(timedelta(minutes=1))
    assert queries.read_back(handoff) is ReadBack.LIGHT
