"""How a concern climbs and comes back down, on both databases."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from huddle.accounts.models import User
from huddle.concerns import queries, service
from huddle.concerns.models import Concern
from huddle.concerns.rules import ConcernStatus, EventKind, Outcome, Reason, response_due
from huddle.core.actor import Actor
from huddle.core.db import db
from huddle.core.errors import NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.units.rules import LevelKind
from tests.concerns.support import (
    again,
    answered,
    answered_above,
    escalated,
    in_state,
    level,
    picked_up,
    raised_by,
    receiver,
    told,
)
from tests.support.ward import Ward

LONDON = ZoneInfo("Europe/London")


def taken_higher(ward: Ward, concern: Concern, actor: Actor) -> None:
    with transaction():
        service.take_higher(concern, reason=Reason.RESOURCE, actor=actor, now=ward.now)


def given_back(ward: Ward, concern: Concern, actor: Actor) -> None:
    with transaction():
        service.give_back(concern, why="Estates change it, call 5-1000.", actor=actor, now=ward.now)


def test_an_escalated_concern_waits_at_its_level_until_a_known_moment(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ESCALATED)
    assert (concern.tier, concern.escalated_at, concern.escalation_reason) == (2, ward.now, Reason.BLOCKED)
    assert concern.response_due == response_due(2, ward.now, LONDON)
    assert concern.owner_id == ward.alice.user_id, "asking above picks it up"
    assert queries.at_level(level(ward)) == [concern]
    assert queries.at_level(level(ward, LevelKind.SITE)) == []
    assert queries.at_level(level(ward, unit_id=ward.other_unit_id)) == []


def test_the_answer_comes_back_down_and_is_told(ward: Ward) -> None:
    rita = receiver(ward)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    answered_above(ward, concern, rita)
    assert (concern.status, concern.tier, concern.answered_tier, concern.outcome) == ("answered", 1, 2, Outcome.YES)
    assert concern.response_due is not None, "kept, for answered in time"
    assert queries.unsettled(ward.unit_id) == [concern], "the next huddle looks back on it"
    assert queries.at_level(level(ward)) == []
    assert queries.for_raiser(ward.bob.person_id, ward.now)[0].line == "Said today, answered today"
    told(ward, concern)
    assert concern.status is ConcernStatus.CLOSED


@pytest.mark.parametrize("who", ["alice", "maria", "quinn", "charlie"])
def test_only_whoever_is_named_answers_for_the_level(ward: Ward, who: str) -> None:
    receiver(ward)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    for act in (answered_above, taken_higher, given_back):
        with pytest.raises(NotPermitted):
            act(ward, again(concern), getattr(ward, who))
    assert again(concern).status is ConcernStatus.ESCALATED


def test_where_nobody_is_named_a_manager_of_its_units_answers(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ESCALATED)
    with pytest.raises(NotPermitted):
        answered_above(ward, concern, ward.alice)
    answered_above(ward, again(concern), ward.maria, Outcome.NOT_NOW)
    assert concern.outcome is Outcome.NOT_NOW


def test_where_whoever_was_named_has_left_a_manager_of_its_units_answers(ward: Ward) -> None:
    rita = receiver(ward)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    with transaction():
        db.session.get_one(User, rita.person_id).active = False
    assert level(ward).receiver_id is None
    answered_above(ward, again(concern), ward.maria)
    assert again(concern).status is ConcernStatus.ANSWERED


def test_the_next_level_gets_it_with_a_clock_of_its_own(ward: Ward) -> None:
    rita, simon = receiver(ward), receiver(ward, LevelKind.SITE)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    ward.clock.tick(timedelta(hours=2))
    taken_higher(ward, concern, rita)
    assert (concern.tier, concern.response_due) == (3, ward.now + timedelta(hours=24))
    with pytest.raises(NotPermitted):
        answered_above(ward, concern, rita)
    answered_above(ward, again(concern), simon)
    assert again(concern).answered_tier == 3
    clocks = [event.due for event in queries.history(concern.id) if event.due]
    assert len(clocks) == 2, "each escalation keeps its own, for answered in time"


def test_there_is_nothing_above_the_organisation(ward: Ward) -> None:
    boss = receiver(ward, LevelKind.ORGANISATION)
    concern = raised_by(ward, ward.bob)
    escalated(ward, concern, tier=4)
    assert concern.response_due == ward.now + timedelta(hours=72)
    with pytest.raises(RuleBroken, match="level above"):
        taken_higher(ward, concern, boss)


def test_a_level_gives_it_back_and_the_owner_has_it_again(ward: Ward) -> None:
    rita = receiver(ward)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    given_back(ward, concern, rita)
    assert (concern.status, concern.tier, concern.owner_id) == ("fixing_here", 1, ward.alice.user_id)
    last = queries.history(concern.id)[-1]
    assert (last.kind, last.tier, last.note) == (EventKind.GIVEN_BACK, 2, "Estates change it, call 5-1000.")


def test_the_unit_takes_it_back_or_answers_it_after_all(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ESCALATED)
    picked_up(ward, concern, ward.bob)
    assert (concern.status, concern.tier) == ("fixing_here", 1)
    other = in_state(ward, ConcernStatus.ESCALATED)
    answered(ward, other)
    assert (other.answered_tier, other.tier) == (1, 1), "fixed here"


def test_an_answer_that_does_not_help_is_taken_higher_and_is_no_news_any_more(ward: Ward) -> None:
    rita = receiver(ward)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    answered_above(ward, concern, rita, Outcome.NO)
    escalated(ward, concern, tier=3)
    assert (concern.status, concern.tier, concern.outcome, concern.answered_at) == ("escalated", 3, None, None)
    assert queries.for_raiser(ward.bob.person_id, ward.now) == []
    assert "Two come on Friday." in [event.note for event in queries.history(concern.id)]


@pytest.mark.parametrize("status", [status for status in ConcernStatus if status is not ConcernStatus.ESCALATED])
def test_a_level_says_nothing_of_what_does_not_wait_there(ward: Ward, status: ConcernStatus) -> None:
    rita = receiver(ward)
    concern = in_state(ward, status)
    for act in (answered_above, taken_higher, given_back):
        with pytest.raises(RuleBroken):
            act(ward, again(concern), rita)


@pytest.mark.parametrize("status", [ConcernStatus.ESCALATED, ConcernStatus.MERGED, ConcernStatus.CLOSED])
def test_what_is_above_or_over_is_not_escalated(ward: Ward, status: ConcernStatus) -> None:
    with pytest.raises(RuleBroken):
        escalated(ward, in_state(ward, status), tier=3)


def test_what_a_level_settled_is_told_by_its_events(ward: Ward) -> None:
    rita = receiver(ward)
    yes, back, higher = (in_state(ward, ConcernStatus.ESCALATED) for _number in range(3))
    started = ward.now
    answered_above(ward, yes, rita)
    given_back(ward, back, rita)
    taken_higher(ward, higher, rita)
    settled = queries.settled_at_level(level(ward), started, None)
    assert {concern.id: event.kind for concern, event in settled} == {
        yes.id: EventKind.ANSWERED,
        back.id: EventKind.GIVEN_BACK,
        higher.id: EventKind.TAKEN_HIGHER,
    }
    assert queries.settled_at_level(level(ward, LevelKind.SITE), started, None) == []
    assert queries.settled_at_level(level(ward), started + timedelta(seconds=1), None) == []


def test_what_waits_for_whoever_answers_above_is_found_for_them(ward: Ward) -> None:
    rita = receiver(ward)
    concern = in_state(ward, ConcernStatus.ESCALATED)
    [waiting] = queries.waiting_on(rita.person_id)
    assert (waiting.concern_id, waiting.due) == (concern.id, concern.response_due)
    assert waiting.level is not None
    assert waiting.level.kind is LevelKind.SERVICE
