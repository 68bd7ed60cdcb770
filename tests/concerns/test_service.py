"""Raising, answering and telling back, on both databases."""

from __future__ import annotations

import pytest

from huddle.audit import queries as audit
from huddle.concerns import queries, service
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, Outcome, ToldHow, Topic
from huddle.core.actor import Actor
from huddle.core.errors import NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from tests.support.ward import Ward


def raised_by(ward: Ward, actor: Actor, *, unnamed: bool = False) -> Concern:
    with transaction():
        return service.raise_concern(
            ward.unit_id,
            text="Bay 2 has no call bell",
            topic=Topic.EQUIPMENT,
            unnamed=unnamed,
            actor=actor,
            now=ward.now,
        )


def answered(ward: Ward, concern: Concern) -> None:
    with transaction():
        service.answer(concern, outcome=Outcome.FIXED, answer="A new bell is in.", actor=ward.alice, now=ward.now)


def test_a_raised_concern_waits_for_an_answer(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    assert queries.unsettled(ward.unit_id) == [concern]
    assert concern.status is ConcernStatus.OPEN


def test_raising_leaves_a_trace_and_bumps_the_unit(ward: Ward) -> None:
    before = audit.revision(ward.unit_id)
    concern = raised_by(ward, ward.bob)
    assert [event.action for event in audit.of_subject(concern.id)] == ["concern.raised"]
    assert audit.revision(ward.unit_id) == before + 1


def test_somebody_of_another_unit_cannot_raise_one_here(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        raised_by(ward, ward.charlie)
    assert queries.unsettled(ward.unit_id) == []


def test_an_answer_waits_for_the_person_who_raised_it(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    answered(ward, concern)
    assert queries.answered_for(ward.bob.person_id) == [concern]
    assert concern.answered_by == ward.alice.user_id


def test_it_closes_only_when_told_back(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    with pytest.raises(RuleBroken), transaction():
        service.tell_back(concern, how=ToldHow.DIRECT, actor=ward.bob, now=ward.now)
    answered(ward, concern)
    with transaction():
        service.tell_back(concern, how=ToldHow.DIRECT, actor=ward.bob, now=ward.now)
    assert concern.status is ConcernStatus.CLOSED
    assert queries.unsettled(ward.unit_id) == []
    assert queries.closed(ward.unit_id) == [concern]


def test_another_units_concern_is_not_there(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, concern.id)


def test_the_month_counts_what_was_raised_in_it(ward: Ward) -> None:
    answered(ward, raised_by(ward, ward.bob))
    raised_by(ward, ward.alice)
    start, end = ward.now.replace(day=1, hour=0), ward.now.replace(day=28)
    assert queries.month_counts(ward.unit_id, start, end) == {"raised": 2, "answered": 1, "told_back": 0}
    assert queries.month_counts(ward.unit_id, end, end.replace(month=12))["raised"] == 0
