"""Huddles held week by week, for the chart that a huddle opens with."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from huddle.core.db import db
from huddle.core.transaction import transaction
from huddle.huddles import queries, service
from huddle.huddles.queries import adherence
from huddle.huddles.queries.adherence import Week
from huddle.huddles.rules import NotHeldReason
from huddle.units.models import Shift, Unit
from huddle.units.queries import MEASURED_WEEKS
from tests.support.ward import Ward

MONDAY = date(2026, 11, 9)


def began(ward: Ward, moment: datetime) -> None:
    with transaction():
        db.session.get_one(Unit, ward.unit_id).created_at = moment


def held(ward: Ward, moment: datetime) -> None:
    with transaction():
        huddle = service.open_scheduled(ward.unit_id, actor=ward.alice, now=moment)
        service.close(huddle, next_leader_id=None, actor=ward.alice, now=moment + timedelta(minutes=8))


def test_only_whole_weeks_are_counted_and_only_since_the_unit_began(ward: Ward) -> None:
    began(ward, ward.now - timedelta(days=6, hours=18))
    held(ward, ward.now - timedelta(days=6))
    held(ward, ward.now)
    found = adherence.weeks(ward.unit_id, ward.now)
    assert [week.monday for week in found] == [MONDAY]
    assert found[0].held == 1
    assert found[0].scheduled == 13, "two shifts a day, without the one before the unit began that Monday"


def test_a_reason_why_there_was_none_is_not_a_huddle(ward: Ward) -> None:
    began(ward, ward.now - timedelta(days=14))
    [run, *_more] = queries.unexplained(ward.unit_id, ward.now)
    with transaction():
        service.say_why_not_held(
            ward.unit_id,
            shift_id=run.shift_id,
            shift_on=run.on,
            reason=NotHeldReason.EMERGENCY,
            actor=ward.alice,
            now=ward.now,
        )
    assert [week.held for week in adherence.weeks(ward.unit_id, ward.now)][-1] == 0


def test_a_unit_of_this_week_has_no_chart_yet(ward: Ward) -> None:
    began(ward, ward.now - timedelta(hours=5))
    assert adherence.chart(ward.unit_id, ward.now) is None


def test_few_planned_huddles_are_counted_and_not_turned_into_a_percentage() -> None:
    few = adherence._point(Week(MONDAY, scheduled=4, held=3), MONDAY + timedelta(days=9))
    many = adherence._point(Week(MONDAY, scheduled=14, held=7), MONDAY + timedelta(days=9))
    assert (few.value, few.detail) == (None, "3 of 4")
    assert (many.value, many.detail, many.label) == (50, "7 of 14", "9 Nov")


@pytest.mark.parametrize(("weeks", "sentence"), [(20, "No signal"), (4, "Too early to tell")])
def test_the_chart_speaks(ward: Ward, weeks: int, sentence: str) -> None:
    began(ward, ward.now - timedelta(weeks=weeks))
    drawn = adherence.chart(ward.unit_id, ward.now)
    assert drawn is not None
    assert drawn.sentence.startswith(sentence)
    assert len(drawn.points) == min(weeks, MEASURED_WEEKS)


def test_shifts_of_another_unit_do_not_count(ward: Ward) -> None:
    began(ward, ward.now - timedelta(days=14))
    ours = adherence.weeks(ward.unit_id, ward.now)
    with transaction():
        db.session.query(Shift).filter(Shift.unit_id == ward.other_unit_id).delete()
    assert adherence.weeks(ward.unit_id, ward.now) == ours
