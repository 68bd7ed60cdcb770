"""Screens of the monthly check-in, as people of each kind meet them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from huddle.accounts.models import User
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, SourceKind
from huddle.checkins import queries
from huddle.checkins.rules import CheckInState
from huddle.core.actor import OrgRole
from huddle.core.db import db
from huddle.core.transaction import transaction
from tests.checkins.months import OCTOBER, concern_in_october, drafted, old_promise, promise, published, roll_up, thanks
from tests.reviews.test_protection import marked
from tests.support.ward import Ward

NOTES = {"better": "The bell in bay 2 works.", "still_hurts": "Late transfers", "focus": "Transfers"}


def urls(ward: Ward, unit_id: UUID | None = None) -> dict[str, str]:
    base = f"/units/{unit_id or ward.unit_id}/check-ins"
    month = f"{base}/2026-10"
    return {"index": base, "show": month, "notes": f"{month}/notes", "promises": f"{month}/promises"}


def promise_fields(ward: Ward) -> dict[str, str]:
    return {"title": "Order two bells", "owner_id": str(ward.bob.user_id), "due_in": "week"}


@pytest.mark.parametrize("name", ["index", "show"])
def test_signed_out_people_are_sent_to_sign_in(ward: Ward, name: str) -> None:
    page = ward.anonymous().get(urls(ward)[name])
    assert page.status == 303
    assert page.location is not None
    assert page.location.startswith("/sign-in?next=")


@pytest.mark.parametrize("name", ["index", "show"])
def test_another_units_people_find_nothing(ward: Ward, name: str) -> None:
    published(ward)
    for outsider in (ward.charlie, ward.dana):
        page = ward.client(outsider).get(urls(ward)[name])
        assert page.status == 404
        assert "bell" not in page.text


@pytest.mark.parametrize("name", ["notes", "promises"])
def test_people_from_elsewhere_cannot_write(ward: Ward, name: str) -> None:
    drafted(ward)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        assert ward.client(outsider).post(urls(ward)[name], {}).status == 404


@pytest.mark.parametrize("name", ["notes", "promises"])
def test_staff_are_told_who_writes_it_down(ward: Ward, name: str) -> None:
    drafted(ward)
    client = ward.client(ward.bob)
    page = client.post(urls(ward)[name], {})
    assert page.status == 403
    assert "Only a charge nurse or the manager" in page.text
    assert "A charge nurse or the manager writes this down" in client.get(urls(ward)["show"]).text


def test_manager_and_staff_read_the_same_facts(ward: Ward) -> None:
    old_promise(ward, done=False)
    thanks(ward)
    published(ward)
    pages = [ward.client(person).get(urls(ward)["show"]) for person in (ward.bob, ward.alice, ward.maria)]
    main = [" ".join(page.find("main")[0].itertext()).split() for page in pages]
    assert main[0] == main[1] == main[2]
    assert "Found the missing pump" in pages[0].text
    assert "0 of 1" in pages[0].text
    assert "Fix the bell" in pages[0].text
    assert "Not done yet" in pages[0].text


def test_the_quality_lead_reads_what_is_published_and_no_names(ward: Ward) -> None:
    client = ward.client(ward.quinn)
    drafted(ward)
    assert client.get(urls(ward)["show"]).status == 404
    assert "October 2026" not in client.get(urls(ward)["index"]).text
    published(ward)
    page = client.get(urls(ward)["show"])
    assert page.status == 200
    assert "The bell in bay 2 works." in page.text
    for name in ("Alice", "Bob", "Maria"):
        assert name not in page.text
    assert not any("/action-items/" in link for link in page.links())


def test_what_came_of_a_marked_review_is_listed_for_its_list_alone(ward: Ward) -> None:
    """Bob leads the review; what the unit dropped of it, and why, stands in no published check-in for others."""
    review = marked(ward)
    old_promise(ward, done=False)
    with transaction():
        item = db.session.execute(select(ActionItem)).scalar_one()
        item.source_kind, item.source_id, item.dropped_reason = SourceKind.REVIEW, review.id, "The pump was recalled"
        item.status, item.dropped_at, item.dropped_by = ActionStatus.DROPPED, ward.now, ward.bob.person_id
    published(ward)
    for org_role in (OrgRole.QUALITY, OrgRole.EXECUTIVE):
        with transaction():
            db.session.execute(update(User).where(User.id == ward.quinn.user_id).values(org_role=org_role))
        read = {name: ward.client(getattr(ward, name)).get(urls(ward)["show"]) for name in ("bob", "alice", "quinn")}
        assert {name: page.status for name, page in read.items()} == {"bob": 200, "alice": 200, "quinn": 200}
        for words in ("Fix the bell", "The pump was recalled"):
            assert [name for name, page in read.items() if words in page.text] == ["bob"]


def test_nobody_of_a_unit_that_is_not_there(ward: Ward) -> None:
    assert ward.client(ward.quinn).get(urls(ward, uuid4())["index"]).status == 404


@pytest.mark.parametrize("month", ["2026-09", "2026-13", "1999-10", "october", "2026-1"])
def test_a_month_without_a_check_in_is_not_there(ward: Ward, month: str) -> None:
    drafted(ward)
    assert ward.client(ward.alice).get(f"{urls(ward)['index']}/{month}").status == 404


def test_no_check_in_yet_says_when_there_will_be_one(ward: Ward) -> None:
    assert "On the first of each month" in ward.client(ward.bob).get(urls(ward)["index"]).text


def test_few_data_get_kind_words_and_no_share(ward: Ward) -> None:
    concern_in_october(ward)
    drafted(ward)
    page = ward.client(ward.bob).get(urls(ward)["show"])
    assert "Nobody wrote thanks down" in page.text
    assert "No promise was due" in page.text
    assert "0 of 1" in page.text
    assert "None was sent" in page.text


def test_what_came_in_late_stands_dated_under_the_frozen_numbers(ward: Ward) -> None:
    drafted(ward)
    concern_in_october(ward)
    ward.clock.tick(timedelta(minutes=1))
    roll_up(ward)
    page = ward.client(ward.bob).get(urls(ward)["show"])
    assert "What came in by today 07:06: concerns told back 0 of 1 (before: none was raised)." in page.text


def test_the_charge_nurse_keeps_notes_makes_a_promise_and_publishes_without_javascript(ward: Ward) -> None:
    drafted(ward)
    client, url = ward.client(ward.alice), urls(ward)
    page = client.submit(url["show"], url["notes"], **NOTES)
    assert (page.status, page.location) == (303, url["show"])
    assert queries.get(ward.unit_id, OCTOBER).state is CheckInState.DRAFTED
    page = client.submit(url["show"], url["promises"], **promise_fields(ward))
    assert page.status == 303
    page = client.submit(url["show"], url["notes"], **NOTES, publish="1")
    assert page.status == 303
    check_in = queries.get(ward.unit_id, OCTOBER)
    assert check_in.state is CheckInState.PUBLISHED
    assert check_in.still_hurts == "Late transfers"
    shown = client.get(url["show"]).text
    assert "Published. The whole unit can read it." in shown
    assert "Order two bells" in shown


def test_publishing_needs_a_word_and_a_promise_and_loses_nothing(ward: Ward) -> None:
    check_in = drafted(ward)
    client, url = ward.client(ward.alice), urls(ward)
    page = client.submit(url["show"], url["notes"], **NOTES, publish="1")
    assert page.status == 409
    assert "Make at least one promise first" in page.text
    assert "Late transfers" in page.body
    promise(ward, check_in)
    page = client.submit(url["show"], url["notes"], **NOTES | {"better": ""}, publish="1")
    assert page.status == 422
    assert "Write one thing that is better" in page.text
    assert "Late transfers" in page.body
    assert queries.get(ward.unit_id, OCTOBER).still_hurts == ""


def test_a_promise_that_was_begun_and_not_added_is_not_left_behind(ward: Ward) -> None:
    promise(ward, drafted(ward))
    client, url = ward.client(ward.alice), urls(ward)
    begun = client.fill(url["show"], url["promises"], title="Order two bells")
    client.post("/drafts", begun | {"_op": str(uuid4())}, script=True)
    page = client.submit(url["show"], url["notes"], **NOTES, publish="1")
    assert page.status == 409
    assert "You began a promise that is not added yet" in page.text
    assert ("Order two bells" in page.body, "Late transfers" in page.body) == (True, True)
    assert "Throw it away" in page.text
    gone = client.submit(url["show"], url["promises"], throw_away="1")
    assert (gone.status, gone.location) == (303, url["show"] + "#promises")
    assert "Throw it away" not in client.get(url["show"]).text
    assert client.submit(url["show"], url["notes"], **NOTES, publish="1").status == 303


def test_without_script_the_page_says_which_of_its_forms_to_send_first(ward: Ward) -> None:
    drafted(ward)
    page = ward.client(ward.alice).get(urls(ward)["show"])
    assert "Press “Keep for later” first if you wrote above. Add the promise before you publish." in page.text


def test_a_published_check_in_takes_no_more_words_and_shows_what_was_typed(ward: Ward) -> None:
    drafted(ward)
    client, url = ward.client(ward.alice), urls(ward)
    late = {name: client.fill(url["show"], url[name]) for name in ("notes", "promises")}
    published(ward)
    page = client.post(url["notes"], late["notes"] | {"better": "Too late"})
    assert page.status == 409
    assert "Too late" in page.text
    assert client.post(url["promises"], late["promises"] | promise_fields(ward)).status == 409
    assert queries.get(ward.unit_id, OCTOBER).better == "The bell in bay 2 works."


def test_two_leaders_write_at_once_and_both_texts_are_kept(ward: Ward) -> None:
    drafted(ward)
    alice, maria, url = ward.client(ward.alice), ward.client(ward.maria), urls(ward)
    late = maria.fill(url["show"], url["notes"], **NOTES | {"better": "Calmer nights"})
    alice.submit(url["show"], url["notes"], **NOTES)
    page = maria.post(url["notes"], late)
    assert page.status == 409
    assert "Calmer nights" in page.text
    assert "The bell in bay 2 works." in page.text
    again = page.form(url["notes"]) | {"_keep_better": "both"}
    assert maria.post(url["notes"], again).status == 303
    assert queries.get(ward.unit_id, OCTOBER).better == "The bell in bay 2 works.\nCalmer nights"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"better": "x" * 241}, "Use at most 240 letters"),
        ({"still_hurts": "x" * 241}, "Use at most 240 letters"),
        ({"focus": "x" * 161}, "Use at most 160 letters"),
        ({"better": "one\x00two"}, "was taken out"),
    ],
)
def test_bad_notes_get_a_sentence_and_lose_nothing(ward: Ward, fields: dict[str, str], message: str) -> None:
    drafted(ward)
    url = urls(ward)
    page = ward.client(ward.alice).submit(url["show"], url["notes"], **NOTES | fields)
    assert page.status == 422
    assert message in page.text
    assert next(iter(fields.values())).replace("\x00", "") in page.body
    assert queries.get(ward.unit_id, OCTOBER).better == ""


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "Say what will be done"),
        ({"owner_id": ""}, "Choose one person"),
        ({"owner_id": "nobody"}, "Choose one of these"),
        ({"due_in": None}, "Choose by when"),
        ({"due_on": "2026-11-01"}, "Choose today or a later day"),
        ({"due_on": "soon"}, "Choose a day"),
    ],
)
def test_a_bad_promise_gets_a_sentence(ward: Ward, fields: dict[str, str | None], message: str) -> None:
    check_in = drafted(ward)
    url = urls(ward)
    page = ward.client(ward.alice).submit(url["show"], url["promises"], **promise_fields(ward) | fields)
    assert page.status == 422
    assert message in page.text
    assert queries.promises_made(check_in.id) == []


@pytest.mark.parametrize("words", ["🛏️ bed 4 — naïve café", "الجرس يعمل", "<script>alert(1)</script> & 'x'"])
def test_any_script_and_any_sign_come_back_as_typed(ward: Ward, words: str) -> None:
    drafted(ward)
    client, url = ward.client(ward.alice), urls(ward)
    client.submit(url["show"], url["notes"], **NOTES | {"better": words})
    assert queries.get(ward.unit_id, OCTOBER).better == words
    assert words in client.get(url["show"]).text


def test_the_script_is_told_the_operation_and_where_to_go(ward: Ward) -> None:
    drafted(ward)
    client, url = ward.client(ward.alice), urls(ward)
    data = client.fill(url["show"], url["notes"], **NOTES)
    page = client.post(url["notes"], data, script=True)
    assert page.response.headers["Huddle-Operation"] == data["_op"][0]
    assert page.json["location"] == url["show"]


def test_an_action_item_leads_back_to_its_month(ward: Ward) -> None:
    check_in = drafted(ward)
    page = ward.client(ward.bob).get(f"{urls(ward)['index']}/{check_in.id}")
    assert (page.status, page.location) == (302, urls(ward)["show"])
    assert ward.client(ward.bob).get(f"{urls(ward)['index']}/{uuid4()}").status == 404
