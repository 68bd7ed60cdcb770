"""What an improvement goes through, on both databases: every way that is open, and that no other is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from huddle.actions import queries, rules, service
from huddle.actions.models import ActionItem
from huddle.actions.rules import (
    ActionStatus,
    ChangeType,
    Effect,
    EventKind,
    Lane,
    OwnerAnswer,
    Plan,
    SourceKind,
    Strength,
    figures,
)
from huddle.actions.service import many
from huddle.audit import queries as audit
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import FieldRefused, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.notifications import queries as notifications
from huddle.notifications.rules import NoticeKind
from tests.actions.states import PLAN, item_in, proposed, step
from tests.actions.test_service import kinds
from tests.support.ward import Ward

S = ActionStatus
LONDON = ZoneInfo("Europe/London")
TRIES: dict[ActionStatus, tuple[str, ...]] = {
    S.OPEN: ("undo_finish",),
    S.DONE: ("finish",),
    S.PROPOSED: ("make_improvement", "hand_over"),
    S.ACCEPTED: ("accept",),
    S.IN_PROGRESS: ("start", "go_on", "undo_finish", "reopen"),
    S.STUCK: ("get_stuck",),
    S.ESCALATED: ("ask_above",),
    S.DONE_UNVERIFIED: ("finish",),
    S.VERIFIED: ("verify",),
    S.EFFECTIVE: ("wait", "works"),
    S.NOT_EFFECTIVE: ("wait", "wait", "works_not"),
    S.CLOSED: ("tell_back",),
    S.DROPPED: ("drop",),
    S.MERGED: ("merge",),
}
"""Everything that could bring an item into each state."""
BY_ONE_STEP_ONLY = {
    (S.VERIFIED, S.CLOSED): "told back now, closed by the last check",
    (S.EFFECTIVE, S.CLOSED): "told back now, closed by the last check",
    **dict.fromkeys(
        [(S.STUCK, S.PROPOSED), (S.ESCALATED, S.PROPOSED), (S.NOT_EFFECTIVE, S.PROPOSED)],
        "handed over, it stays what it is; it is proposed to its new owner when it goes on",
    ),
    (S.PROPOSED, S.DONE_UNVERIFIED): "its owner's word accepts it first, in a step of its own",
}


@pytest.mark.parametrize("status", list(ActionStatus))
def test_an_item_goes_where_the_table_says_and_nowhere_else(ward: Ward, status: ActionStatus) -> None:
    """Everything that could bring it elsewhere is tried; what was refused has changed nothing, so the item stays."""
    item = item_in(ward, status)
    for to in ActionStatus:
        if to is status or (status, to) in BY_ONE_STEP_ONLY:
            continue
        if item.status is not status:
            item = item_in(ward, status)
        for name in TRIES[to]:
            try:
                step(ward, item, name)
            except (RuleBroken, FieldRefused):
                db.session.expire_all()
        assert (item.status is to) is (to in rules.NEXT[status]), f"{status} to {to}"


def test_reviews_and_check_ins_open_improvements_and_all_others_quick_fixes() -> None:
    improving = {kind for kind, lane in rules.LANE_OF_SOURCE.items() if lane is Lane.IMPROVEMENT}
    assert improving == {SourceKind.REVIEW, SourceKind.CHECK_IN}


def test_whoever_writes_an_improvement_down_for_themself_has_accepted_it(ward: Ward) -> None:
    with transaction():
        item = service.open_item(
            ward.unit_id,
            title="Say phone orders back",
            owner_id=ward.bob.person_id,
            due_on=date(2026, 12, 1),
            source_kind=SourceKind.MANUAL,
            source_id=None,
            lane=Lane.IMPROVEMENT,
            actor=ward.bob,
            now=ward.now,
        )
    assert (item.status, kinds(item)) == (S.ACCEPTED, [EventKind.OPENED, EventKind.ACCEPTED])
    with transaction():
        service.plan(item, PLAN, actor=ward.bob, now=ward.now)
    assert (item.change_type, item.strength) == (ChangeType.READ_BACK, Strength.INTERMEDIATE)


def test_an_owner_who_says_done_has_accepted_and_nobody_else_can_skip_that(ward: Ward) -> None:
    item = proposed(ward)
    with pytest.raises(RuleBroken, match="not accepted"), transaction():
        service.finish(item, note="", actor=ward.maria, now=ward.now)
    step(ward, item, "finish")
    assert item.status is S.DONE_UNVERIFIED
    assert kinds(item) == [EventKind.OPENED, EventKind.ACCEPTED, EventKind.DONE]
    with pytest.raises(RuleBroken, match="what kind of change"):
        step(ward, item, "verify")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"measure": " "}, "measure"),
        ({"strength": Strength.STRONGER}, "strength_reason"),
        ({"beyond_unit": True}, "sponsor_id"),
        ({"beyond_unit": True, "sponsor_id": "charlie"}, "sponsor_id"),
        ({"helpers": ["bob"]}, "helpers"),
        ({"helpers": ["charlie"]}, "helpers"),
    ],
)
def test_a_plan_says_what_it_has_to(ward: Ward, changes: dict[str, Any], field: str) -> None:
    names: dict[str, Any] = {}
    for name, value in changes.items():
        named = isinstance(value, str) and hasattr(ward, value)
        names[name] = getattr(ward, value).person_id if named else value
    if "helpers" in names:
        names["helpers"] = frozenset(getattr(ward, who).person_id for who in changes["helpers"])
    item = proposed(ward)
    plan = Plan(**{"change_type": PLAN.change_type, "measure": PLAN.measure} | names)
    with pytest.raises(FieldRefused) as refused, transaction():
        service.accept(item, plan, actor=ward.bob, now=ward.now)
    assert refused.value.field_name == field


def test_a_weaker_change_needs_no_measure_and_a_strength_of_ones_own_a_reason(ward: Ward) -> None:
    item = proposed(ward)
    own = Plan(ChangeType.LABEL_OR_WARNING, strength=Strength.INTERMEDIATE, strength_reason="It locks", measure="None")
    with transaction():
        service.accept(item, Plan(ChangeType.LABEL_OR_WARNING), actor=ward.bob, now=ward.now)
        service.plan(item, own, actor=ward.bob, now=ward.now)
    assert (item.strength, item.strength_reason) == (Strength.INTERMEDIATE, "It locks")


def test_what_is_saved_as_it_stands_and_helpers_alone_are_steps_of_its_history_too(ward: Ward) -> None:
    item = item_in(ward, S.PROPOSED)
    known: dict[str, Any] = {"actor": ward.bob, "now": ward.now}
    with transaction():
        service.reword(item, title=item.title, actor=ward.maria, now=ward.now)
    step(ward, item, "accept")
    for plan in (PLAN, replace(PLAN, helpers=frozenset({ward.alice.person_id}))):
        with transaction():
            service.plan(item, plan, **known)
    assert kinds(item)[-4:] == [EventKind.REWORDED, EventKind.ACCEPTED, EventKind.PLANNED, EventKind.PLANNED]
    assert queries.history(item.id)[-1].number == item.version


def test_only_who_is_asked_answers_and_what_they_say_stands_for_whoever_leads(ward: Ward) -> None:
    item = proposed(ward)
    for other in (ward.alice, ward.maria):
        with pytest.raises(NotPermitted), transaction():
            service.accept(item, PLAN, actor=other, now=ward.now)
    with transaction():
        service.suggest_change(item, note="From December on", actor=ward.bob, now=ward.now)
        service.reword(item, title="Say phone orders back from December on", actor=ward.maria, now=ward.now)
    assert (item.status, item.owner_answer) == (S.PROPOSED, None)
    with transaction():
        service.decline(item, note="I am away", actor=ward.bob, now=ward.now)
    with transaction():
        service.hand_over(item, owner_id=ward.alice.person_id, actor=ward.maria, now=ward.now)
    assert (item.status, item.owner_answer) == (S.PROPOSED, None)


def test_taking_over_accepts_and_handing_over_asks_again(ward: Ward) -> None:
    item = item_in(ward, S.IN_PROGRESS)
    step(ward, item, "hand_over")
    assert item.status is S.PROPOSED
    with transaction():
        service.hand_over(item, owner_id=ward.maria.person_id, actor=ward.maria, now=ward.now)
    assert (item.status, kinds(item)[-2:]) == (S.ACCEPTED, [EventKind.HANDED_OVER, EventKind.ACCEPTED])


@pytest.mark.parametrize("status", sorted(rules.KEPT - {S.PROPOSED}))
def test_what_waits_stays_so_when_handed_over_and_its_new_owner_is_asked_before_it_goes_on(
    ward: Ward, status: ActionStatus
) -> None:
    by_alice: dict[str, Any] = {"actor": ward.alice, "now": ward.now}

    def handed_over() -> ActionItem:
        item = item_in(ward, status)
        facts = (item.blocker, item.stuck_at, item.escalated_tier)
        with transaction():
            service.hand_over(item, owner_id=ward.maria.person_id, **by_alice)
        assert (item.status, item.blocker, item.stuck_at, item.escalated_tier) == (status, *facts)
        return item

    def go_on(item: ActionItem, actor: Actor) -> None:
        with transaction():
            if status is S.NOT_EFFECTIVE:
                day = ward.now.date() + timedelta(days=9)
                service.reopen(item, due_on=day, note="", actor=actor, now=ward.now)
            else:
                service.go_on(item, actor=actor, now=ward.now)

    item = handed_over()
    assert NoticeKind.ASKED in {notice.kind for notice in notifications.unseen(ward.maria.person_id, ward.now)}
    go_on(item, ward.alice)
    assert (item.status, item.owner_answer, item.done_at) == (S.PROPOSED, None, None)
    own = handed_over()
    go_on(own, ward.maria)
    assert (own.status, own.owner_answer) == (S.IN_PROGRESS, OwnerAnswer.ACCEPTED)


def test_neither_owner_nor_who_marked_it_done_verifies_it(ward: Ward) -> None:
    item = item_in(ward, S.IN_PROGRESS)
    with transaction():
        service.finish(item, note="Done", actor=ward.alice, now=ward.now)
    for person in (ward.bob, ward.alice):
        with pytest.raises(RuleBroken, match="Somebody else verifies"), transaction():
            service.verify(item, note="Seen", actor=person, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.verify(item, note="Seen", actor=ward.charlie, now=ward.now)
    with pytest.raises(IntegrityError), transaction():
        item.status, item.verified_at, item.verified_by = S.VERIFIED, ward.now, ward.bob.person_id
    with transaction():
        service.verify(item, note="Seen", actor=ward.maria, now=ward.now)


def test_who_said_done_unseen_does_not_verify_until_it_was_taken_back(ward: Ward) -> None:
    item = item_in(ward, S.DONE_UNVERIFIED)
    with transaction():
        many.done_as_well(item, actor=ward.alice, now=ward.now)
    with pytest.raises(RuleBroken, match="Somebody else verifies"):
        step(ward, item, "verify")
    for name in ("undo_finish", "finish", "verify"):
        step(ward, item, name)
    assert item.status is S.VERIFIED


def test_without_anything_that_shows_it_the_verifier_says_what_they_saw(ward: Ward) -> None:
    item = item_in(ward, S.IN_PROGRESS)
    with transaction():
        service.finish(item, note="", actor=ward.bob, now=ward.now)
    with pytest.raises(FieldRefused, match="what you saw"), transaction():
        service.verify(item, note=" ", actor=ward.alice, now=ward.now)
    with transaction():
        service.send_back(item, note="One phone has no card", actor=ward.alice, now=ward.now)
    assert (item.status, item.done_at, kinds(item)[-1]) == (S.IN_PROGRESS, None, EventKind.NOT_VERIFIED)


def test_whether_it_works_is_asked_after_30_and_90_days_and_too_early_again_30_days_later(ward: Ward) -> None:
    item = item_in(ward, S.VERIFIED)

    def asked_in(days: int) -> int:
        ward.clock.tick(timedelta(days=days))
        coming = rules.next_check(item, LONDON)
        assert coming is not None
        return (coming[1] - ward.now.date()).days

    assert asked_in(29) == 1
    with pytest.raises(RuleBroken, match="Look again from"):
        step(ward, item, "works")
    assert asked_in(1) == 0
    with transaction():
        service.check_effect(item, effect=Effect.TOO_EARLY, note="", actor=ward.bob, now=ward.now)
    assert (item.status, asked_in(0)) == (S.VERIFIED, 30)
    asked_in(30)
    with transaction():
        service.check_effect(item, effect=Effect.PARTLY, note="By day", actor=ward.bob, now=ward.now)
    assert (item.status, asked_in(0)) == (S.VERIFIED, 30)
    asked_in(30)
    step(ward, item, "works")
    assert (item.status, item.effect_30, item.effect_90) == (S.EFFECTIVE, Effect.PARTLY, Effect.WORKS)
    assert rules.next_check(item, LONDON) is None


def test_what_did_not_work_begins_again_and_what_was_counted_of_it_stays(ward: Ward) -> None:
    item = item_in(ward, S.NOT_EFFECTIVE)
    first, verified_at = item.original_due_on, item.verified_at
    before = figures.total(figures.count([item], LONDON, ward.now.date()))
    step(ward, item, "reopen")
    after = figures.total(figures.count([item], LONDON, ward.now.date()))
    assert before == replace(after, done=1, done_on_time=before.done_on_time, reopened=0)
    assert (after.verified_on_time, after.checks_30, after.works_30, after.verified) == (1, 1, 0, 0)
    assert (item.reopened_count, item.original_due_on, item.due_on > first) == (1, first, True)
    gone = (item.verified_at, item.verified_by, item.done_at, item.effect_30, item.effect_30_at)
    assert gone == (None, None, None, None, None)
    for name in ("finish", "verify"):
        step(ward, item, name)
    ward.clock.tick(timedelta(days=31))
    step(ward, item, "works")
    assert (item.status, item.effect_30) == (S.EFFECTIVE, Effect.WORKS)
    assert (item.first_verified_at, item.first_effect_30) == (verified_at, Effect.NO)


def test_the_level_that_was_asked_answers_and_it_goes_on_with_that(ward: Ward) -> None:
    item = item_in(ward, S.ESCALATED)
    assert (item.escalated_tier, item.escalated_at) == (2, ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.answer_above(item, answer="I pay it", actor=ward.charlie, now=ward.now)
    with pytest.raises(FieldRefused), transaction():
        service.answer_above(item, answer="", actor=ward.maria, now=ward.now)
    with transaction():  # nobody was named for the service, so a manager of its units answers
        service.answer_above(item, answer="I pay it", actor=ward.maria, now=ward.now)
    assert (item.status, queries.history(item.id)[-1].note, item.escalated_tier) == (S.IN_PROGRESS, "I pay it", None)


def test_every_step_is_in_the_trail_without_a_word_of_what_was_written(ward: Ward) -> None:
    item = item_in(ward, S.NOT_EFFECTIVE)
    trail = audit.of_subject(item.id)
    assert [event.action.partition(".")[2] for event in trail] == [str(kind) for kind in kinds(item)]
    assert "night" not in str([vars(event) for event in trail])


def test_people_of_other_units_change_nothing(ward: Ward) -> None:
    item = item_in(ward, S.ACCEPTED)
    before = item.version
    by: dict[str, Any] = {"actor": ward.charlie, "now": ward.now}
    tries: tuple[Callable[[], object], ...] = (
        lambda: service.start(item, **by),
        lambda: service.plan(item, PLAN, **by),
        lambda: service.get_stuck(item, blocker=rules.Blocker.IT, note="", **by),
    )
    for attempt in tries:
        with pytest.raises(NotPermitted), transaction():
            attempt()
    assert item.version == before
