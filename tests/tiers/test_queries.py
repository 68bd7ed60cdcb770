"""What a level reads of its units, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huddle.actions.rules import ActionStatus
from huddle.concerns import queries as concerns
from huddle.concerns.rules import ConcernStatus
from huddle.core.errors import NotFound
from huddle.core.transaction import transaction
from huddle.handoffs.rules import Severity
from huddle.huddles import service as huddles
from huddle.huddles.queries.agenda import agenda
from huddle.huddles.rules import HuddleState
from huddle.tiers import queries
from huddle.today import board
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import LevelKind
from tests.actions.states import item_in
from tests.concerns.support import answered_above, answers_for, escalated, in_state, level, raised_by, receiver
from tests.handoffs.test_service import acknowledged, sent
from tests.support.ward import Ward
from tests.tiers.support import opened


def test_three_levels_stand_above_a_unit_lowest_first(ward: Ward) -> None:
    assert [(above.tier, above.name) for above in levels.above(ward.unit_id)] == [
        (2, "Medicine"),
        (3, "Riverside"),
        (4, "Test hospital"),
    ]
    assert levels.of_tier(ward.unit_id, 3).name == "Riverside"
    for tier in (0, 1, 5):
        with pytest.raises(NotFound):
            levels.of_tier(ward.unit_id, tier)


def test_a_level_is_there_for_those_with_business_there(ward: Ward) -> None:
    rita, service = receiver(ward), level(ward)
    for person in (rita, ward.maria, ward.quinn):
        assert queries.level_for(person, service.kind, service.id).name == "Medicine"
    for person in (ward.bob, ward.alice, ward.charlie, ward.dana):
        with pytest.raises(NotFound):
            queries.level_for(person, service.kind, service.id)
    with pytest.raises(NotFound):
        queries.level_for(ward.quinn, LevelKind.SITE, service.id)


def test_everybody_sees_only_their_levels(ward: Ward) -> None:
    rita = receiver(ward)
    assert [found.kind for found in queries.levels_for(rita)] == [LevelKind.SERVICE]
    assert [found.name for found in queries.levels_for(ward.maria)] == ["Medicine", "Riverside", "Test hospital"]
    assert len(queries.levels_for(ward.quinn)) == 5
    assert queries.levels_for(ward.bob) == []


def test_who_answers_for_a_level_is_found(ward: Ward) -> None:
    answers_for(ward, ward.bob, LevelKind.SITE)
    assert [found.name for found in levels.received_by(ward.bob.person_id)] == ["Riverside"]
    assert levels.received_by(ward.alice.person_id) == []


def test_what_came_up_is_in_the_order_of_its_clocks(ward: Ward) -> None:
    first, second, site = (raised_by(ward, ward.bob) for _number in range(3))
    for concern, tier, hours in ((second, 2, 25), (first, 2, -25), (site, 3, 0)):
        ward.clock.tick(timedelta(hours=hours))
        escalated(ward, concern, tier)
    assert [row.id for row in concerns.at_level(level(ward))] == [first.id, second.id]
    assert [row.id for row in concerns.at_level(level(ward, LevelKind.SITE))] == [site.id]


def test_a_unit_is_one_line_of_counts_and_words(ward: Ward) -> None:
    concern = in_state(ward, ConcernStatus.ESCALATED)
    [line] = queries.unit_lines(level(ward), [concern], ward.now)
    assert (line.name, line.huddle, line.watchers, line.waiting) == ("5 West", HuddleState.DUE, 0, 1)
    with transaction():
        huddles.open_scheduled(ward.unit_id, actor=ward.alice, now=ward.now)
    [line] = queries.unit_lines(level(ward), [], ward.now)
    assert (line.huddle, line.waiting) == (HuddleState.OPEN, 0)


def test_the_line_of_a_unit_counts_the_watchers_of_its_board_and_all_that_waits_here(ward: Ward) -> None:
    for severity in (Severity.UNSTABLE, Severity.WATCHER):
        acknowledged(ward, sent(ward, ward.alice, initials=severity.value[:2].upper()), ward.bob, severity)
    item_in(ward, ActionStatus.ESCALATED)
    in_state(ward, ConcernStatus.ESCALATED)
    shown = board.make(ward.unit_id, ward.now, units.facts(ward.unit_id).zone)
    service = level(ward)
    [line] = queries.unit_lines(service, [], ward.now)
    assert line.watchers == len(shown.watchers) == 2
    page = ward.client(ward.maria).get(f"/levels/service/{service.id}")
    assert "5 West 2 watchers, 2 waiting here" in page.text


def test_the_organisation_sees_all_units_by_name(ward: Ward) -> None:
    lines = queries.unit_lines(level(ward, LevelKind.ORGANISATION), [], ward.now)
    assert [line.name for line in lines] == ["5 West", "6 East"]


def test_the_units_next_huddle_looks_back_on_an_answer_from_above_until_it_is_told(ward: Ward) -> None:
    rita, concern = receiver(ward), in_state(ward, ConcernStatus.ESCALATED)
    answered_above(ward, concern, rita)
    for _day in range(2):
        ward.clock.tick(timedelta(days=1))
        with transaction():
            huddle = huddles.open_scheduled(ward.unit_id, actor=ward.alice, now=ward.now)
        assert [(item.id, item.to_tell) for item in agenda(huddle, ward.now).look_backs] == [(concern.id, True)]
    with transaction():
        huddles.tell_back(huddle, concern_id=concern.id, actor=ward.alice, now=ward.now)
        huddles.close(huddle, next_leader_id=None, actor=ward.alice, now=ward.now)
    assert concerns.unsettled(ward.unit_id) == []
    assert len(concerns.for_raiser(ward.bob.person_id, ward.now)) == 1, "until Bob has read it himself"


def test_a_huddle_looks_back_to_the_one_before(ward: Ward) -> None:
    service = level(ward)
    assert queries.since_last(service, ward.now).isoformat() == "2026-11-16T00:00:00+00:00"
    first = opened(ward, ward.maria)
    ward.clock.tick(timedelta(days=1))
    assert queries.since_last(service, ward.now) == first.opened_at
    ward.clock.tick(timedelta(days=30))
    assert queries.since_last(service, ward.now) == ward.now - timedelta(days=7)
