"""Lists of action items as people of each kind meet them: one tap, two taps, and what they find."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from huddle.actions import queries
from huddle.actions import service as actions
from huddle.actions.models import ActionItem
from huddle.actions.queries import lists
from huddle.actions.rules import UNFINISHED, ActionStatus, EventKind, SourceKind
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.notifications import queries as notifications
from huddle.notifications.rules import NoticeKind
from huddle.reviews import service as reviews
from huddle.reviews.rules import FOUR_QUESTIONS, ReviewFormat
from huddle.units import levels, people
from huddle.units import queries as units
from tests.actions.states import item_in
from tests.actions.states import step as take_step
from tests.actions.test_lists import LAYOUT, going, improving, stuck
from tests.actions.test_routes import base
from tests.actions.test_service import TODAY, finished, kinds, opened
from tests.concerns.support import level, receiver
from tests.support.client import Page
from tests.support.ward import Ward
from tests.tiers.support import url as level_page


def tap(ward: Ward, actor: Actor, item: ActionItem, step: str, page: str = "", **more: Any) -> Page:
    """One button of the card on the unit's list, or on another page."""
    client = ward.client(actor)
    return client.submit(page or base(ward), f"{base(ward)}/{item.id}/steps", step=step, **more)


def status(ward: Ward, item: ActionItem) -> ActionStatus:
    return queries.get(ward.unit_id, item.id).status


def test_done_is_one_tap_and_the_bar_above_the_list_takes_it_back(ward: Ward) -> None:
    item = opened(ward)
    page = tap(ward, ward.bob, item, "done")
    assert (page.status, status(ward, item)) == (303, ActionStatus.DONE)
    listed = ward.client(ward.bob).get(page.location or "")
    assert 'id="undo"' in listed.body
    assert tap(ward, ward.bob, item, "undo", page.location or "").status == 303
    assert status(ward, item) is ActionStatus.OPEN
    assert 'id="undo"' not in ward.client(ward.bob).get(page.location or "").body


def test_an_improvement_starts_goes_on_and_gets_stuck_from_its_card(ward: Ward) -> None:
    item = stuck(ward)
    assert tap(ward, ward.bob, item, "go_on").status == 303
    assert status(ward, item) is ActionStatus.IN_PROGRESS
    way = f"{base(ward)}/{item.id}/in-the-way"
    assert f"{base(ward)}/{item.id}/blocker" in ward.client(ward.bob).get(way).links()
    assert ward.client(ward.bob).submit(way, way, blocker="estates").status == 303
    assert status(ward, item) is ActionStatus.STUCK
    assert "Buy a rail Stuck Due" in ward.client(ward.maria).get("/action-items/waiting").text
    assert tap(ward, ward.bob, item, "ask_above").status == 303
    assert status(ward, item) is ActionStatus.ESCALATED
    [answer] = {link for link in ward.client(ward.maria).get("/action-items/waiting").links() if "/levels/" in link}
    assert ward.client(ward.maria).get(answer).status == 200


def test_two_taps_hand_it_to_a_colleague(ward: Ward) -> None:
    item = opened(ward)
    pick = f"{base(ward)}/{item.id}/next-owner"
    assert "Maria Moreno" in ward.client(ward.bob).get(pick).text
    page = ward.client(ward.bob).submit(pick, pick, owner_id=str(ward.maria.user_id))
    assert page.status == 303
    assert queries.get(ward.unit_id, item.id).owner_id == ward.maria.user_id
    assert "You cannot hand this over." in ward.client(ward.bob).get(pick).text


def test_done_by_two_who_did_not_see_each_other_is_in_the_history_twice(ward: Ward) -> None:
    item = opened(ward)
    unseen = ward.client(ward.alice)
    filled = unseen.fill(base(ward), f"{base(ward)}/{item.id}/steps", step="done")
    finished(ward, item)
    page = unseen.post(f"{base(ward)}/{item.id}/steps", filled)
    assert page.status == 303
    assert "A colleague had marked it done already." in unseen.get(page.location or "").text
    assert kinds(item) == [EventKind.OPENED, EventKind.DONE, EventKind.DONE]
    assert queries.get(ward.unit_id, item.id).done_by == ward.bob.user_id


