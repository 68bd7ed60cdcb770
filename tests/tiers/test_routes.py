"""Screens of the levels above the units, as people of each kind meet them."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from huddle.concerns import queries as concerns
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.huddles import service as huddles
from huddle.units.rules import LevelKind
from tests.concerns.support import again, answered_above, in_state, level, raised_by, receiver
from tests.support.ward import Ward
from tests.tiers.support import closed, opened, url

ANSWER = {"outcome": "yes", "answer": "Two bells come on Friday."}


@pytest.fixture
def rita(ward: Ward) -> Actor:
    """She answers for Medicine, the service of 5 West."""
    return receiver(ward)


@pytest.fixture
def base(ward: Ward) -> str:
    """The page of Medicine."""
    return url(level(ward))


@pytest.fixture
def concern(ward: Ward, rita: Actor) -> Concern:
    """One that waits for Rita."""
    return in_state(ward, ConcernStatus.ESCALATED)


@pytest.fixture
def item(base: str, concern: Concern) -> str:
    return f"{base}/concerns/{concern.id}"


def test_signed_out_people_are_sent_to_sign_in(ward: Ward, base: str) -> None:
    for path in ("/levels", base):
        assert (ward.anonymous().get(path).location or "").startswith("/sign-in?next=")


def test_a_level_is_not_there_for_others(ward: Ward, rita: Actor, base: str, item: str) -> None:
    huddle = opened(ward, rita)
    for person in (ward.bob, ward.alice, ward.charlie, ward.dana):
        client = ward.client(person)
        for path in (base, f"{base}/huddles/{huddle.id}", item):
            page = client.get(path)
            assert page.status == 404
            assert "call bell" not in page.text


def test_everybody_finds_their_levels(ward: Ward, rita: Actor) -> None:
    assert "Medicine Service at Riverside, 1 unit" in ward.client(rita).get("/levels").text
    assert "No service, site or organisation is yours." in ward.client(ward.bob).get("/levels").text


def test_the_page_shows_what_came_up_and_how_the_units_stand_and_no_name(ward: Ward, base: str, item: str) -> None:
    for person in (ward.quinn, ward.maria):
        page = ward.client(person).get(base)
        for words in ("Bay 2 has no call bell", "Due today 23:59", "We are blocked", "5 West", "No watchers"):
            assert words in page.text
        assert "Bob" not in ward.client(person).get(item).text
        assert "Alice" not in page.text + ward.client(person).get(item).text


def test_what_is_late_says_so(ward: Ward, rita: Actor, concern: Concern, base: str) -> None:
    ward.clock.tick(timedelta(days=1))
    assert "Was due yesterday 23:59" in ward.client(rita).get(base).text


def test_a_huddle_is_opened_walked_and_closed_without_javascript(ward: Ward, rita: Actor, base: str, item: str) -> None:
    client = ward.client(rita)
    page = client.submit(base, f"{base}/huddles")
    assert page.status == 303
    live = page.location or ""
    assert "15:00" in client.get(live).text
    assert item in client.get(live).links()
    answered = client.submit(item, f"{item}/answer", **ANSWER)
    assert (answered.status, answered.location) == (303, live)
    assert "Settled here" in client.get(live).text
    assert client.submit(live, f"{live}/closing", notes="Bells are short everywhere.").status == 303
    summary = client.get(live).text
    assert "Bells are short everywhere." in summary
    assert "Two bells come on Friday." in summary
    assert concerns.unsettled(ward.unit_id)[0].status is ConcernStatus.ANSWERED


def test_the_answer_is_on_the_board_of_the_unit(ward: Ward, rita: Actor, concern: Concern) -> None:
    board = f"/units/{ward.unit_id}/board"
    alice = ward.client(ward.alice)
    assert "With Medicine, answer due today 23:59" in alice.get(board).text
    answered_above(ward, concern, rita)
    assert "Tell it back" in alice.get(board).text


@pytest.mark.parametrize(
    ("path", "fields", "status", "tier"),
    [
        ("escalation", {"reason": "resource"}, ConcernStatus.ESCALATED, 3),
        ("return", {"why": "Estates change it, call 5-1000."}, ConcernStatus.FIXING_HERE, 1),
        ("answer", ANSWER | {"outcome": "not_now"}, ConcernStatus.ANSWERED, 1),
    ],
)
def test_each_item_is_answered_taken_higher_or_given_back(
    ward: Ward,
    rita: Actor,
    concern: Concern,
    base: str,
    item: str,
    path: str,
    fields: dict[str, str],
    status: ConcernStatus,
    tier: int,
) -> None:
    client = ward.client(rita)
    page = client.submit(item, f"{item}/{path}", **fields)
    assert (page.status, page.location) == (303, base)
    assert (again(concern).status, again(concern).tier) == (status, tier)
    assert client.get(item).status == 200
    assert "Settled here" in client.get(base).text


def test_what_was_given_back_is_told_to_the_unit(ward: Ward, rita: Actor, concern: Concern, item: str) -> None:
    ward.client(rita).submit(item, f"{item}/return", why="Estates change it, call 5-1000.")
    page = ward.client(ward.bob).get(f"/units/{ward.unit_id}/concerns/{concern.id}")
    assert "Medicine gave it back Estates change it, call 5-1000." in page.text


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("answer", {"outcome": "yes", "answer": ""}, "Write one sentence"),
        ("answer", {"answer": "Words"}, "Choose yes, not now or no."),
        ("answer", {"outcome": "fixed", "answer": "Words"}, "Choose one of these"),
        ("answer", {"outcome": "no", "answer": "x" * 241}, "Use at most 240 letters"),
        ("answer", {"outcome": "no", "answer": "one\x00two"}, "was taken out"),
        ("escalation", {}, "Choose the main reason."),
        ("return", {"why": "  "}, "Say in one sentence"),
        ("return", {"why": "x" * 241}, "Use at most 240 letters"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(
    ward: Ward, rita: Actor, concern: Concern, item: str, path: str, fields: dict[str, str], message: str
) -> None:
    page = ward.client(rita).submit(item, f"{item}/{path}", **fields)
    assert page.status == 422
    assert message in page.text
    for name in fields.keys() & {"answer", "why"}:
        assert fields[name].replace("\x00", "").strip() in page.body
    assert again(concern).status is ConcernStatus.ESCALATED


@pytest.mark.parametrize("text", ["🛏️ bed 4 — naïve café", "مريض في الغرفة ٤", "<script>alert(1)</script> & 'x'"])
def test_any_script_and_any_sign_come_back_as_typed(
    ward: Ward, rita: Actor, concern: Concern, item: str, text: str
) -> None:
    ward.client(rita).submit(item, f"{item}/answer", outcome="yes", answer=text)
    assert again(concern).answer == text
    assert text in ward.client(ward.bob).get(f"/units/{ward.unit_id}/concerns/{concern.id}").text


def test_a_manager_holds_it_and_does_not_answer_for_whoever_is_named(ward: Ward, base: str, item: str) -> None:
    maria = ward.client(ward.maria)
    assert maria.submit(base, f"{base}/huddles").status == 303
    page = maria.get(item)
    assert "Only whoever answers for Medicine can do this." in page.text
    assert not [form for form in page.find("form") if (form.get("action") or "").startswith(item)]


def test_two_answer_at_once_and_the_second_is_told(ward: Ward, rita: Actor, concern: Concern, item: str) -> None:
    client = ward.client(rita)
    late = client.fill(item, f"{item}/answer", **ANSWER)
    answered_above(ward, concern, rita)
    page = client.post(f"{item}/answer", late)
    assert page.status == 409
    assert "Two bells come on Friday." in page.text


def test_what_never_came_up_is_not_there(ward: Ward, rita: Actor, concern: Concern, base: str) -> None:
    quiet = raised_by(ward, ward.bob)
    client = ward.client(rita)
    for id_ in (quiet.id, uuid4()):
        assert client.get(f"{base}/concerns/{id_}").status == 404
    elsewhere = url(level(ward, unit_id=ward.other_unit_id))
    assert ward.client(ward.quinn).get(f"{elsewhere}/concerns/{concern.id}").status == 404


def test_a_closed_huddle_is_not_closed_again(ward: Ward, rita: Actor, base: str) -> None:
    huddle = opened(ward, rita)
    live, client = f"{base}/huddles/{huddle.id}", ward.client(rita)
    data = client.fill(live, f"{live}/closing", notes="Words that stay")
    closed(ward, huddle, rita)
    page = client.post(f"{live}/closing", data)
    assert page.status == 409
    assert "Words that stay" in page.text


def test_too_long_notes_stay_in_the_form(ward: Ward, rita: Actor, base: str) -> None:
    live = f"{base}/huddles/{opened(ward, rita).id}"
    page = ward.client(rita).submit(live, f"{live}/closing", notes="x" * 401)
    assert page.status == 422
    assert "Use at most 400 letters" in page.text


def test_a_missed_day_is_explained_without_blame(ward: Ward, rita: Actor, base: str) -> None:
    opened(ward, rita)
    ward.clock.tick(timedelta(days=2))
    client = ward.client(rita)
    assert "No huddle yesterday" in client.get(base).text
    assert client.submit(base, f"{base}/missed").status == 422
    assert client.submit(base, f"{base}/missed", reason="emergency").status == 303
    page = client.get(base)
    assert "No huddle yesterday" not in page.text
    assert "Emergency" in page.text
    assert client.post(f"{base}/missed", {"held_on": "yesterday"}).status == 409


def test_a_page_speaks_in_the_time_zone_of_its_level(ward: Ward) -> None:
    harbour = level(ward, unit_id=ward.other_unit_id)
    opened(ward, ward.quinn, harbour)
    ward.clock.tick(timedelta(days=1))
    page = ward.client(ward.quinn).get(url(harbour))
    assert "Shown 02:05" in page.text
    [huddle] = [link for link in page.links() if "/huddles/" in link]
    assert "yesterday 02:05" not in ward.client(ward.quinn).get(url(level(ward))).text
    assert ward.client(ward.quinn).get(huddle).status == 200


def test_the_units_say_how_many_are_missing_and_how_heavy_it_is(ward: Ward) -> None:
    with transaction():
        huddle = huddles.open_scheduled(ward.unit_id, actor=ward.alice, now=ward.now)
        huddle.counts = {"planned": {"nurse": 5}, "chosen": {"load": "unsafe"}}
        huddle.attendance = {"nurse": 3}
    text = ward.client(ward.quinn).get(url(level(ward))).text
    assert "fewer than planned" not in text, "these are the numbers of the huddle before"
    assert "Workload: not safe" in text
    with transaction():
        huddle.counts = huddle.counts | {"counted": True}
    assert "2 fewer than planned" in ward.client(ward.quinn).get(url(level(ward))).text


def test_the_site_and_the_organisation_have_pages_too(ward: Ward) -> None:
    for kind in (LevelKind.SITE, LevelKind.ORGANISATION):
        assert ward.client(ward.quinn).get(url(level(ward, kind))).status == 200
