"""Who is told of what happens to an action item, once, and never of their own deed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.actions import service
from huddle.actions.models import ActionItem
from huddle.actions.rules import ActionStatus, Blocker, ChangeType, Lane, Plan, SourceKind
from huddle.actions.service import checking, many, owning
from huddle.core.actor import Actor
from huddle.core.transaction import transaction
from huddle.notifications import queries
from huddle.notifications.rules import counted_words
from tests.actions.states import item_in, step
from tests.concerns.support import answers_for
from tests.support.ward import MORNING, Ward


def told(*people: Actor) -> list[list[str]]:
    return [sorted(notice.kind.value for notice in queries.unseen(person.person_id, MORNING)) for person in people]


def promised(ward: Ward, lane: Lane) -> ActionItem:
    with transaction():
        return service.open_item(
            ward.unit_id,
            title="Move the chairs",
            owner_id=ward.bob.person_id,
            due_on=ward.now.date() + timedelta(days=9),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            lane=lane,
            actor=ward.alice,
            now=ward.now,
        )


def test_an_improvement_is_told_of_on_its_way(ward: Ward) -> None:
    item, plan = promised(ward, Lane.IMPROVEMENT), Plan(change_type=ChangeType.TRAINING_OR_REMINDER)
    assert told(ward.bob, ward.alice, ward.maria) == [["asked"], [], []]
    assert [notice.due_on for notice in queries.unseen(ward.bob.person_id, MORNING)] == [item.due_on]
    with transaction():
        owning.suggest_change(item, note="By the window", actor=ward.bob, now=ward.now)
    assert told(ward.alice) == [["handed_back"]]
    with transaction():
        owning.accept(item, plan, actor=ward.bob, now=ward.now)
        service.finish(item, note="Moved", actor=ward.bob, now=ward.now)
    assert told(ward.bob, ward.alice, ward.maria) == [[], ["to_verify"], []], "what was said before is overtaken"
    with transaction():
        checking.send_back(item, note="One is still there", actor=ward.maria, now=ward.now)
    assert told(ward.bob) == [["reopened"]]


def test_who_said_that_it_is_done_is_not_asked_to_look_when_a_second_one_says_so(ward: Ward) -> None:
    item = promised(ward, Lane.IMPROVEMENT)
    with transaction():
        owning.accept(item, Plan(change_type=ChangeType.TRAINING_OR_REMINDER), actor=ward.bob, now=ward.now)
        service.finish(item, note="Moved", actor=ward.alice, now=ward.now)
        many.done_as_well(item, actor=ward.bob, now=ward.now)
    assert told(ward.alice, ward.maria) == [[], []]


def test_a_quick_fix_that_goes_to_somebody_else_is_news_for_them_and_for_whose_it_was(ward: Ward) -> None:
    item = promised(ward, Lane.QUICK_FIX)
    with transaction():
        service.hand_over(item, owner_id=ward.maria.person_id, actor=ward.alice, now=ward.now)
    assert told(ward.bob, ward.maria, ward.alice) == [["gone_over"], ["asked"], []]
    with transaction():
        service.drop(item, reason="Not needed", actor=ward.maria, now=ward.now)
    assert told(ward.maria) == [[]]


def test_what_was_given_says_the_day_that_the_item_has_now(ward: Ward) -> None:
    item, other = promised(ward, Lane.QUICK_FIX), promised(ward, Lane.QUICK_FIX)
    with transaction():
        service.move_due(item, due_on=item.due_on + timedelta(days=5), actor=ward.alice, now=ward.now)
    days = {notice.subject_id: notice.due_on for notice in queries.unseen(ward.bob.person_id, MORNING)}
    assert days == {item.id: ward.now.date() + timedelta(days=14), other.id: other.due_on}


def test_who_said_that_they_cannot_is_not_told_that_it_went_to_a_colleague_and_who_did_not_answer_is(
    ward: Ward,
) -> None:
    for says_no, words in ((False, ["1 action item went from you to a colleague."]), (True, [])):
        item = promised(ward, Lane.IMPROVEMENT)
        with transaction():
            if says_no:
                owning.decline(item, note="I am away", actor=ward.bob, now=ward.now)
            service.hand_over(item, owner_id=ward.maria.person_id, actor=ward.alice, now=ward.now)
        notices = queries.unseen(ward.bob.person_id, MORNING)
        assert counted_words(one.kind for one in notices if one.subject_id == item.id) == words


def test_that_it_went_to_a_colleague_stays_news_until_it_comes_back(ward: Ward) -> None:
    item = promised(ward, Lane.QUICK_FIX)
    with transaction():
        service.hand_over(item, owner_id=ward.maria.person_id, actor=ward.alice, now=ward.now)
        service.hand_over(item, owner_id=ward.alice.person_id, actor=ward.alice, now=ward.now)
    assert told(ward.bob, ward.maria) == [["gone_over"], ["gone_over"]]
    with transaction():
        service.hand_over(item, owner_id=ward.bob.person_id, actor=ward.alice, now=ward.now)
        service.finish(item, note="Moved", actor=ward.bob, now=ward.now)
    assert told(ward.bob, ward.maria) == [[], ["gone_over"]]


def test_the_answer_from_above_reaches_the_owner_and_who_asked_and_stands_on_top_until_it_is_stuck_again(
    ward: Ward,
) -> None:
    answers_for(ward, ward.quinn)
    item = item_in(ward, ActionStatus.STUCK)
    with transaction():
        service.ask_above(item, actor=ward.maria, now=ward.now)
        service.answer_above(item, answer="I sign the order", actor=ward.quinn, now=ward.now)
    assert told(ward.bob, ward.maria) == [["handed_back"], ["handed_back"]]
    page = f"/units/{ward.unit_id}/action-items/{item.id}"
    answered = "Quinn Quist answered from above: I sign the order"
    assert answered in ward.client(ward.bob).get(page).text
    with transaction():
        service.get_stuck(item, blocker=Blocker.MONEY, note="", actor=ward.bob, now=ward.now)
        service.go_on(item, actor=ward.bob, now=ward.now)
    assert answered not in ward.client(ward.bob).get(page).text


@pytest.mark.parametrize(
    ("state", "steps", "level"),
    [
        (ActionStatus.DONE_UNVERIFIED, "verify", False),
        (ActionStatus.DONE_UNVERIFIED, "undo_finish", False),
        (ActionStatus.ESCALATED, "go_on", True),
    ],
)
def test_what_is_settled_already_waits_for_nobody(ward: Ward, state: ActionStatus, steps: str, level: bool) -> None:
    if level:
        answers_for(ward, ward.quinn)
    item, asked = item_in(ward, state), ward.quinn if level else ward.maria
    assert told(asked) == [["stuck" if level else "to_verify"]]
    step(ward, item, steps)
    assert told(asked) == [[]]
