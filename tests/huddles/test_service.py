"""Opening, the steps, watchers and closing, on both databases."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from huddle.actions import service as actions
from huddle.actions.rules import ActionStatus
from huddle.audit import queries as audit
from huddle.concerns import queries as concerns
from huddle.concerns import service as concern_service
from huddle.concerns.rules import ConcernStatus, Outcome, ToldHow, Topic
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles import queries, service
from huddle.huddles.queries.agenda import agenda, checks
from huddle.huddles.queries.looking_back import said as answers
from huddle.huddles.rules import (
    PLAIN_DONE,
    HuddleKind,
    LookBackAnswer,
    Mark,
    NoteName,
    NotHeldReason,
    Step,
    SubjectKind,
    Tally,
)
from tests.huddles.support import action_due, checked, closed, concern_from_yesterday, opened, said, watched
from tests.support.ward import Ward

DONE, GOING, STUCK = LookBackAnswer.DONE, LookBackAnswer.GOING, LookBackAnswer.STUCK
CONCERN, ACTION = SubjectKind.CONCERN, SubjectKind.ACTION


def test_two_tablets_that_open_it_share_one_huddle(ward: Ward) -> None:
    first = opened(ward, ward.alice)
    second = opened(ward, ward.bob)
    assert second.id == first.id
    assert second.opened_by == ward.alice.user_id
    assert [event.action for event in audit.of_subject(first.id)] == ["huddle.opened"]


def test_a_huddle_belongs_to_the_shift_and_the_day_it_began(ward: Ward) -> None:
    ward.clock.set(ward.now.replace(hour=23, minute=50))
    huddle = opened(ward)
    ward.clock.tick(timedelta(minutes=20))
    assert opened(ward, ward.bob).id == huddle.id
    assert (huddle.shift_id, huddle.shift_on) == (ward.night_shift_id, ward.now.date() - timedelta(days=1))


def test_outside_every_window_only_an_extra_huddle_opens(ward: Ward) -> None:
    ward.clock.set(ward.now.replace(hour=15))
    with pytest.raises(RuleBroken, match="extra"):
        opened(ward)
    with transaction():
        first = service.open_extra(ward.unit_id, actor=ward.bob, now=ward.now)
    with transaction():
        second = service.open_extra(ward.unit_id, actor=ward.alice, now=ward.now)
    assert first.id == second.id
    assert first.kind is HuddleKind.AD_HOC
    closed(ward, first)
    with transaction():
        assert service.open_extra(ward.unit_id, actor=ward.bob, now=ward.now).id != first.id


def test_nobody_of_another_unit_takes_part(ward: Ward) -> None:
    huddle = opened(ward)
    with pytest.raises(NotPermitted), transaction():
        service.open_scheduled(ward.unit_id, actor=ward.charlie, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.close(huddle, next_leader_id=None, actor=ward.charlie, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.mark(huddle, marks=[Mark(Tally.HERE, "nurse", 4)], actor=ward.dana, now=ward.now)
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, huddle.id)


def test_closing_twice_leaves_one_record(ward: Ward) -> None:
    huddle = opened(ward)
    closed(ward, huddle, ward.alice)
    at = huddle.closed_at
    ward.clock.tick(timedelta(minutes=3))
    closed(ward, huddle, ward.bob)
    assert (huddle.closed_at, huddle.closed_by) == (at, ward.alice.user_id)
    assert [event.action for event in audit.of_subject(huddle.id)] == ["huddle.opened", "huddle.closed"]


def test_the_next_leader_works_on_the_unit(ward: Ward) -> None:
    huddle = opened(ward)
    with pytest.raises(FieldRefused), transaction():
        service.close(huddle, next_leader_id=ward.charlie.user_id, actor=ward.alice, now=ward.now)
    with transaction():
        service.close(huddle, next_leader_id=ward.bob.user_id, actor=ward.alice, now=ward.now)
    assert huddle.next_leader_id == ward.bob.user_id


def test_people_are_counted_by_role_and_prefilled_next_time(ward: Ward) -> None:
    huddle = opened(ward)
    for role, count in (("nurse", 4), ("student", 1), ("student", 0)):
        with transaction():
            service.mark(huddle, marks=[Mark(Tally.HERE, role, count)], actor=ward.bob, now=ward.now)
    closed(ward, huddle)
    ward.clock.tick(timedelta(days=1))
    following = opened(ward)
    assert following.id != huddle.id
    assert following.attendance == {"nurse": 4}


def test_two_tablets_that_answer_one_look_back_leave_one_answer(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    said(ward, huddle, ACTION, item.id, GOING, ward.alice)
    said(ward, huddle, ACTION, item.id, STUCK, ward.bob)
    assert answers(huddle.id) == {(ACTION, item.id): STUCK}


def test_done_finishes_the_action_and_a_second_done_agrees(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    said(ward, huddle, ACTION, item.id, DONE, ward.bob)
    said(ward, huddle, ACTION, item.id, DONE, ward.alice)
    assert item.status is ActionStatus.DONE
    assert answers(huddle.id) == {(ACTION, item.id): DONE}


def test_what_was_done_elsewhere_is_not_undone_here(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    with transaction():
        actions.finish(item, note="", actor=ward.bob, now=ward.now)
    with pytest.raises(RuleBroken, match="just marked"):
        said(ward, huddle, ACTION, item.id, STUCK, ward.alice)
    assert item.status is ActionStatus.DONE


def test_an_open_concern_stays_open_when_the_huddle_closes(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    said(ward, huddle, CONCERN, concern.id, DONE, ward.bob)
    with pytest.raises(RuleBroken, match="Nothing closes in silence"), transaction():
        service.tell_back(huddle, concern_id=concern.id, actor=ward.alice, now=ward.now)
    closed(ward, huddle)
    assert concern.status is ConcernStatus.OPEN
    ward.clock.tick(timedelta(hours=12))
    assert [item.id for item in agenda(opened(ward), ward.now).look_backs] == [concern.id]


def test_done_by_a_leader_answers_when_the_huddle_closes_and_telling_closes_the_next_time(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    said(ward, huddle, CONCERN, concern.id, DONE, ward.alice)
    assert concern.status is ConcernStatus.OPEN
    closed(ward, huddle, ward.bob)
    assert (concern.status, concern.answer) == (ConcernStatus.ANSWERED, PLAIN_DONE)
    assert concern.answered_by == ward.alice.user_id
    ward.clock.tick(timedelta(hours=12))
    following = opened(ward)
    with transaction():
        service.tell_back(following, concern_id=concern.id, actor=ward.alice, now=ward.now)
    assert concern.status is ConcernStatus.ANSWERED
    closed(ward, following)
    assert concern.status is ConcernStatus.CLOSED
    assert concern.told_how is ToldHow.HUDDLE
    [item] = agenda(following, ward.now).look_backs
    assert item.settled


def test_the_answer_is_said_in_ones_own_words(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    for words in ("A new one is here.", "Bell 2 has a new battery."):
        with transaction():
            service.look_back(
                huddle, kind=CONCERN, subject_id=concern.id, answer=DONE, words=words, actor=ward.alice, now=ward.now
            )
    closed(ward, huddle)
    assert concern.answer == "Bell 2 has a new battery."


def test_every_tap_of_the_look_back_can_be_taken_back_until_the_huddle_closes(ward: Ward) -> None:
    concern, item, huddle = concern_from_yesterday(ward), action_due(ward), opened(ward)
    for kind, row in ((CONCERN, concern), (ACTION, item)):
        said(ward, huddle, kind, row.id, DONE, ward.alice)
        for _twice in range(2):
            with transaction():
                service.take_back(huddle, kind=kind, subject_id=row.id, actor=ward.alice, now=ward.now)
    assert answers(huddle.id) == {}
    assert item.status is ActionStatus.OPEN
    closed(ward, huddle)
    assert concern.status is ConcernStatus.OPEN


def test_done_becomes_stuck_when_that_was_meant(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    said(ward, huddle, ACTION, item.id, DONE, ward.bob)
    said(ward, huddle, ACTION, item.id, STUCK, ward.alice)
    assert (item.status, answers(huddle.id)) == (ActionStatus.OPEN, {(ACTION, item.id): STUCK})


def test_what_was_settled_on_its_own_page_meanwhile_stays(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    said(ward, huddle, CONCERN, concern.id, DONE, ward.alice)
    with transaction():
        concern_service.answer(concern, outcome=Outcome.FIXED, answer="In bay 2.", actor=ward.maria, now=ward.now)
    closed(ward, huddle)
    assert (concern.status, concern.answer) == (ConcernStatus.ANSWERED, "In bay 2.")


def test_what_another_unit_raised_cannot_be_answered_here(ward: Ward) -> None:
    huddle = opened(ward)
    with pytest.raises(NotFound):
        said(ward, huddle, CONCERN, uuid4(), GOING, ward.alice)
    assert answers(huddle.id) == {}


def test_watchers_are_carried_until_no_longer(ward: Ward) -> None:
    first = opened(ward)
    watcher = watched(ward, first)
    closed(ward, first)
    ward.clock.tick(timedelta(hours=12))
    second = opened(ward)
    assert queries.watchers(ward.unit_id) == [watcher]
    checked(ward, second, watcher, still=False)
    assert queries.watchers(ward.unit_id) == []
    assert checks(second.id) == {watcher.id: False}
    checked(ward, second, watcher, still=True)
    assert queries.watchers(ward.unit_id) == [watcher]
    assert checks(first.id) == {watcher.id: True}


def test_the_same_patient_is_on_the_list_once(ward: Ward) -> None:
    huddle = opened(ward)
    assert watched(ward, huddle).id == watched(ward, huddle, bed="14").id
    assert len(queries.watchers(ward.unit_id)) == 1
    with pytest.raises(FieldRefused):
        watched(ward, huddle, last_four="12")


def test_a_closed_huddle_changes_no_more(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    watcher = watched(ward, huddle)
    closed(ward, huddle)
    with pytest.raises(RuleBroken, match="closed"):
        said(ward, huddle, ACTION, item.id, DONE, ward.bob)
    with pytest.raises(RuleBroken, match="closed"):
        checked(ward, huddle, watcher, still=False)
    for change in (
        lambda: service.confirm(huddle, step=Step.THANKS, actor=ward.bob, now=ward.now),
        lambda: service.note(huddle, name=NoteName.GAP, text="Late", actor=ward.bob, now=ward.now),
        lambda: service.thank(huddle, to_whom="A nurse", what="Stayed", actor=ward.bob, now=ward.now),
        lambda: service.raise_concern(
            huddle, text="Late", topic=Topic.OTHER, unnamed=False, actor=ward.bob, now=ward.now
        ),
    ):
        with pytest.raises(RuleBroken, match="closed"), transaction():
            change()
    assert item.status is ActionStatus.OPEN
    assert concerns.unsettled(ward.unit_id) == []


def test_a_missed_huddle_takes_one_reason(ward: Ward) -> None:
    [run, *_] = queries.unexplained(ward.unit_id, ward.now)
    facts = {"shift_id": run.shift_id, "shift_on": run.on, "now": ward.now}
    with transaction():
        row = service.say_why_not_held(ward.unit_id, reason=NotHeldReason.STAFFING, actor=ward.bob, **facts)
    assert row.not_held_reason is NotHeldReason.STAFFING
    assert run not in queries.unexplained(ward.unit_id, ward.now)
    with pytest.raises(RuleBroken), transaction():
        service.say_why_not_held(ward.unit_id, reason=NotHeldReason.FORGOT, actor=ward.alice, **facts)
    with pytest.raises(NotFound):
        queries.get(ward.unit_id, row.id)


def test_a_huddle_that_is_still_possible_asks_for_no_reason(ward: Ward) -> None:
    with pytest.raises(RuleBroken), transaction():
        service.say_why_not_held(
            ward.unit_id,
            shift_id=ward.day_shift_id,
            shift_on=ward.now.date(),
            reason=NotHeldReason.FORGOT,
            actor=ward.bob,
            now=ward.now,
        )