def test_what_somebody_else_changed_meanwhile_is_shown_first(ward: Ward) -> None:
    item = going(ward)
    late = ward.client(ward.bob)
    filled = late.fill(base(ward), f"{base(ward)}/{item.id}/steps", step="done")
    tap(ward, ward.bob, going(ward, "Another"), "done")
    assert late.post(f"{base(ward)}/{item.id}/steps", filled).status == 303
    again = late.fill(base(ward), f"{base(ward)}/{item.id}/steps", step="undo")
    tap(ward, ward.alice, item, "undo")
    page = late.post(f"{base(ward)}/{item.id}/steps", again)
    assert page.status == 409
    assert "Somebody changed this" in page.text


@pytest.mark.parametrize("step", ["", "drop", "\x00", "done; drop table"])
def test_a_tap_that_no_card_offers_changes_nothing(ward: Ward, step: str) -> None:
    item = opened(ward)
    assert tap(ward, ward.bob, item, step).status == 422
    assert status(ward, item) is ActionStatus.OPEN


def test_who_may_not_change_it_takes_it_on_and_nothing_else(ward: Ward) -> None:
    item = opened(ward, owner=ward.alice)
    assert tap(ward, ward.bob, item, "done").status == 403
    assert tap(ward, ward.bob, item, "take").status == 303
    assert queries.get(ward.unit_id, item.id).owner_id == ward.bob.user_id


def test_each_filter_shows_its_own_and_has_words_of_its_own_when_empty(ward: Ward) -> None:
    words = {"mine", "overdue", "waiting", "to-verify", "huddle", "review", "check-in"}
    empty = {each: ward.client(ward.bob).get(f"{base(ward)}?show={each}").text for each in words}
    assert len(set(empty.values())) == len(words)
    stuck(ward, "Stuck one")
    opened(ward, title="Of Alice", owner=ward.alice)
    finished(ward, going(ward, "Done one"))
    ward.clock.tick(timedelta(days=1))
    shown = {each: ward.client(ward.bob).get(f"{base(ward)}?show={each}", htmx=True).text for each in words}
    assert "Of Alice" not in shown["mine"]
    assert "Of Alice" in shown["overdue"]
    assert "Stuck one" not in shown["overdue"]
    assert "Stuck one" in shown["waiting"]
    assert "Done one" in shown["to-verify"]
    assert "Nothing came of a review." in shown["review"]


def test_mine_has_what_i_am_asked_what_i_do_and_what_i_can_verify(ward: Ward) -> None:
    improving(ward, "Asked of Bob")
    going(ward, "Bob does it")
    done = finished(ward, going(ward, "Bob did it"))
    opened(ward, title="Alice's own", owner=ward.alice, by=ward.alice)
    mine = ward.client(ward.bob).get("/action-items/mine").text
    assert [mine.index(words) for words in ("Asked of you", "To do", "Done, waits")] == sorted(
        mine.index(words) for words in ("Asked of you", "To do", "Done, waits")
    )
    assert "Alice's own" not in mine
    assert f"Look and verify : {done.title}" in ward.client(ward.alice).get("/action-items/mine").text
    assert "You have nothing to do here." in ward.client(ward.charlie).get("/action-items/mine").text


def test_what_is_done_before_anybody_said_how_it_is_seen_waits_for_its_owner(ward: Ward) -> None:
    item = improving(ward)
    take_step(ward, item, "finish")
    words = f"Say how you will know : {item.title}"

    def offers(actor: Actor, page: str) -> tuple[bool, bool]:
        text = ward.client(actor).get(page).text
        return words in text, "Look and verify" in text

    assert offers(ward.bob, "/action-items/mine") == (True, False)
    assert offers(ward.maria, "/action-items/waiting") == (True, False)
    assert offers(ward.alice, f"{base(ward)}?show=to-verify") == (False, False)
    kinds_told = [notice.kind for notice in notifications.unseen(ward.alice.person_id, ward.now)]
    with transaction():
        actions.plan(item, LAYOUT, actor=ward.bob, now=ward.now)
    assert offers(ward.alice, f"{base(ward)}?show=to-verify") == (False, True)
    assert (kinds_told, notifications.unseen(ward.alice.person_id, ward.now)[0].kind) == ([], NoticeKind.TO_VERIFY)


