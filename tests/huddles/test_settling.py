"""What was said in a look back, against what happens beside it: on other tablets, on other pages, on other days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.actions import service as actions
from huddle.actions.rules import ActionStatus
from huddle.concerns import service as concerns
from huddle.concerns.rules import ConcernStatus, Harm, Reason
from huddle.core.errors import RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles import service
from huddle.huddles.rules import LookBackAnswer, SubjectKind
from tests.huddles.support import action_due, closed, concern_from_yesterday, opened, said
from tests.support.ward import Ward


def test_what_happened_after_the_huddle_said_done_stands(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    said(ward, huddle, SubjectKind.CONCERN, concern.id, LookBackAnswer.DONE, ward.alice)
    with transaction():
        concerns.escalate(
            concern,
            tier=2,
            reason=Reason.SERIOUS_RISK,
            harm=Harm.COULD,
            immediate_fix="",
            actor=ward.maria,
            now=ward.now + timedelta(minutes=5),
        )
    closed(ward, huddle)
    assert concern.status is ConcernStatus.ESCALATED


def test_told_holds_only_for_the_answer_that_was_told(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward, answered=True), opened(ward)
    said(ward, huddle, SubjectKind.CONCERN, concern.id, LookBackAnswer.TOLD, ward.alice)
    with transaction():
        concern.answer, concern.answered_at = "Another answer", ward.now + timedelta(minutes=3)
    closed(ward, huddle)
    assert concern.told_back_at is None


def test_a_planned_huddle_that_was_forgotten_takes_effect_with_the_next_one(ward: Ward) -> None:
    concern, forgotten = concern_from_yesterday(ward), opened(ward)
    said(ward, forgotten, SubjectKind.CONCERN, concern.id, LookBackAnswer.DONE, ward.alice)
    with transaction():
        service.open_scheduled(ward.unit_id, actor=ward.alice, now=ward.now + timedelta(days=1))
    assert forgotten.closed_at == ward.now
    assert concern.status is ConcernStatus.ANSWERED


def test_the_same_tap_from_a_second_tablet_takes_no_words_away(ward: Ward) -> None:
    concern, huddle = concern_from_yesterday(ward), opened(ward)
    with transaction():
        service.look_back(
            huddle,
            kind=SubjectKind.CONCERN,
            subject_id=concern.id,
            answer=LookBackAnswer.DONE,
            words="A new bell is in",
            actor=ward.alice,
            now=ward.now,
        )
    said(ward, huddle, SubjectKind.CONCERN, concern.id, LookBackAnswer.DONE, ward.bob)
    closed(ward, huddle)
    assert concern.answer == "A new bell is in"


def test_what_an_owner_finished_elsewhere_is_not_opened_again_by_a_late_tap(ward: Ward) -> None:
    item, huddle = action_due(ward), opened(ward)
    said(ward, huddle, SubjectKind.ACTION, item.id, LookBackAnswer.GOING, ward.alice)
    with transaction():
        actions.finish(item, note="It is here", actor=ward.bob, now=ward.now)
    with pytest.raises(RuleBroken):
        said(ward, huddle, SubjectKind.ACTION, item.id, LookBackAnswer.STUCK, ward.alice)
    with transaction():
        service.take_back(huddle, kind=SubjectKind.ACTION, subject_id=item.id, actor=ward.alice, now=ward.now)
    assert item.status is ActionStatus.DONE
