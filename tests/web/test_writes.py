"""The write contract, on one form that stands for all of them (every form goes through the same function)."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError

from huddle.concerns import queries, service
from huddle.core import drafts
from huddle.core.db import db
from tests.support.client import ORIGIN, CarefulClient, Page
from tests.support.ward import Ward

FIELDS = {"text": "Bay 2 has no call bell", "topic": "equipment_supplies"}


@pytest.fixture
def new(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/concerns/new"


@pytest.fixture
def create(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/concerns"


def test_the_same_form_sent_twice_is_stored_once_and_answered_alike(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.bob)
    data = client.fill(new, create, **FIELDS)
    first, second = client.post(create, data), client.post(create, data)
    assert (first.status, first.location) == (second.status, second.location)
    assert len(queries.unsettled(ward.unit_id)) == 1


def test_twenty_equal_posts_at_once_make_one_row_and_twenty_equal_answers(ward: Ward, new: str, create: str) -> None:
    data = ward.client(ward.bob).fill(new, create, **FIELDS)
    client_cookie = ward.client(ward.bob).cookie("huddle") or ""
    answers: list[Page] = []
    start = threading.Barrier(20)

    def send() -> None:
        client = CarefulClient(ward.app)
        client.set_cookie("huddle", client_cookie)
        start.wait()
        with ward.app.app_context():
            answers.append(client.post(create, data))

    threads = [threading.Thread(target=send) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert {(answer.status, answer.location) for answer in answers} == {(303, answers[0].location)}
    assert len(answers) == 20
    assert len(queries.unsettled(ward.unit_id)) == 1


def test_the_same_operation_with_other_words_is_refused_and_the_words_are_kept(
    ward: Ward, new: str, create: str
) -> None:
    client = ward.client(ward.bob)
    data = client.fill(new, create, **FIELDS)
    client.post(create, data)
    page = client.post(create, data | {"text": "Bay 3 as well"})
    assert page.status == 409
    assert "Bay 3 as well" in page.text
    assert len(queries.unsettled(ward.unit_id)) == 1


def test_a_form_that_one_person_opened_cannot_be_sent_by_another(ward: Ward, new: str, create: str) -> None:
    tablet = ward.client(ward.alice, tablet=True)
    data = tablet.fill(new, create, **FIELDS)
    page = ward.client(ward.bob, tablet=True).post(create, data)
    assert page.status == 409
    assert "kept for the person who started it" in page.text
    assert FIELDS["text"] in page.text
    assert queries.unsettled(ward.unit_id) == []
    assert FIELDS["text"] in tablet.get(new).text


def test_a_form_opened_on_the_tablet_cannot_be_sent_from_elsewhere(ward: Ward, new: str, create: str) -> None:
    data = ward.client(ward.alice, tablet=True).fill(new, create, **FIELDS)
    assert ward.client(ward.alice).post(create, data).status == 409


def test_an_envelope_of_another_form_or_object_opens_nothing(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.alice)
    concern_url = client.submit(new, create, **FIELDS).location or ""
    answer = client.fill(concern_url, f"{concern_url}/answer", outcome="fixed", answer="Done")
    wrong = answer | {"_envelope": client.fill(new, create)["_envelope"]}
    assert client.post(f"{concern_url}/answer", wrong).status == 409
    assert queries.unsettled(ward.unit_id)[0].answered_at is None


@pytest.mark.parametrize("envelope", ["", "nonsense", "W10.abc.def", None])
def test_a_missing_or_forged_envelope_stores_nothing_and_keeps_the_text(
    ward: Ward, new: str, create: str, envelope: str | None
) -> None:
    client = ward.client(ward.bob)
    data = client.fill(new, create, **FIELDS) | {"_envelope": envelope}
    page = client.post(create, {name: value for name, value in data.items() if value is not None})
    assert page.status == 409
    assert FIELDS["text"] in page.text
    again = page.form(create)
    assert client.post(create, again).status == 303


def test_a_form_left_open_for_a_shift_comes_back_fresh_with_its_text(ward: Ward, new: str, create: str) -> None:
    data = ward.client(ward.bob).fill(new, create, **FIELDS)
    envelope_age = timedelta(hours=13)
    from huddle.web import envelope

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(envelope, "LASTS", timedelta(seconds=-1))
        page = ward.client(ward.bob).post(create, data)
    assert envelope_age > envelope.LASTS
    assert page.status == 409
    assert "Nothing is lost" in page.text
    assert ward.client(ward.bob).post(create, page.form(create)).status == 303


def test_trouble_with_the_database_says_not_saved_and_keeps_the_text(
    ward: Ward, new: str, create: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = ward.client(ward.bob)
    data = client.fill(new, create, **FIELDS)

    def locked(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("insert", {}, Exception("database is locked"))

    monkeypatch.setattr(service, "raise_concern", locked)
    page = client.post(create, data)
    assert (page.status, page.h1) == (503, "Not saved yet")
    assert page.response.headers["Retry-After"] == "2"
    assert "Huddle-Operation" not in page.response.headers
    assert FIELDS["text"] in page.text
    monkeypatch.undo()
    assert client.post(create, data).status == 303


def test_trouble_with_the_database_says_nothing_of_saving_to_whoever_only_looks(
    ward: Ward, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(**_values: object) -> None:
        raise OperationalError("select", {}, Exception("database is locked"))

    locked.access = "unit_staff"  # type: ignore[attr-defined]
    monkeypatch.setitem(ward.app.view_functions, "concerns.new", locked)
    page = ward.client(ward.bob).get(new)
    assert (page.status, page.h1) == (503, "Not just now")
    assert "Not saved" not in page.text


def test_an_answer_lost_after_the_commit_is_repeated_without_a_second_row(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.bob)
    data = client.fill(new, create, **FIELDS)
    client.post(create, data, script=True)
    again = client.post(create, data, script=True)
    assert again.response.headers["Huddle-Operation"] == data["_op"][0]
    assert len(queries.unsettled(ward.unit_id)) == 1


def test_two_saves_in_the_same_moment_keep_both_texts(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between our reading and our writing another process stores its own; on SQLite one writer waits instead."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a second writer waits until the first has ended")
    show = concern_of_bob(ward)
    faster = iter([True])
    answer = service.answer

    def overtaken(*args: Any, **kwargs: Any) -> None:
        if next(faster, False):
            with db.engine.begin() as other:
                other.execute(text("UPDATE concern SET answer = 'A new bell is in.', version = version + 1"))
        answer(*args, **kwargs)

    monkeypatch.setattr(service, "answer", overtaken)
    page = ward.client(ward.maria).submit(show, f"{show}/answer", outcome="fixed", answer="Estates come on Friday.")
    assert page.status == 409
    assert "Estates come on Friday." in page.text
    assert "A new bell is in." in page.text


def test_whoever_is_overtaken_every_time_is_told_so(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    show = concern_of_bob(ward)

    def always_late(*_args: object, **_kwargs: object) -> None:
        raise StaleDataError("UPDATE statement on table 'concern' expected to update 1 row(s); 0 were matched.")

    monkeypatch.setattr(service, "answer", always_late)
    page = ward.client(ward.maria).submit(show, f"{show}/answer", outcome="fixed", answer="Estates come on Friday.")
    assert page.status == 409
    assert "Somebody changed this while you were writing" in page.text
    assert "Estates come on Friday." in page.text


def concern_of_bob(ward: Ward) -> str:
    """The address of a concern that waits for an answer."""
    base = f"/units/{ward.unit_id}/concerns"
    return ward.client(ward.bob).submit(f"{base}/new", base, **FIELDS).location or ""


def test_ten_megabytes_get_a_sentence_and_store_nothing(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.bob)
    fields = client.fill(new, create, **FIELDS)
    page = client.post(create, fields | {"text": "x" * 10_000_000}, headers={"Referer": f"{ORIGIN}{new}"})
    assert page.status == 413
    assert "too much for one form" in page.text
    assert "x" * 10_000_000 in page.text, "without script this page takes the place of the form"
    assert new in page.links()
    assert len(client.post(create, fields | {"text": "x" * 26_000_000}).text) < 20_000
    assert queries.unsettled(ward.unit_id) == []


@pytest.mark.parametrize(
    "before", ["http://[", f"{ORIGIN}//evil.example/x", "https://evil.example/", f"{ORIGIN}/\\evil"]
)
def test_no_refusal_leads_anywhere_but_to_a_page_of_ours(ward: Ward, new: str, create: str, before: str) -> None:
    client = ward.client(ward.bob)
    data = client.fill(new, create, **FIELDS) | {"text": "x" * 300_000}
    page = client.post(create, data, headers={"Referer": before})
    assert page.status == 413
    assert not [link for link in page.links() if "evil" in link]


def test_too_much_on_a_locked_tablet_is_answered_by_the_lock(ward: Ward, new: str, create: str) -> None:
    tablet = ward.client(ward.alice, tablet=True)
    data = tablet.fill(new, create, **FIELDS) | {"text": "x" * 300_000}
    ward.clock.tick(timedelta(seconds=121))
    page = tablet.post(create, data)
    assert (page.status, page.response.headers["Huddle-Lock"]) == (401, "1")
    assert "Nothing was stored" in page.text
    assert "xxx" not in page.text


def test_a_post_without_an_operation_id_is_refused(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.bob)
    for op in ("", "not-a-uuid", "1\x00"):
        assert client.post(create, client.fill(new, create, **FIELDS) | {"_op": op}).status == 409
    assert queries.unsettled(ward.unit_id) == []


def test_extra_fields_change_nothing(ward: Ward, new: str, create: str) -> None:
    extra = {"unit_id": str(ward.other_unit_id), "raised_by": str(uuid4()), "status": "closed", "version": "9"}
    ward.client(ward.bob).submit(new, create, **FIELDS, **extra)
    [concern] = queries.unsettled(ward.unit_id)
    assert (concern.unit_id, concern.raised_by, concern.version) == (ward.unit_id, ward.bob.user_id, 1)


def test_a_draft_is_saved_restored_and_gone_once_sent(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.bob)
    draft = client.fill(new, create, text="Half a sen") | {"_op": str(uuid4())}
    saved = client.post("/drafts", draft, script=True)
    assert saved.json["saved_at"] == "07:05"
    assert saved.response.headers["Huddle-Operation"] == draft["_op"]
    page = client.get(new)
    assert "Half a sen" in page.text
    assert "your draft" in page.text
    client.submit(new, create, **FIELDS)
    assert drafts.of_author(ward.bob.person_id, now=ward.now) == []


def test_a_draft_is_its_authors_alone(ward: Ward, new: str, create: str) -> None:
    client = ward.client(ward.bob)
    client.post("/drafts", client.fill(new, create, text="Half a sen"), script=True)
    assert "Half a sen" not in ward.client(ward.alice).get(new).text


def test_what_is_posted_to_a_locked_tablet_waits_for_its_author(ward: Ward, new: str, create: str) -> None:
    tablet = ward.client(ward.alice, tablet=True)
    data = tablet.fill(new, create, **FIELDS)
    ward.clock.tick(timedelta(seconds=121))
    page = tablet.post(create, data, headers={"Referer": f"{ORIGIN}{new}"})
    assert page.status == 401
    assert f"/tablet?next={quote(new, safe='')}" in page.links()
    assert page.response.headers["Huddle-Lock"] == "1"
    assert "Your text is kept" in page.text
    assert FIELDS["text"] not in page.text
    assert queries.unsettled(ward.unit_id) == []
    assert FIELDS["text"] in ward.client(ward.alice, tablet=True).get(new).text


def test_autosave_counts_as_use_and_a_poll_does_not(ward: Ward, new: str, create: str) -> None:
    tablet = ward.client(ward.alice, tablet=True)
    data = tablet.fill(new, create, text="Half a sen")
    for _ in range(3):
        ward.clock.tick(timedelta(seconds=100))
        assert tablet.post("/drafts", data | {"_op": str(uuid4())}, script=True).status == 200
    ward.clock.tick(timedelta(seconds=121))
    assert tablet.get(new).status == 303


SITES = [
    ({"Sec-Fetch-Site": "same-origin", "Origin": ORIGIN}, True),
    ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://evil.example"}, False),
    ({"Sec-Fetch-Site": "same-site", "Origin": "http://sibling.localhost"}, False),
    ({"Sec-Fetch-Site": "none", "Origin": ORIGIN}, False),
    ({"Origin": ORIGIN}, True),
    ({"Origin": "http://evil.example"}, False),
    ({"Origin": "http://localhost:81"}, False),
    ({"Origin": "null"}, False),
    ({"Origin": ""}, False),
]


@pytest.mark.parametrize(("headers", "taken"), SITES)
def test_a_change_is_taken_only_from_our_own_pages(
    ward: Ward, new: str, create: str, headers: dict[str, str], taken: bool
) -> None:
    client = ward.client(ward.bob)
    page = client.post(create, client.fill(new, create, **FIELDS), headers=headers)
    assert page.status == (303 if taken else 403)
    assert len(queries.unsettled(ward.unit_id)) == taken
