"""For you: what waits for one person, and what became of what they raised. Nobody else sees it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from huddle.actions import service as actions
from huddle.actions.rules import SourceKind
from huddle.concerns import queries as concern_queries
from huddle.concerns import service as concerns
from huddle.concerns.rules import Harm, Outcome, Reason
from huddle.core import drafts
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.today import mine
from huddle.units import levels
from huddle.units.models import Service, Unit
from tests.actions.states import proposed
from tests.handoffs.test_service import sent
from tests.support.ward import Ward
from tests.today.test_routes import board_of, raise_one


def for_you(ward: Ward, person: Actor) -> str:
    """The words of the section; nothing when there is none."""
    found = ward.client(person).get(board_of(ward)).find("section", id="for-you")
    return " ".join(" ".join(found[0].itertext()).split()) if found else ""


def answered(ward: Ward) -> UUID:
    """A concern of Bob's that Alice has answered."""
    raise_one(ward)
    with transaction():
        concern = concern_queries.unsettled(ward.unit_id)[0]
        concerns.answer(concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=ward.alice, now=ward.now)
    return concern.id


def promised(ward: Ward, owner: Actor, title: str = "Order a bell", days: int = 0) -> UUID:
    with transaction():
        item = actions.open_item(
            ward.unit_id,
            title=title,
            owner_id=owner.person_id,
            due_on=ward.now.date() + timedelta(days=days),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            actor=ward.alice,
            now=ward.now,
        )
    return item.id


def test_nothing_for_somebody_is_no_box_at_all(ward: Ward) -> None:
    assert for_you(ward, ward.bob) == ""


def test_each_person_sees_their_own_lines_only(ward: Ward) -> None:
    sent(ward, ward.alice, to=ward.bob)
    promised(ward, ward.bob)
    assert "MK 4821, bed 12 Waits for you, sent 07:05" in for_you(ward, ward.bob)
    assert "Order a bell You promised it, due today" in for_you(ward, ward.bob)
    assert for_you(ward, ward.maria) == ""


def test_what_somebody_is_asked_to_take_on_is_no_promise_yet(ward: Ward) -> None:
    proposed(ward, days=0)
    assert "Say phone orders back You are asked to take it on, due today" in for_you(ward, ward.bob)
    going = ward.client(ward.bob).get(f"/units/{ward.unit_id}/before-you-go")
    assert "you are asked to take it on, due" in going.text


def test_an_answer_is_read_with_one_tap_on_the_board(ward: Ward) -> None:
    concern_id = answered(ward)
    ward.clock.tick(timedelta(days=2))
    words = for_you(ward, ward.bob)
    assert "You said: Bay 2 has no call bell" in words
    assert "Said on Monday, fixed on Monday: A new bell is in." in words
    client, reading = ward.client(ward.bob), f"/units/{ward.unit_id}/concerns/{concern_id}/reading"
    fields = client.fill(board_of(ward), reading)
    done = client.post(reading, fields, headers={"Referer": f"http://localhost{board_of(ward)}"})
    assert (done.status, done.location) == (303, board_of(ward))
    assert for_you(ward, ward.bob) == ""
    assert "A new bell is in." in client.get(board_of(ward)).text, "the unit reads it too"


def test_a_promise_that_is_due_later_waits_elsewhere(ward: Ward) -> None:
    promised(ward, ward.bob, days=3)
    assert "Order a bell" not in for_you(ward, ward.bob)
    ward.clock.tick(timedelta(days=4))
    assert "was due yesterday" in for_you(ward, ward.bob)


def test_what_was_picked_up_and_what_was_asked_of_somebody_above(ward: Ward) -> None:
    raise_one(ward)
    with transaction():
        concern = concern_queries.unsettled(ward.unit_id)[0]
        concerns.pick_up(concern, harm=Harm.COULD, immediate_fix="", actor=ward.alice, now=ward.now)
    assert "You picked this up. What became of it?" in for_you(ward, ward.alice)
    level = levels.of_tier(ward.unit_id, 2)
    with transaction():
        db.session.get_one(Service, level.id).receiver_id = ward.maria.person_id
        concerns.escalate(
            concern,
            tier=2,
            reason=Reason.BLOCKED,
            harm=Harm.COULD,
            immediate_fix="",
            actor=ward.alice,
            now=ward.now,
        )
    assert "Bay 2 has no call bell Asked of you, answer due today 23:59" in for_you(ward, ward.maria)
    assert for_you(ward, ward.alice) == ""
    page = ward.client(ward.maria).get(board_of(ward))
    [link] = [link for link in page.links() if link.startswith("/levels/")]
    assert ward.client(ward.maria).get(link).status == 200
    with transaction():
        db.session.get_one(Unit, ward.unit_id).active = False
    assert mine.asked_above(ward.maria.person_id).read() == [], "its level does not show a closed unit either"


def test_text_that_was_not_sent_leads_back_to_its_form(ward: Ward) -> None:
    source = sent(ward, ward.alice, to=ward.bob)
    for form, about in (
        ("concern.raise", str(ward.unit_id)),
        ("handoff.send", f"{ward.unit_id}:{source.id}"),
        ("recognition.thank", str(ward.unit_id)),
        ("concern.raise", str(ward.other_unit_id)),
    ):
        with transaction():
            drafts.save(drafts.Place(ward.maria.person_id, form, about, "1"), {}, version=0, now=ward.now)
    page = ward.client(ward.maria).get(board_of(ward))
    base = f"/units/{ward.unit_id}"
    for address in (f"{base}/concerns/new", f"{base}/handoffs/new?from={source.id}", f"{base}/before-you-go"):
        assert address in page.links()
        assert ward.client(ward.maria).get(address).status == 200
    assert str(ward.other_unit_id) not in page.body


def test_what_was_not_sent_stands_before_news_that_can_wait(ward: Ward) -> None:
    answered(ward)
    with transaction():
        place = drafts.Place(ward.bob.person_id, "handoff.send", str(ward.unit_id), "1")
        drafts.save(place, {}, version=0, now=ward.now)
    words = for_you(ward, ward.bob)
    assert words.index("Handoff not sent yet") < words.index("A new bell is in.")


def test_more_than_a_glance_is_folded(ward: Ward) -> None:
    for number in range(7):
        promised(ward, ward.bob, title=f"Promise {number}")
    page = ward.client(ward.bob).get(board_of(ward))
    [section] = page.find("section", id="for-you")
    folds = [element for element in section.iter() if element.tag.endswith("details")]
    assert "And 4 more" in " ".join(folds[0].itertext())


def test_whoever_worked_the_shift_that_ends_is_asked_before_they_go(ward: Ward) -> None:
    client = ward.client(ward.bob)
    ward.clock.tick(timedelta(hours=11, minutes=14))
    assert "Before you go" not in client.get(board_of(ward)).text
    late_comer = ward.client(ward.alice)
    ward.clock.tick(timedelta(minutes=2))
    page = ward.client(ward.bob).get(board_of(ward))
    assert "Before you go Your shift ends at 19:00." in page.text
    assert "Before you go" not in late_comer.get(board_of(ward)).text, "who came for the night stays"
    ward.clock.tick(timedelta(hours=1))
    assert "Your shift ended at 19:00." in ward.client(ward.bob).get(board_of(ward)).text
