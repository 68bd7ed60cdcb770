"""Raising, answering and telling back, on both databases. Levels and merging have files of their own."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.audit import queries as audit
from huddle.concerns import queries, service
from huddle.concerns.rules import ConcernStatus, EventKind, Harm, Outcome, ToldHow
from huddle.core.errors import FieldRefused, NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from tests.concerns.support import again, answered, escalated, in_state, picked_up, raised_by, told
from tests.support.ward import Ward


def test_a_raised_concern_waits_for_an_answer(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    assert queries.unsettled(ward.unit_id) == [concern]
    assert (concern.status, concern.tier, concern.owner_id) == (ConcernStatus.OPEN, 1, None)


def test_raising_leaves_a_trace_and_bumps_the_unit(ward: Ward) -> None:
    before = audit.revision(ward.unit_id)
    concern = raised_by(ward, ward.bob)
    assert [event.action for event in audit.of_subject(concern.id)] == ["concern.raised"]
    assert audit.revision(ward.unit_id) == before + 1


def test_somebody_of_another_unit_cannot_raise_one_here(ward: Ward) -> None:
    with pytest.raises(NotPermitted):
        raised_by(ward, ward.charlie)
    assert queries.unsettled(ward.unit_id) == []


def test_picking_it_up_says_whose_it_is_and_how_bad_it_could_be(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    picked_up(ward, concern, ward.bob)
    assert (concern.status, concern.owner_id, concern.harm) == ("fixing_here", ward.bob.user_id, Harm.COULD)
    picked_up(ward, concern, ward.maria)
    assert concern.owner_id == ward.maria.user_id


def test_what_harms_today_is_not_picked_up_without_something_that_makes_it_safe(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    with pytest.raises(FieldRefused):
        picked_up(ward, concern, harm=Harm.NOW)
    assert again(concern).status is ConcernStatus.OPEN


def test_whoever_picked_it_up_says_that_it_is_fixed(ward: Ward) -> None:
    concern = raised_by(ward, ward.alice)
    with pytest.raises(NotPermitted):
        answered(ward, concern, ward.bob)
    picked_up(ward, again(concern), ward.bob)
    answered(ward, concern, ward.bob)
    assert (concern.answered_by, concern.answered_tier, concern.outcome) == (ward.bob.user_id, 1, Outcome.FIXED)


def test_an_answer_at_once_makes_it_theirs(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ANSWERED)
    assert concern.owner_id == ward.alice.user_id


def test_it_closes_only_when_told_back(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    with pytest.raises(RuleBroken), transaction():
        service.tell_back(concern, how=ToldHow.DIRECT, actor=ward.bob, now=ward.now)
    answered(ward, concern)
    assert queries.unsettled(ward.unit_id) == [concern], "carried over until it is told back"
    told(ward, concern)
    assert concern.status is ConcernStatus.CLOSED
    assert queries.unsettled(ward.unit_id) == []
    assert queries.closed(ward.unit_id) == [concern]


def test_an_answer_waits_for_the_person_who_raised_it_also_after_the_huddle_told_it(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob, unnamed=True)
    answered(ward, concern)
    told(ward, concern)
    [news] = queries.for_raiser(ward.bob.person_id, ward.now)
    assert (news.concern_id, news.line, news.answer) == (
        concern.id,
        "Said today, fixed today",
        "A new bell is in.",
    )
    assert queries.for_raiser(ward.alice.person_id, ward.now) == []
    with transaction():
        service.say_read(concern, actor=ward.bob, now=ward.now)
    assert queries.for_raiser(ward.bob.person_id, ward.now) == []
    assert concern.told_how is ToldHow.HUDDLE


def test_reading_it_oneself_tells_it_back(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ANSWERED)
    with transaction():
        service.say_read(concern, actor=ward.bob, now=ward.now)
    assert (concern.status, concern.told_how, concern.raiser_seen_at) == ("closed", ToldHow.BOARD, ward.now)


def test_nobody_else_reads_for_them_and_nothing_is_read_twice(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ANSWERED)
    with pytest.raises(NotPermitted), transaction():
        service.say_read(concern, actor=ward.alice, now=ward.now)
    with transaction():
        service.say_read(again(concern), actor=ward.bob, now=ward.now)
    with pytest.raises(NotPermitted), transaction():
        service.say_read(again(concern), actor=ward.bob, now=ward.now)


def test_another_answer_is_news_again_and_ones_own_is_none(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ANSWERED)
    answered(ward, concern, ward.maria)
    assert len(queries.for_raiser(ward.bob.person_id, ward.now)) == 1
    own = raised_by(ward, ward.alice)
    answered(ward, own)
    assert queries.for_raiser(ward.alice.person_id, ward.now) == []


def test_the_line_speaks_the_days_of_the_unit(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    ward.clock.tick(timedelta(days=2))
    answered(ward, concern)
    ward.clock.tick(timedelta(days=1))
    assert queries.for_raiser(ward.bob.person_id, ward.now)[0].line == "Said on Monday, fixed yesterday"


def test_the_history_tells_every_step_and_is_only_added_to(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    picked_up(ward, concern)
    escalated(ward, concern)
    answered(ward, concern)
    told(ward, concern)
    with transaction():
        service.say_read(concern, actor=ward.bob, now=ward.now)
    history = queries.history(concern.id)
    assert [event.kind for event in history] == [
        EventKind.RAISED,
        EventKind.PICKED_UP,
        EventKind.ESCALATED,
        EventKind.ANSWERED,
        EventKind.TOLD_BACK,
        EventKind.READ,
    ]
    assert history[2].due == concern.response_due
    assert history[3].note == "A new bell is in."


def test_another_units_concern_is_not_there(ward: Ward) -> None:
    concern = raised_by(ward, ward.bob)
    with pytest.raises(NotFound):
        queries.get(ward.other_unit_id, concern.id)


def test_what_waits_for_a_person_is_what_they_picked_up(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.FIXING_HERE)
    assert [row.concern_id for row in queries.waiting_on(ward.alice.person_id)] == [concern.id]
    assert queries.waiting_on(ward.bob.person_id) == []
    answered(ward, concern)
    assert queries.waiting_on(ward.alice.person_id) == []


def test_the_month_counts_what_was_raised_in_it(ward: Ward) -> None:
    answered(ward, raised_by(ward, ward.bob))
    raised_by(ward, ward.alice)
    start, end = ward.now.replace(day=1, hour=0), ward.now.replace(day=28)
    assert queries.month_counts(ward.unit_id, start, end) == {"raised": 2, "answered": 1, "told_back": 0}
    assert queries.month_counts(ward.unit_id, end, end.replace(month=12))["raised"] == 0


def test_closed_ones_come_page_by_page_without_a_gap_or_a_double(ward: Ward) -> None:
    made = [in_state(ward, ConcernStatus.CLOSED).id for _number in range(5)]
    ward.clock.tick(timedelta(minutes=1))
    made += [in_state(ward, ConcernStatus.CLOSED).id for _number in range(2)]
    found, before = [], None
    while page := queries.closed(ward.unit_id, before=before, limit=2):
        found += [row.id for row in page]
        assert page[-1].told_back_at is not None
        before = (page[-1].told_back_at, page[-1].id)
    assert sorted(found) == sorted(made)
    assert len(found) == 7