def test_the_worst_waits_on_the_first_page_after_signing_in_and_its_answer_one_click_further(ward: Ward) -> None:
    improving(ward, "Not so bad")
    worst = stuck(ward, "Buy a rail")
    ward.clock.tick(timedelta(days=4))
    board = ward.client(ward.maria).get(f"/units/{ward.unit_id}/board")
    assert f"{base(ward)}/{worst.id}" in board.links()
    assert "Waits on you: stuck" in board.text
    assert "/action-items/waiting" in board.links()
    assert "Waits on you" not in ward.client(ward.bob).get(f"/units/{ward.unit_id}/board").text
    waiting = ward.client(ward.maria).get("/action-items/waiting").text
    assert waiting.index("Buy a rail") < waiting.index("Not so bad")
    page = tap(ward, ward.maria, worst, "go_on", "/action-items/waiting")
    assert page.location == "/action-items/waiting"


def test_board_and_list_ask_from_the_same_day_on_why_nobody_accepted_it(ward: Ward) -> None:
    item = improving(ward, "Buy a rail", owner=ward.maria)

    def says() -> tuple[bool, bool]:
        alice = ward.client(ward.alice)
        board = alice.get(f"/units/{ward.unit_id}/board").text
        return "Waits on you: not accepted yet" in board, "Not accepted yet" in alice.get("/action-items/waiting").text

    ward.clock.tick(timedelta(days=2))
    with transaction():
        actions.hand_over(item, owner_id=ward.bob.person_id, actor=ward.alice, now=ward.now)
    ward.clock.tick(timedelta(days=2))
    assert says() == (False, False)
    ward.clock.tick(timedelta(hours=23))
    assert says() == (True, True), "days are counted, not hours"


def test_quality_leads_alone_read_the_improvements_of_all_units(ward: Ward) -> None:
    stuck(ward, "Buy a rail")
    opened(ward, title="A quick fix")
    page = ward.client(ward.quinn).get("/action-items")
    assert "Buy a rail" in page.text
    assert "A quick fix" not in page.text
    assert "Bob" not in page.text
    assert ward.client(ward.maria).get("/action-items").status == 403
    only = ward.client(ward.quinn).get(f"/action-items?state=verified&unit={uuid4()}&after=x.y.z", htmx=True)
    assert (only.status, "No improvement fits." in only.text) == (200, True)
    ward.clock.tick(timedelta(days=30))
    late = {
        state: ward.client(ward.quinn).get(f"/action-items?overdue=yes&state={state}") for state in ("stuck", "closed")
    }
    assert {state: "Buy a rail" in page.text for state, page in late.items()} == {"stuck": True, "closed": False}


def of_marked_review(ward: Ward, title: str) -> ActionItem:
    """Bob has accepted and begun it; of its review only he and Maria know."""
    with transaction():
        review = reviews.start(
            ward.unit_id, title="A fall", event_on=TODAY, format_=ReviewFormat.AAR, actor=ward.bob, now=ward.now
        )
        reviews.mark(review, reader_id=ward.maria.person_id, actor=ward.bob, now=ward.now)
    return going(ward, title, source=(SourceKind.REVIEW, review.id))


def test_what_goes_on_within_another_one_is_not_named_to_who_may_not_know_of_it(ward: Ward) -> None:
    hidden, stays = of_marked_review(ward, "Told to few"), going(ward, "Buy a rail")
    with transaction():
        actions.merge(hidden, stays.id, actor=ward.maria, now=ward.now)
    words = ward.client(ward.quinn).get("/action-items").text
    assert ("Buy a rail" in words, "Told to few" in words) == (True, False)


