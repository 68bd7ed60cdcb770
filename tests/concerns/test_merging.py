"""Two concerns that are one: both who raised them are told."""

from __future__ import annotations

from uuid import uuid4

import pytest

from huddle.concerns import queries, service
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, ToldHow
from huddle.core.errors import NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from tests.concerns.support import again, answered, answered_above, escalated, in_state, raised_by, told
from tests.support.ward import Ward


def merged(ward: Ward, concern: Concern, into: Concern) -> None:
    with transaction():
        service.merge(again(concern), into.id, actor=ward.alice, now=ward.now)


def pair(ward: Ward) -> tuple[Concern, Concern]:
    """Bob's, which goes into Maria's."""
    bobs, marias = raised_by(ward, ward.bob), raised_by(ward, ward.maria, text="No bell in bay 2, again")
    merged(ward, bobs, marias)
    return again(bobs), again(marias)


def test_one_of_two_is_carried_on(ward: Ward) -> None:
    bobs, marias = pair(ward)
    assert (bobs.status, bobs.merged_into_id) == (ConcernStatus.MERGED, marias.id)
    assert queries.unsettled(ward.unit_id) == [marias]
    assert queries.merged_into(marias.id) == [bobs]


def test_one_answer_goes_to_both_who_raised_it_and_telling_closes_both(ward: Ward) -> None:
    bobs, marias = pair(ward)
    answered(ward, marias)
    for person in (ward.bob, ward.maria):
        assert [news.answer for news in queries.for_raiser(person.person_id, ward.now)] == ["A new bell is in."]
    told(ward, again(marias))
    assert {again(bobs).status, again(marias).status} == {ConcernStatus.CLOSED}
    assert len(queries.for_raiser(ward.bob.person_id, ward.now)) == 1, "until Bob has read it himself"


def test_what_goes_into_an_answered_one_has_its_answer_at_once(ward: Ward) -> None:
    bobs, marias = raised_by(ward, ward.bob), raised_by(ward, ward.maria)
    answered(ward, marias)
    merged(ward, bobs, marias)
    assert again(bobs).answer == "A new bell is in."


def test_whoever_raised_the_merged_one_may_read_it_first(ward: Ward) -> None:
    bobs, marias = pair(ward)
    answered(ward, marias)
    with transaction():
        service.say_read(again(bobs), actor=ward.bob, now=ward.now)
    assert queries.for_raiser(ward.bob.person_id, ward.now) == []
    assert again(bobs).status is ConcernStatus.MERGED, "it closes with the one that it went into"
    told(ward, again(marias))
    assert {again(bobs).status, again(marias).status} == {ConcernStatus.CLOSED}
    assert queries.for_raiser(ward.bob.person_id, ward.now) == [], "read is read"


def test_an_answer_that_was_read_may_still_be_taken_above_and_the_next_one_is_news_again(ward: Ward) -> None:
    bobs, marias = pair(ward)
    answered(ward, marias)
    with transaction():
        service.say_read(again(bobs), actor=ward.bob, now=ward.now)
    escalated(ward, again(marias))
    assert again(bobs).answered_at is None
    answered_above(ward, again(marias), ward.maria)
    assert [news.answer for news in queries.for_raiser(ward.bob.person_id, ward.now)] == ["Two come on Friday."]


def test_what_was_closed_before_keeps_its_answer_when_the_other_goes_above(ward: Ward) -> None:
    bobs, marias = pair(ward)
    answered(ward, marias)
    with transaction():
        told_before = again(bobs)
        told_before.status, told_before.told_back_at, told_before.told_how = (
            ConcernStatus.CLOSED,
            ward.now,
            ToldHow.BOARD,
        )
    escalated(ward, again(marias))
    assert (again(bobs).status, again(bobs).answer) == (ConcernStatus.CLOSED, "A new bell is in.")


def test_a_chain_of_three_ends_in_one(ward: Ward) -> None:
    bobs, marias = pair(ward)
    third = raised_by(ward, ward.alice)
    merged(ward, marias, third)
    assert {row.id for row in queries.merged_into(third.id)} == {bobs.id, marias.id}
    answered(ward, again(third), ward.maria)
    told(ward, again(third))
    assert {again(row).status for row in (bobs, marias, third)} == {ConcernStatus.CLOSED}


def test_asking_above_takes_the_answer_from_both(ward: Ward) -> None:
    bobs, marias = pair(ward)
    answered(ward, marias)
    escalated(ward, again(marias))
    assert again(bobs).answered_at is None
    assert queries.for_raiser(ward.bob.person_id, ward.now) == []


def test_nothing_goes_into_itself_into_nothing_or_into_another_units(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    with transaction():
        elsewhere = service.raise_concern(
            ward.other_unit_id, text="x", topic=concern.topic, unnamed=False, actor=ward.charlie, now=ward.now
        )
    for into_id in (concern.id, uuid4(), elsewhere.id):
        with pytest.raises(NotFound), transaction():
            service.merge(again(concern), into_id, actor=ward.alice, now=ward.now)


@pytest.mark.parametrize("status", [ConcernStatus.CLOSED, ConcernStatus.MERGED])
def test_nothing_goes_into_what_is_settled(ward: Ward, status: ConcernStatus) -> None:
    into = in_state(ward, status)
    with pytest.raises(RuleBroken, match="settled already"):
        merged(ward, raised_by(ward, ward.bob), into)


@pytest.mark.parametrize("status", [ConcernStatus.ESCALATED, ConcernStatus.ANSWERED, ConcernStatus.CLOSED])
def test_what_is_above_or_answered_goes_into_nothing(ward: Ward, status: ConcernStatus) -> None:
    into = raised_by(ward, ward.bob)
    with pytest.raises(RuleBroken):
        merged(ward, in_state(ward, status), into)


def test_staff_do_not_merge_what_is_not_theirs(ward: Ward) -> None:
    into = raised_by(ward, ward.bob)
    concern = raised_by(ward, ward.bob)
    with pytest.raises(NotPermitted), transaction():
        service.merge(concern, into.id, actor=ward.bob, now=ward.now)
