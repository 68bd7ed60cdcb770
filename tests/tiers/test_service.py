"""Opening, closing and missing a huddle above the units, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from huddle.audit import queries as audit
from huddle.core.errors import NotFound, NotPermitted, RuleBroken
from huddle.core.transaction import transaction
from huddle.huddles.rules import NotHeldReason
from huddle.tiers import queries, service
from huddle.units.rules import LevelKind
from tests.concerns.support import level, receiver
from tests.support.ward import Ward
from tests.tiers.support import closed, opened

TODAY = date(2026, 11, 16)


def explained(ward: Ward, on: date, who: str = "maria") -> None:
    with transaction():
        service.say_why_not_held(
            level(ward), on=on, reason=NotHeldReason.EMERGENCY, actor=getattr(ward, who), now=ward.now
        )


def test_a_level_has_one_huddle_a_day_and_who_comes_later_joins_it(ward: Ward) -> None:
    rita = receiver(ward)
    first, second = opened(ward, ward.maria), opened(ward, rita)
    assert first.id == second.id
    assert (second.opened_by, second.held_on) == (ward.maria.user_id, TODAY)
    assert [event.action for event in audit.of_subject(first.id)] == ["tier-huddle.opened"]


def test_each_level_has_its_own_and_tomorrow_is_another(ward: Ward) -> None:
    first = opened(ward, ward.quinn)
    site = opened(ward, ward.quinn, level(ward, LevelKind.SITE))
    ward.clock.tick(timedelta(days=1))
    assert len({first.id, site.id, opened(ward, ward.quinn).id}) == 3


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 11, 17, 4, 30, tzinfo=UTC), date(2026, 11, 16)),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 11, 2, 4, 59, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 3, 8, 3, 59, tzinfo=UTC), date(2026, 3, 7)),
    ],
)
def test_the_day_is_that_of_the_site(ward: Ward, at: datetime, day: date) -> None:
    ward.clock.set(at)
    harbour = level(ward, unit_id=ward.other_unit_id)
    assert opened(ward, ward.quinn, harbour).held_on == day


@pytest.mark.parametrize("who", ["bob", "alice", "charlie", "dana"])
def test_others_neither_open_nor_explain(ward: Ward, who: str) -> None:
    with pytest.raises(NotPermitted):
        opened(ward, getattr(ward, who))
    with pytest.raises(NotPermitted):
        explained(ward, TODAY, who)


def test_it_is_closed_once_with_its_notes(ward: Ward) -> None:
    huddle = opened(ward, ward.maria)
    closed(ward, huddle, ward.maria, "Two beds are closed on 5 West until noon.")
    assert queries.get(level(ward), huddle.id).notes == "Two beds are closed on 5 West until noon."
    with pytest.raises(RuleBroken):
        closed(ward, queries.get(level(ward), huddle.id), ward.maria)


def test_a_missed_day_has_a_reason_and_may_still_be_held(ward: Ward) -> None:
    explained(ward, TODAY)
    huddle = opened(ward, ward.maria)
    assert (huddle.not_held_reason, huddle.opened_by) == (None, ward.maria.user_id)
    with pytest.raises(RuleBroken, match="There was a huddle"):
        explained(ward, TODAY)


def test_a_missed_one_is_not_a_huddle_to_look_at(ward: Ward) -> None:
    explained(ward, date(2026, 11, 13))
    row = queries.on_day(level(ward), date(2026, 11, 13))
    assert row is not None
    with pytest.raises(NotFound):
        queries.get(level(ward), row.id)


def test_a_huddle_of_another_level_is_not_there(ward: Ward) -> None:
    huddle = opened(ward, ward.maria)
    with pytest.raises(NotFound):
        queries.get(level(ward, LevelKind.SITE), huddle.id)


def test_working_days_without_a_word_are_asked_about(ward: Ward) -> None:
    assert queries.unexplained(level(ward), date(2026, 11, 20)) == [], "who never held one owes no reason"
    opened(ward, ward.maria)
    assert [day.day for day in queries.unexplained(level(ward), date(2026, 11, 20))] == [19, 18, 17]
