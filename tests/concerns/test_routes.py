"""Screens of concerns, as people of each kind meet them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from huddle.concerns import queries
from huddle.concerns.rules import ConcernStatus
from huddle.core.errors import NotFound
from tests.concerns.test_service import answered, raised_by
from tests.support.ward import Ward


def urls(ward: Ward, concern_id: UUID) -> dict[str, str]:
    base = f"/units/{ward.unit_id}/concerns"
    return {"index": base, "new": f"{base}/new", "show": f"{base}/{concern_id}"}


FIELDS = {"text": "Bay 2 has no call bell", "topic": "equipment_supplies"}


@pytest.mark.parametrize("name", ["index", "new", "show"])
def test_signed_out_people_are_sent_to_sign_in(ward: Ward, name: str) -> None:
    page = ward.anonymous().get(urls(ward, uuid4())[name])
    assert page.status == 303
    assert page.location is not None
    assert page.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("name", ["index", "new", "show"])
def test_another_units_people_find_nothing(ward: Ward, name: str) -> None:
    concern = raised_by(ward, ward.bob)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(urls(ward, concern.id)[name])
        assert page.status == 404
        assert "call bell" not in page.text


def test_a_nurse_raises_a_concern_without_javascript(ward: Ward) -> None:
    url = urls(ward, uuid4())
    page = ward.client(ward.bob).submit(url["new"], url["index"], **FIELDS)
    assert page.status == 303
    [concern] = queries.unsettled(ward.unit_id)
    assert page.location == f"{url['index']}/{concern.id}"
    assert concern.raised_by == ward.bob.user_id


def test_the_script_is_told_the_operation_and_where_to_go(ward: Ward) -> None:
    client, url = ward.client(ward.bob), urls(ward, uuid4())
    data = client.fill(url["new"], url["index"], **FIELDS)
    page = client.post(url["index"], data, script=True)
    assert page.response.headers["Huddle-Operation"] == data["_op"][0]
    assert page.json["location"].startswith(url["index"])


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"text": ""}, "Say in a few words"),
        ({"text": "  "}, "Say in a few words"),
        ({"text": "x" * 241}, "Use at most 240 letters"),
        ({"text": "one\x00two"}, "was taken out"),
        ({"topic": "weather"}, "Not a valid choice"),
        ({"topic": None}, "Choose what it is about"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, str | None], message: str) -> None:
    url = urls(ward, uuid4())
    page = ward.client(ward.bob).submit(url["new"], url["index"], **FIELDS | fields)
    assert page.status == 422
    assert message in page.text
    assert (fields.get("text", FIELDS["text"]) or "").replace("\x00", "") in page.body
    assert queries.unsettled(ward.unit_id) == []


@pytest.mark.parametrize("text", ["🛏️ bed 4 — naïve café", "مريض في الغرفة ٤", "<script>alert(1)</script> & 'x'"])
def test_any_script_and_any_sign_come_back_as_typed(ward: Ward, text: str) -> None:
    client, url = ward.client(ward.bob), urls(ward, uuid4())
    client.submit(url["new"], url["index"], **FIELDS | {"text": text})
    assert queries.unsettled(ward.unit_id)[0].text == text
    assert text in client.get(url["index"]).text


def test_an_unnamed_concern_shows_no_name(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob, unnamed=True)
    page = ward.client(ward.alice).get(urls(ward, concern.id)["show"])
    assert "Bob" not in page.text
    assert "a colleague" in page.text


def test_staff_see_why_they_cannot_answer(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.bob)
    assert "A charge nurse or the manager answers concerns." in client.get(show).text
    form = ward.client(ward.alice).fill(show, f"{show}/answer", outcome="fixed", answer="Done")
    page = client.post(f"{show}/answer", form)
    assert page.status == 409


def test_a_charge_nurse_answers_and_the_raiser_reads_it(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    ward.client(ward.alice).submit(show, f"{show}/answer", outcome="fixed", answer="A new bell is in.")
    page = ward.client(ward.bob).submit(show, f"{show}/telling")
    assert page.status == 303
    assert queries.closed(ward.unit_id)[0].id == concern.id


def test_two_leaders_answer_at_once_and_both_texts_are_kept(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    alice, maria = ward.client(ward.alice), ward.client(ward.maria)
    late = maria.fill(show, f"{show}/answer", outcome="fixed", answer="Estates come on Friday.")
    alice.submit(show, f"{show}/answer", outcome="fixed", answer="A new bell is in.")
    page = maria.post(f"{show}/answer", late)
    assert page.status == 409
    assert "Estates come on Friday." in page.text
    assert "A new bell is in." in page.text
    again = page.form(f"{show}/answer") | {"_keep_answer": "both"}
    assert maria.post(f"{show}/answer", again).status == 303
    assert queries.get(ward.unit_id, concern.id).answer == "A new bell is in.\nEstates come on Friday."


def test_a_closed_concern_cannot_be_told_again(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    answered(ward, concern)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.bob)
    data = client.fill(show, f"{show}/telling")
    client.post(f"{show}/telling", data)
    page = client.post(f"{show}/telling", data | {"_op": str(uuid4())})
    assert page.status == 409
    assert "it was answered and told back" in page.text


def test_htmx_gets_the_list_alone(ward: Ward) -> None:
    raised_by(ward, ward.bob)
    page = ward.client(ward.bob).get(urls(ward, uuid4())["index"], htmx=True)
    assert page.status == 200
    assert "<html" not in page.body
    assert 'id="concern-list"' in page.body


def test_the_concern_status_is_an_enum_after_reading_it_back(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    assert queries.get(ward.unit_id, concern.id).status is ConcernStatus.OPEN
    with pytest.raises(NotFound):
        queries.get(ward.unit_id, uuid4())
