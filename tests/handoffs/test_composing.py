"""The two pages on which a handoff is written: what they ask, what they refuse, what they keep."""

from __future__ import annotations

from typing import Any

import pytest

from huddle.handoffs import queries
from tests.handoffs.test_routes import PLAN_FIELDS, REPORT, begun, send_form, urls
from tests.support.ward import Ward


@pytest.mark.parametrize(("name", "things"), [("new", 6), ("plan", 7)])
def test_each_page_asks_for_at_most_eight_things_before_more(ward: Ward, name: str, things: int) -> None:
    page = ward.client(ward.alice).get(urls(ward, begun(ward, ward.alice).id)[name])
    form = next(
        form
        for form in page.find("form")
        if form.get("id") != "handoff-discard-form" and form.get("novalidate") is not None
    )
    more = page.find("details")[0]
    later = {field.get("name") for field in more.iter() if field.get("name")}
    kinds = {f"{{http://www.w3.org/1999/xhtml}}{kind}" for kind in ("input", "textarea", "select")}
    fields = [field for field in form.iter() if field.tag in kinds and field.get("type") != "hidden"]
    asked = {field.get("name") for field in fields} - later
    assert things <= len(asked) <= 8


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"initials": ""}, "Enter the patient's initials"),
        ({"initials": "Marek"}, "1 to 4 letters"),
        ({"last_four": "00482177"}, "last four letters or digits"),
        ({"severity": None}, "Say how sick this patient is"),
        ({"situation": " \n"}, "what is happening now"),
        ({"background": "x" * 2001}, "nothing was cut"),
        ({"assessment": "one\x00two"}, "was taken out"),
        ({"recommendation": ""}, "what must be done"),
        ({"bed": "x" * 21}, "at most 20 letters"),
        ({"severity": "dying"}, "Choose one of these"),
        ({"kind": "gossip"}, "Choose one of these"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, Any], message: str) -> None:
    page = send_form(ward.client(ward.alice), ward, **fields)
    assert page.status == 422
    assert message in page.text
    again = page.form(urls(ward)["index"])
    for name in ("situation", "background", "assessment", "recommendation"):
        assert again[name] == [(fields.get(name, REPORT[name]) or "").replace("\x00", "").strip()]
    assert queries.drafts(ward.unit_id, ward.alice.person_id, ward.now) == []


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"to_person_id": "somebody"}, "Choose one of these"),
        ({"if_1": "", "then_1": ""}, "a patient who is unstable needs one"),
        ({"then_1": ""}, "Say both: if what, then what"),
        ({"action_2": "", "due_2": "09:00"}, "Say what must be done by then"),
        ({"due_1": "noon"}, "Enter a time"),
        ({"mode": "written_only"}, "Say why it could not be spoken"),
        ({"checks": "changed"}, "Say what has changed"),
        ({"checks": None}, "Look at code status"),
        ({"mode": None}, "Say how you tell it"),
        ({"action_1": "x" * 121}, "nothing was cut"),
        ({"if_1": "one\x00two"}, "was taken out"),
    ],
)
def test_a_faulty_plan_gets_a_sentence_and_sends_nothing(ward: Ward, fields: dict[str, Any], message: str) -> None:
    plan = urls(ward, begun(ward, ward.alice).id)["plan"]
    page = ward.client(ward.alice).submit(plan, **PLAN_FIELDS | fields)
    assert page.status == 422
    assert message in page.text
    again = page.form(plan)
    for name in ("action_1", "if_1", "then_1"):
        assert again[name] == [(fields.get(name, PLAN_FIELDS[name]) or "").replace("\x00", "").strip()]
    assert queries.waiting(ward.unit_id, ward.now) == []


@pytest.mark.parametrize(
    "text", ["🛏️ — naïve café", "مريض في الغرفة ٤", "<script>alert(1)</script> & 'x'", "x" * 2000, "two\nlines"]
)
def test_any_script_and_any_sign_come_back_as_typed(ward: Ward, text: str) -> None:
    send_form(ward.client(ward.alice), ward, situation=text)
    [row] = queries.waiting(ward.unit_id, ward.now)
    assert queries.get(ward.unit_id, row.id, ward.now).situation == text
    assert " ".join(text.split()) in ward.client(ward.bob).get(urls(ward, row.id)["show"]).text