def test_a_level_reads_of_a_marked_review_only_where_it_was_asked(ward: Ward) -> None:
    rita = receiver(ward)
    item = of_marked_review(ward, "Told to few")
    for name in ("get_stuck", "ask_above"):
        take_step(ward, item, name)
    above = level_page(level(ward))
    seen = {who.name: ward.client(who).get(above).text for who in (ward.quinn, rita)}
    assert ["Told to few" in words for words in seen.values()] == [False, True]
    page = f"{above}/action-items/{item.id}"
    assert [ward.client(who).get(page).status for who in (ward.quinn, rita)] == [404, 200]
    ways = [set(ward.client(who).get("/action-items/waiting").links()) & {"/levels"} for who in (rita, ward.maria)]
    assert ways == [{"/levels"}, set()], "who works on no unit has no other way on from there"


def test_no_card_has_a_button_that_leads_nowhere(ward: Ward) -> None:
    made = [item_in(ward, status) for status in (*UNFINISHED - {ActionStatus.OPEN}, ActionStatus.DONE_UNVERIFIED)]
    made.append(item_in(ward, ActionStatus.VERIFIED))
    with transaction():
        for item in made:
            item.sponsor_id = ward.quinn.user_id
    ward.clock.tick(timedelta(days=31))
    for reader, words in ((ward.quinn, "Stuck"), (ward.maria, "Say whether it works"), (ward.charlie, "Nothing waits")):
        page = ward.client(reader).get("/action-items/waiting")
        assert words in page.text
        assert not page.find("a", href="")
    assert "Say whether it works" not in ward.client(ward.quinn).get("/action-items/waiting").text
    words = {who.name: ward.client(who).get("/action-items/waiting").text for who in (ward.charlie, ward.dana)}
    assert ["on your units" in text for text in words.values()] == [True, False], "she works on none"


def test_what_did_not_work_or_should_be_different_is_answered_from_its_card(ward: Ward) -> None:
    failed, other = item_in(ward, ActionStatus.NOT_EFFECTIVE), item_in(ward, ActionStatus.PROPOSED)
    with transaction():
        actions.suggest_change(other, note="By the window", actor=ward.bob, now=ward.now)
    ways = {again := f"{base(ward)}/{failed.id}/second-try", f"{base(ward)}/{other.id}/wording"}
    assert ways & set(ward.client(ward.maria).get("/action-items/waiting").links()) == ways
    assert ways & set(ward.client(ward.bob).get("/action-items/mine").links()) == {again}


