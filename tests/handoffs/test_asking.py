"""What the pages for writing ask beside the words: the bed, the length, what is open from before, to whom."""

from __future__ import annotations

import pytest

from huddle.core.transaction import transaction
from huddle.handoffs import queries, service
from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import ActionAnswer, IfThen, Plan, Severity, ToDo, decision_field
from tests.beds.test_service import give, listed
from tests.handoffs.test_lists import shift_list
from tests.handoffs.test_routes import PLAN_FIELDS, REPORT, begun, urls
from tests.handoffs.test_service import acknowledged, sent
from tests.handoffs.test_signing import PIN, on_tablet
from tests.support.client import Page
from tests.support.ward import Ward

NOTHING_NEW = {"action_1": "", "due_1": ""}


def bed_of(ward: Ward, page: Page) -> str:
    [bed] = page.form(urls(ward)["index"])["bed"]
    return bed


def suggested(page: Page) -> list[str]:
    return [option.get("value") or "" for beds in page.find("datalist") for option in beds]


def test_the_bed_stands_beside_who_it_is_with_the_one_of_mine_that_nobody_is_told_of(ward: Ward) -> None:
    listed(ward)
    for bed in ("2", "3", "4"):
        give(ward, bed, ward.bob, by=ward.bob)
    acknowledged(ward, sent(ward, ward.alice, bed="3"), ward.bob)
    bob, new = ward.client(ward.bob), urls(ward)["new"]

    page = bob.get(new)
    assert (suggested(page), bed_of(ward, page)) == (["2", "4"], "")
    begun(ward, ward.bob, last_four="1000", bed="Bed 2")
    page = bob.get(new)
    assert (suggested(page), bed_of(ward, page)) == (["4"], "4")
    assert "Yours. Is it this one?" in page.text

    call = bob.get(f"{new}?kind=escalation")
    assert (suggested(call), bed_of(ward, call)) == (["4"], ""), "whom they call for may well lie in another one"

    refused = bob.submit(new, urls(ward)["index"], **REPORT | {"bed": "", "situation": ""})
    assert (refused.status, bed_of(ward, refused)) == (422, ""), "what was taken out stays out"


@pytest.mark.parametrize("name", ["report", "plan"])
def test_each_page_counts_the_words_of_the_other(ward: Ward, name: str) -> None:
    draft = begun(ward, ward.alice, situation="one two", background="three", assessment="four", recommendation="five")
    plan = Plan(actions=(ToDo("six seven"),), if_thens=(IfThen("eight", "nine ten"),), checks_note="")
    with transaction():
        service.keep_plan(draft, plan, to_person_id=None, actor=ward.alice, now=ward.now)

    [line] = ward.client(ward.alice).get(urls(ward, draft.id)[name]).find("p", class_="counter", data_words="250")

    assert line.get("data-elsewhere") == {"report": "5", "plan": "5"}[name]


def test_everything_that_is_open_reaches_the_receiver(ward: Ward) -> None:
    """More than fits on a screen: each is asked of the sender, and each is answered by the receiver."""
    plan = Plan(actions=tuple(ToDo(f"Thing {number}") for number in range(11)), if_thens=(IfThen("pain", "call"),))
    answers = dict.fromkeys(range(1, 12), ActionAnswer.ACCEPTED)
    acknowledged(ward, sent(ward, ward.alice, plan=plan), ward.bob, answers=answers)
    draft = begun(ward, ward.bob)
    url, bob = urls(ward, draft.id), ward.client(ward.bob)
    decided = {decision_field(row.id): "still" for row in queries.to_decide(draft, ward.now)}

    assert bob.submit(url["plan"], **PLAN_FIELDS | decided | NOTHING_NEW).status == 303

    page = ward.client(ward.maria).get(url["show"])
    assert [row.what for row in queries.actions(draft.id)] == [f"Thing {number}" for number in range(11)]
    assert len(page.find("input", type="radio", value="accepted")) == 11


def kept(ward: Ward, number: int, **fields: str) -> Handoff:
    draft = begun(ward, ward.alice, last_four=str(1000 + number), severity=Severity.STABLE)
    assert (
        ward.client(ward.alice).submit(urls(ward, draft.id)["plan"], **PLAN_FIELDS | fields, then="keep").status == 303
    )
    return draft


def test_to_whom_is_asked_once(ward: Ward) -> None:
    bob, maria = str(ward.bob.user_id), str(ward.maria.user_id)
    kept(ward, 1, to_person_id=bob)
    kept(ward, 2, to_person_id=bob)
    tablet = on_tablet(ward, ward.alice)
    assert tablet.get(shift_list(ward)).form(shift_list(ward))["to_person_id"] == [bob]

    kept(ward, 3, to_person_id=maria)
    kept(ward, 4)
    page = tablet.get(shift_list(ward))
    assert page.form(shift_list(ward))["to_person_id"] == ["as-chosen"]
    for words in ("MK 1001 · bed 12 · stable · for Bob Brandt", "MK 1004 · bed 12 · stable · for the next nurse"):
        assert words in page.text
    assert tablet.submit(shift_list(ward), pin=PIN).status == 303
    found = {row.patient: row.to_person_id for row in queries.waiting(ward.unit_id, ward.now)}
    assert found == {
        "MK 1001": ward.bob.user_id,
        "MK 1002": ward.bob.user_id,
        "MK 1003": ward.maria.user_id,
        "MK 1004": None,
    }
