"""Screens of concerns, as people of each kind meet them."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from huddle.concerns import queries
from huddle.concerns.rules import ConcernStatus
from huddle.core.errors import NotFound
from tests.concerns.support import answered, escalated, in_state, picked_up, raised_by, receiver, told
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
        ({"text": "\u200b \u200b"}, "Say in a few words"),
        ({"text": "x" * 241}, "What did you see or hear? Use at most 240 letters."),
        ({"text": "one\x00two"}, "was taken out"),
        ({"text": "give \u202egm 0.5\u202c"}, "was taken out"),
        ({"topic": "weather"}, "Choose one of these"),
        ({"topic": None}, "Choose what it is about"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, str | None], message: str) -> None:
    url = urls(ward, uuid4())
    page = ward.client(ward.bob).submit(url["new"], url["index"], **FIELDS | fields)
    assert page.status == 422
    assert message in page.text
    typed = (fields.get("text", FIELDS["text"]) or "").strip("\u200b ")
    assert typed.replace("\x00", "").replace("\u202e", "") in page.body
    assert queries.unsettled(ward.unit_id) == []


def test_no_browser_cuts_what_is_pasted(ward: Ward) -> None:
    assert "maxlength" not in ward.client(ward.bob).get(urls(ward, uuid4())["new"]).body


@pytest.mark.parametrize("text", ["🛏️ bed 4 — naïve café", "مريض في الغرفة ٤", "<script>alert(1)</script> & 'x'"])
def test_any_script_and_any_sign_come_back_as_typed(ward: Ward, text: str) -> None:
    client, url = ward.client(ward.bob), urls(ward, uuid4())
    client.submit(url["new"], url["index"], **FIELDS | {"text": text})
    assert queries.unsettled(ward.unit_id)[0].text == text
    assert text in client.get(url["index"]).text


def test_an_unnamed_concern_shows_no_name_anywhere(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob, unnamed=True)
    picked_up(ward, concern, ward.bob)
    answered(ward, concern, ward.bob)
    url = urls(ward, concern.id)
    page = ward.client(ward.alice).get(url["show"])
    history = page.text.partition("What happened so far")[2]
    assert "raised today 07:05 by a colleague" in page.text
    assert "Picked up by a colleague" in history
    assert "Bob" not in history
    told(ward, concern)
    assert "Bob" not in ward.client(ward.alice).get(url["index"]).text


def test_anyone_picks_it_up_and_says_how_bad_it_could_be(ward: Ward) -> None:
    concern = raised_by(ward, ward.alice)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.bob)
    page = client.submit(show, f"{show}/owner", harm="could_harm")
    assert (page.status, page.location) == (303, show)
    assert "Picked up by Bob Brandt" in client.get(show).text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"harm": None}, "Choose how bad it could be."),
        ({"harm": "awful"}, "Choose one of these"),
        ({"harm": "harm_now"}, "Say what makes it safe for this shift."),
        ({"harm": "likely_harm_today", "immediate_fix": "  "}, "Say what makes it safe for this shift."),
        ({"harm": "likely_harm_today", "immediate_fix": "x" * 161}, "Use at most 160 letters"),
    ],
)
def test_picking_up_asks_for_what_it_needs(ward: Ward, fields: dict[str, str | None], message: str) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    page = ward.client(ward.bob).submit(show, f"{show}/owner", **fields)
    assert page.status == 422
    assert message in page.text
    assert queries.get(ward.unit_id, concern.id).status is ConcernStatus.OPEN


def test_harm_now_is_a_call_and_the_page_has_the_numbers(ward: Ward) -> None:
    receiver(ward)
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.bob)
    assert "Stop and call first: 5 West 5-1234 , Medicine 5-2000" in client.get(show).text
    client.submit(show, f"{show}/owner", harm="harm_now", immediate_fix="Called, the bed is closed")
    page = client.get(show)
    assert "Harm now: stop and call. 5 West 5-1234" in page.text
    assert "Called, the bed is closed" in page.text


def test_staff_see_why_they_cannot_answer(ward: Ward) -> None:
    concern = raised_by(ward, ward.alice)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.bob)
    page = client.get(show)
    assert "Whoever picked it up, a charge nurse or the manager answers it." in page.text
    assert not [form for form in page.find("form") if (form.get("action") or "").endswith("/answer")]
    form = ward.client(ward.alice).fill(show, f"{show}/answer", outcome="fixed", answer="Done")
    assert client.post(f"{show}/answer", form).status == 409, "it is Alice's form"


def test_a_charge_nurse_answers_and_the_raiser_reads_it(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    ward.client(ward.alice).submit(show, f"{show}/answer", outcome="fixed", answer="A new bell is in.")
    bob = ward.client(ward.bob)
    assert "Said today, fixed today" in bob.get(show).text
    assert bob.submit(show, f"{show}/reading").status == 303
    assert queries.closed(ward.unit_id)[0].id == concern.id


def test_what_the_huddle_told_stays_with_the_raiser_until_their_own_tap(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.CLOSED)
    show = urls(ward, concern.id)["show"]
    board = f"/units/{ward.unit_id}/board"
    bob = ward.client(ward.bob)
    assert "Said today, fixed today" in bob.get(board).text
    assert bob.submit(show, f"{show}/reading").status == 303
    assert "Said today" not in bob.get(board).text
    assert not [form for form in bob.get(show).find("form") if (form.get("action") or "").endswith("/reading")]


def test_a_leader_says_how_it_was_told(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    answered(ward, concern)
    show = urls(ward, concern.id)["show"]
    alice = ward.client(ward.alice)
    assert alice.submit(show, f"{show}/telling").status == 422
    page = alice.submit(show, f"{show}/telling", how="check_in")
    assert (page.status, page.location) == (303, urls(ward, concern.id)["index"])
    assert "in the check-in" in alice.get(show).text


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
    concern = raised_by(ward, ward.alice)
    answered(ward, concern)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.maria)
    data = client.fill(show, f"{show}/telling", how="direct")
    client.post(f"{show}/telling", data)
    page = client.post(f"{show}/telling", data | {"_op": str(uuid4())})
    assert page.status == 409
    assert "it was answered and told back" in page.text


def test_help_from_above_names_the_level_its_clock_and_its_phone(ward: Ward) -> None:
    receiver(ward)
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.alice)
    page = client.get(f"{show}/escalation")
    assert page.h1 == "Ask Medicine"
    assert "Rita service answers by today 23:59" in page.text
    [form] = page.find("form", id="concern-escalate-form")
    assert form.get("data-phone-text") == "Not sent. Phone Medicine 5-2000."
    sent = client.submit(f"{show}/escalation", f"{show}/escalation?tier=2", reason="blocked", harm="could_harm")
    assert (sent.status, sent.location) == (303, show)
    assert "At Medicine" in client.get(urls(ward, concern.id)["index"]).text


def test_one_may_ask_the_site_at_once_and_a_level_without_a_phone_in_person(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.alice)
    page = client.get(f"{show}/escalation?tier=3")
    assert page.h1 == "Ask Riverside"
    assert page.find("form", id="concern-escalate-form")[0].get("data-phone-text", "").startswith("Not sent. Tell")
    url = f"{show}/escalation?tier=3"
    client.submit(url, url, reason="serious_risk", harm="likely_harm_today", immediate_fix="Two of us go together")
    assert queries.get(ward.unit_id, concern.id).tier == 3


@pytest.mark.parametrize("tier", ["1", "5", "99999999999999999999"])
def test_there_is_no_such_level(ward: Ward, tier: str) -> None:
    show = urls(ward, raised_by(ward, ward.bob).id)["show"]
    assert ward.client(ward.alice).get(f"{show}/escalation?tier={tier}").status == 404


def test_a_form_for_one_level_asks_no_other(ward: Ward) -> None:
    show = urls(ward, raised_by(ward, ward.bob).id)["show"]
    client = ward.client(ward.alice)
    url = f"{show}/escalation"
    data = client.fill(url, f"{url}?tier=2", reason="blocked", harm="could_harm")
    assert client.post(f"{url}?tier=4", data).status == 409


def test_staff_are_told_who_asks_above(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    page = ward.client(ward.bob).get(f"{show}/escalation")
    assert page.status == 403
    assert "Pick it up first." in page.text


def test_what_is_escalated_already_is_not_escalated_again(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.alice)
    url = f"{show}/escalation"
    data = client.fill(url, f"{url}?tier=2", reason="blocked", harm="could_harm")
    escalated(ward, queries.get(ward.unit_id, concern.id), tier=3)
    page = client.post(f"{url}?tier=2", data)
    assert page.status == 409


def test_two_become_one(ward: Ward) -> None:
    concern, other = raised_by(ward, ward.bob), raised_by(ward, ward.maria, text="No bell in bay 2, again")
    show = urls(ward, concern.id)["show"]
    client = ward.client(ward.alice)
    assert client.submit(show, f"{show}/merging").status == 422
    page = client.submit(show, f"{show}/merging", into_id=str(other.id))
    assert page.location == urls(ward, other.id)["show"]
    assert "Also said by 1 other" in client.get(page.location).text
    assert "goes on with another concern" in client.get(show).text


@pytest.mark.parametrize("status", ConcernStatus)
def test_every_state_has_a_page_for_everybody(ward: Ward, status: ConcernStatus) -> None:
    receiver(ward)
    concern = in_state(ward, status)
    for person in (ward.bob, ward.alice, ward.maria):
        page = ward.client(person).get(urls(ward, concern.id)["show"])
        assert page.status == 200
        assert page.h1 == "Bay 2 has no call bell"


def test_the_list_is_of_one_topic_when_asked(ward: Ward) -> None:
    raised_by(ward, ward.bob)
    index = urls(ward, uuid4())["index"]
    client = ward.client(ward.bob)
    assert "Bay 2 has no call bell" in client.get(f"{index}?topic=equipment_supplies").text
    assert "Nothing is waiting." in client.get(f"{index}?topic=falls").text
    assert client.get(f"{index}?topic=weather").status == 404


def test_older_ones_are_a_page_away(ward: Ward) -> None:
    for _number in range(queries.PAGE):
        in_state(ward, ConcernStatus.CLOSED)
    index = urls(ward, uuid4())["index"]
    client = ward.client(ward.bob)
    older = next(link for link in client.get(index).links() if "before=" in link)
    assert "There are no older ones." in client.get(older).text
    for before in ("x", "2026-11-16,x", f"2026-11-16T07:05:00,{uuid4()}"):
        assert client.get(f"{index}?before={before}").status == 404


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