def test_lists_ask_no_more_the_more_units_there_are(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    here, there = stuck(ward, "Buy a rail"), stuck(ward, "Buy a meter")
    with transaction():
        there.unit_id = ward.other_unit_id
        there.sponsor_id = here.sponsor_id = ward.quinn.user_id
    asked: list[str] = []
    for module, name in ((levels, "every"), (units, "members_of"), (units, "people"), (lists, "asked_since")):
        monkeypatch.setattr(module, name, counted(asked, getattr(module, name)))
    waiting = ward.client(ward.quinn).get("/action-items/waiting").text
    assert ("Buy a rail" in waiting, "Buy a meter" in waiting) == (True, True)
    assert sorted(asked) == ["asked_since", "every", "every", "members_of"], "once to find them, once for the cards"
    asked.clear()
    assert "Buy a meter" in ward.client(ward.quinn).get("/action-items").text
    assert asked == []


def counted(asked: list[str], function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, which leaves its name whenever it is called."""

    def called(*args: Any, **kwargs: Any) -> Any:
        asked.append(function.__name__)
        return function(*args, **kwargs)

    return called


def test_everything_of_somebody_goes_to_one_person_or_one_by_one_or_not_at_all(ward: Ward) -> None:
    quick, better = opened(ward, title="A quick fix"), going(ward, "Hang a meter")
    page = f"{base(ward)}/of/{ward.bob.user_id}"
    boss = ward.client(ward.maria)
    assert "2 action items, 1 of them an improvement" in boss.get(page).text
    assert boss.submit(page, page).status == 422
    refused = boss.submit(page, page, **{f"to_{quick.id.hex}": str(ward.alice.user_id)})
    assert (refused.status, queries.get(ward.unit_id, quick.id).owner_id) == (422, ward.bob.user_id)
    chosen = {"to_all": str(ward.maria.user_id), f"to_{quick.id.hex}": str(ward.alice.user_id)}
    filled = boss.fill(page, page, **chosen)
    assert boss.post(page, filled).status == boss.post(page, filled).status == 303
    assert queries.get(ward.unit_id, quick.id).owner_id == ward.alice.user_id
    assert queries.get(ward.unit_id, better.id).owner_id == ward.maria.user_id
    assert kinds(quick) == [EventKind.OPENED, EventKind.HANDED_OVER]
    assert ward.client(ward.bob).get(page).status == 403


def test_what_changed_since_the_page_was_opened_is_not_handed_over_unseen(ward: Ward) -> None:
    opened(ward)
    page = f"{base(ward)}/of/{ward.bob.user_id}"
    boss = ward.client(ward.maria)
    filled = boss.fill(page, page, to_all=str(ward.alice.user_id))
    opened(ward, title="Written since")
    assert boss.post(page, filled).status == 409
    assert len(queries.of_owner(ward.bob.person_id)) == 2


def test_what_somebody_left_behind_waits_on_the_manager(ward: Ward) -> None:
    opened(ward, due_on=TODAY + timedelta(days=20))
    with transaction():
        people.end_membership(ward.unit_id, ward.bob.person_id, actor=ward.dana, now=ward.now)
    page = ward.client(ward.maria).get("/action-items/waiting")
    assert "Its owner has left" in page.text
    assert f"{base(ward)}/of/{ward.bob.user_id}" in page.links()


def ask_coach(ward: Ward, actor: Actor, **typed: str) -> Page:
    return ward.client(actor).post(f"{base(ward)}/coaching", {"title": "", "source": ""} | typed, htmx=True)


def test_the_coach_answers_while_somebody_types_and_again_after_saving(ward: Ward) -> None:
    typed = ask_coach(ward, ward.bob, title="Remind staff about the chair")
    assert "This works only while somebody remembers it." in typed.text
    assert ask_coach(ward, ward.bob, title="Move the chair to bay 2").body.strip() == ""
    client = ward.client(ward.bob)
    saved = client.submit(
        f"{base(ward)}/new", base(ward), title="Remind staff about the chair", near=str(ward.bob.user_id), due_in="week"
    )
    assert saved.status == 303
    assert "This works only" in client.get(saved.location or "").text
    assert "This works only" not in ward.client(ward.alice).get(saved.location or "").text


def test_the_same_theme_points_at_what_was_decided_then(ward: Ward) -> None:
    known: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
    with transaction():
        review = reviews.start(
            ward.unit_id, title="Bariatric chair not found", event_on=TODAY, format_=ReviewFormat.AAR, **known
        )
        for question in FOUR_QUESTIONS:
            reviews.answer(review, question, text="The bariatric chair was away.", **known)
        reviews.promise(review, title="Mark its place", owner_id=ward.alice.person_id, due_on=TODAY, **known)
        reviews.publish(review, **known)
    said = ask_coach(ward, ward.bob, title="Move the bariatric chair").text
    assert "This came up before (today):" in said
    assert "Then you decided Mark its place : accepted" in said
    ward.clock.tick(timedelta(days=91))
    assert "This came up" not in ask_coach(ward, ward.bob, title="Move the bariatric chair").body


def test_the_fourth_item_of_one_review_is_asked_whether_it_can_wait(ward: Ward) -> None:
    known: dict[str, Any] = {"actor": ward.alice, "now": ward.now}
    with transaction():
        review = reviews.start(ward.unit_id, title="A fall", event_on=TODAY, format_=ReviewFormat.AAR, **known)
    address = f"{base(ward)}/coaching?from=review:{review.id}"
    for number in range(4):
        said = ward.client(ward.alice).post(address, {"title": "Mark its place"}, htmx=True).body
        assert ("3 action items have come of it already." in said) is (number == 3)
        with transaction():
            reviews.promise(
                review,
                title=f"Do {number}",
                owner_id=ward.alice.person_id,
                due_on=TODAY,
                actor=ward.alice,
                now=ward.now,
            )
    page = ward.client(ward.alice).get(f"/units/{ward.unit_id}/reviews/{review.id}/changes")
    assert page.status != 200 or "coaching?from=review:" in page.body
