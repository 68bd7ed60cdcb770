"""Screens of action items, as people of each kind meet them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from huddle.actions import queries
from huddle.actions.forms.items import colleagues
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, SourceKind
from huddle.core.actor import Actor, UnitRole
from huddle.units.queries import Person
from huddle.units.rules import GuestRole
from tests.actions.test_service import TODAY, finished, opened
from tests.concerns.test_service import raised_by
from tests.support.client import Page
from tests.support.ward import Ward


def base(ward: Ward) -> str:
    return f"/units/{ward.unit_id}/action-items"


def page_of(ward: Ward, item_id: UUID) -> str:
    return f"{base(ward)}/{item_id}"


def open_one(ward: Ward, actor: Actor, *, query: str = "", **fields: Any) -> Page:
    filled = {
        "title": "Move the chair to bay 2",
        "owner_id": str(ward.bob.user_id),
        "due_in": "week",
    } | fields
    return ward.client(actor).submit(f"{base(ward)}/new{query}", base(ward), **filled)


def press(ward: Ward, actor: Actor, item: ActionItem, what: str, **fields: Any) -> Page:
    show = page_of(ward, item.id)
    return ward.client(actor).submit(show, f"{show}/{what}", **fields)


GETS = ["", "/new", "/{item}"]
POSTS = [
    "",
    "/{item}/completion",
    "/{item}/reopening",
    "/{item}/due-date",
    "/{item}/owner",
    "/{item}/dropping",
]


@pytest.mark.parametrize("path", GETS)
def test_signed_out_people_are_sent_to_sign_in(ward: Ward, path: str) -> None:
    page = ward.anonymous().get(base(ward) + path.format(item=uuid4()))
    assert page.status == 303
    assert (page.location or "").startswith("/sign-in?next=")


@pytest.mark.parametrize("path", GETS)
def test_another_units_people_find_nothing(ward: Ward, path: str) -> None:
    item = opened(ward)
    for outsider in (ward.charlie, ward.dana, ward.quinn):
        page = ward.client(outsider).get(base(ward) + path.format(item=item.id))
        assert page.status == 404
        assert "chair" not in page.text


@pytest.mark.parametrize("path", POSTS)
def test_another_units_people_change_nothing(ward: Ward, path: str) -> None:
    item = opened(ward)
    url = base(ward) + path.format(item=item.id)
    assert ward.client(ward.charlie).post(url, {"_op": str(uuid4())}).status == 404
    assert ward.anonymous().post(url, {"_op": str(uuid4())}).status == 401
    assert queries.get(ward.unit_id, item.id).version == 1


def test_a_nurse_writes_a_promise_down_without_javascript(ward: Ward) -> None:
    page = open_one(ward, ward.bob)
    [item] = queries.open_items(ward.unit_id)
    assert (page.status, page.location) == (303, page_of(ward, item.id))
    assert (item.due_on, item.source_kind, item.owner_id) == (
        date(2026, 11, 23),
        SourceKind.MANUAL,
        ward.bob.user_id,
    )


def test_the_script_is_told_the_operation_and_where_to_go(ward: Ward) -> None:
    client = ward.client(ward.bob)
    fields = {"title": "Move it", "owner_id": str(ward.bob.user_id), "due_in": "today"}
    data = client.fill(f"{base(ward)}/new", base(ward), **fields)
    first, second = (client.post(base(ward), data, script=True) for _ in range(2))
    assert first.response.headers["Huddle-Operation"] == data["_op"][0]
    assert first.json["location"] == second.json["location"]
    assert len(queries.open_items(ward.unit_id)) == 1


def test_a_day_of_its_own_counts_instead_of_the_usual_ones(ward: Ward) -> None:
    open_one(ward, ward.bob, due_on="2026-12-03")
    assert queries.open_items(ward.unit_id)[0].due_on == date(2026, 12, 3)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"title": ""}, "starting with a verb"),
        ({"title": "x" * 101}, "Use at most 100 letters"),
        ({"title": "one\x00two"}, "was taken out"),
        ({"owner_id": ""}, "Choose one person."),
        ({"owner_id": str(uuid4())}, "Choose one of these"),
        ({"due_in": None}, "Choose by when."),
        ({"due_in": "never"}, "Choose one of these"),
        ({"due_on": "31/12/2026"}, "Choose a day"),
        ({"due_on": "2026-11-15"}, "Choose today or a later day."),
        ({"due_on": "2028-01-01"}, "within the next year"),
    ],
)
def test_bad_input_gets_a_sentence_and_loses_nothing(ward: Ward, fields: dict[str, Any], message: str) -> None:
    page = open_one(ward, ward.bob, **fields)
    assert page.status == 422
    assert message in page.text
    assert "autofocus" in page.body, "where no script does it, the browser goes to the reasons"
    assert fields.get("title", "Move the chair to bay 2").replace("\x00", "") in page.body
    assert queries.open_items(ward.unit_id) == []


def test_who_is_here_for_this_shift_alone_is_offered_as_that() -> None:
    people = [
        Person(UUID(int=1), "Ana Silva", UnitRole.STAFF),
        Person(UUID(int=2), "Wren Cole", UnitRole.STAFF, guest_role=GuestRole.NURSE),
    ]
    assert [words for _, words in colleagues(people)] == [
        "Choose one person",
        "Ana Silva",
        "Wren Cole, here for this shift",
    ]


@pytest.mark.parametrize("title", ["Fetch 🛏️ — naïve café", "انقل الكرسي", "<script>alert(1)</script> & 'x'"])
def test_any_script_and_any_sign_come_back_as_typed(ward: Ward, title: str) -> None:
    open_one(ward, ward.bob, title=title)
    assert queries.open_items(ward.unit_id)[0].title == title
    assert title in ward.client(ward.bob).get(base(ward)).text


def test_an_item_from_a_concern_leads_back_to_it(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    page = open_one(ward, ward.bob, query=f"?from=concern:{concern.id}")
    [item] = queries.for_source(SourceKind.CONCERN, concern.id)
    assert page.location == page_of(ward, item.id)
    url = f"/units/{ward.unit_id}/concerns/{concern.id}"
    assert url in ward.client(ward.alice).get(page_of(ward, item.id)).links()
    finished(ward, item)
    done = ward.client(ward.bob).get(page_of(ward, item.id))
    assert "Tell whoever raised the concern" in done.text


@pytest.mark.parametrize(
    "source", ["concern:{other}", "concern:nonsense", "weather:{concern}", "manual:{concern}", "x"]
)
def test_a_source_that_is_not_there_is_not_taken(ward: Ward, source: str) -> None:
    concern = raised_by(ward, ward.bob)
    wanted = source.format(other=uuid4(), concern=concern.id)
    assert ward.client(ward.bob).get(f"{base(ward)}/new?from={wanted}").status == 404


def test_the_source_cannot_be_changed_on_the_way(ward: Ward) -> None:
    mine, other = raised_by(ward, ward.bob), raised_by(ward, ward.alice)
    page = open_one(ward, ward.bob, query=f"?from=concern:{mine.id}", source=f"concern:{other.id}")
    assert page.status == 409
    assert queries.open_items(ward.unit_id) == []
    assert "Move the chair to bay 2" in page.text


def test_done_is_one_tap_and_can_be_taken_back(ward: Ward) -> None:
    item = opened(ward)
    assert press(ward, ward.bob, item, "completion").status == 303
    assert queries.get(ward.unit_id, item.id).status is ActionStatus.DONE
    assert press(ward, ward.bob, item, "reopening").location == page_of(ward, item.id)
    assert queries.get(ward.unit_id, item.id).status is ActionStatus.OPEN


def test_after_a_day_done_offers_no_way_back(ward: Ward) -> None:
    item = finished(ward, opened(ward))
    show = page_of(ward, item.id)
    late = ward.client(ward.bob).fill(show, f"{show}/reopening")
    ward.clock.tick(timedelta(hours=25))
    client = ward.client(ward.bob)
    assert "not done after all" not in client.get(show).text
    page = client.post(f"{show}/reopening", late)
    assert page.status == 409
    assert queries.get(ward.unit_id, item.id).status is ActionStatus.DONE


def test_a_colleague_is_told_why_not_and_offered_to_take_it(ward: Ward) -> None:
    item = opened(ward, owner=ward.alice)
    page = ward.client(ward.bob).get(page_of(ward, item.id))
    assert "Its owner, a charge nurse or the manager can do this." in page.text
    assert press(ward, ward.bob, item, "owner").status == 303
    assert queries.get(ward.unit_id, item.id).owner_id == ward.bob.user_id


def test_staff_cannot_change_anothers_item_by_a_form_opened_before(ward: Ward) -> None:
    item = opened(ward)
    show = page_of(ward, item.id)
    client = ward.client(ward.bob)
    opened_before = client.fill(show, f"{show}/completion", note="Moved it")
    press(ward, ward.alice, item, "owner", owner_id=str(ward.alice.user_id))
    page = client.post(f"{show}/completion", opened_before)
    assert page.status == 403
    assert "You can take it over first." in page.text
    assert "Moved it" in page.text


def test_what_a_colleague_finished_meanwhile_is_not_finished_twice(ward: Ward) -> None:
    item = opened(ward)
    show = page_of(ward, item.id)
    client = ward.client(ward.bob)
    late = client.fill(show, f"{show}/completion", note="It stands by the lift")
    press(ward, ward.alice, item, "completion")
    page = client.post(f"{show}/completion", late)
    assert page.status == 409
    assert "done already" in page.text
    assert "It stands by the lift" in page.text


def test_a_moved_date_keeps_the_first_one_beside_it(ward: Ward) -> None:
    item = opened(ward)
    assert press(ward, ward.bob, item, "due-date", due_in="week").status == 303
    page = ward.client(ward.bob).get(page_of(ward, item.id))
    assert "first date today" in page.text
    assert "moved the date from today to 23 Nov" in page.text
    refused = press(ward, ward.bob, item, "due-date", due_on="2020-01-01")
    assert refused.status == 422
    assert "Choose today or a later day." in refused.text


@pytest.mark.parametrize(
    ("what", "chosen"),
    [
        ("due-date", {"due_on": "2026-12-24", "why": "The part is on order."}),
        ("owner", {"owner_id": "alice"}),
        ("dropping", {"reason": "The wall cannot hold it."}),
    ],
)
def test_what_a_colleague_changed_meanwhile_is_shown_before_anything_is_changed_again(
    ward: Ward, what: str, chosen: dict[str, str]
) -> None:
    item = opened(ward)
    press(ward, ward.bob, item, "due-date", due_in="week")
    show = page_of(ward, item.id)
    chosen = {name: str(ward.alice.user_id) if value == "alice" else value for name, value in chosen.items()}
    alice = ward.client(ward.alice)
    data = alice.fill(show, f"{show}/{what}", **chosen)
    assert press(ward, ward.maria, item, "due-date", due_on="2026-12-01", why="Late").status == 303
    page = alice.post(f"{show}/{what}", data)
    assert page.status == 409
    assert "Somebody changed this while you were choosing" in page.text
    assert "1 Dec" in page.text
    again = page.form(f"{show}/{what}")
    assert {name: again[name] for name in chosen} == {name: [value] for name, value in chosen.items()}
    stored = queries.get(ward.unit_id, item.id)
    assert (stored.due_on, stored.owner_id, stored.status) == (date(2026, 12, 1), item.owner_id, ActionStatus.OPEN)
    assert alice.post(f"{show}/{what}", again).status == 303


def test_a_form_mended_after_an_error_is_taken_at_once_and_blames_no_colleague(ward: Ward) -> None:
    item = opened(ward)
    assert press(ward, ward.bob, item, "due-date", due_in="week").status == 303
    page, path = press(ward, ward.bob, item, "dropping", reason=""), f"{page_of(ward, item.id)}/dropping"
    mended = page.form(path) | {"reason": ["The wall cannot hold it."]}
    assert press(ward, ward.maria, item, "due-date", due_on="2026-12-01", why="Late").status == 303
    assert "Somebody changed this while you were choosing" in ward.client(ward.bob).post(path, mended).text
    page = press(ward, ward.bob, item, "dropping", reason="")
    assert ward.client(ward.bob).post(path, page.form(path) | {"reason": ["No wall for it."]}).status == 303


def test_dropping_tells_the_unit_why(ward: Ward) -> None:
    item = opened(ward)
    assert press(ward, ward.bob, item, "dropping", reason="").status == 422
    assert press(ward, ward.bob, item, "dropping", reason="The wall cannot hold it.").status == 303
    assert "The wall cannot hold it." in ward.client(ward.alice).get(page_of(ward, item.id)).text


def test_a_leader_hands_it_to_a_colleague(ward: Ward) -> None:
    item = opened(ward)
    assert press(ward, ward.maria, item, "owner", owner_id=str(ward.alice.user_id)).status == 303
    same = press(ward, ward.maria, item, "owner", owner_id=str(ward.alice.user_id))
    assert same.status == 422
    assert "has it already" in same.text


def test_the_list_says_numbers_with_what_they_are_out_of(ward: Ward) -> None:
    for number in range(3):
        item = opened(ward, title=f"Promise {number}")
        if number:
            finished(ward, item)
    ward.clock.tick(timedelta(days=2))
    page = ward.client(ward.bob).get(base(ward))
    assert "Of 3 due in the last 30 days, 2 are done, 2 by the first date." in page.text
    assert "Overdue 2 days" in page.text
    assert "%" not in page.text


def test_an_empty_list_is_kind(ward: Ward) -> None:
    assert "Nothing is open." in ward.client(ward.bob).get(base(ward)).text


def test_htmx_gets_the_list_alone_and_mine_is_mine_without_figures(ward: Ward) -> None:
    opened(ward, title="For Bob")
    finished(ward, opened(ward, title="For Alice, done", owner=ward.alice), by=ward.alice)
    opened(ward, title="For Alice", owner=ward.alice, due_on=TODAY + timedelta(days=20))
    page = ward.client(ward.alice).get(f"{base(ward)}?show=mine", htmx=True)
    assert page.status == 200
    assert "<html" not in page.body
    assert 'id="action-list"' in page.body
    assert "For Alice" in page.text
    assert "For Bob" not in page.text
    assert "last 30 days" not in page.text
