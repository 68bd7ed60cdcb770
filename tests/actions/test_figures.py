"""Follow-through by hand, by the rules and by the database: three times the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, update

from huddle.actions import queries
from huddle.actions.models import ActionItem, FollowThroughMonth
from huddle.actions.queries import counting, figures
from huddle.actions.rules import FINISHED, ActionStatus, Effect, Lane, SourceKind, Strength
from huddle.actions.rules.figures import Counts, Heaps, count, total
from huddle.actions.service.figures import keep_month
from huddle.checkins import queries as checkins
from huddle.core.actor import Actor
from huddle.core.dates import Month
from huddle.core.db import db, is_sqlite
from huddle.core.transaction import transaction
from huddle.units.models import Site
from tests.actions.twelve import BY_HAND, COUNTED_ON, IMPROVEMENTS, OCTOBER, store
from tests.support.ward import Ward

ZONES = ("Europe/London", "America/New_York", "America/Santiago", "Pacific/Kiritimati")
COUNTING = Actor.system("figures")
DAY = timedelta(days=1)


def twelve(ward: Ward, zone: str = "Europe/London") -> list[ActionItem]:
    with transaction():
        db.session.execute(update(Site).values(timezone=zone))
        return store(ward.unit_id, ward.bob, ward.alice, ZoneInfo(zone))


def in_database(ward: Ward, month: Month = OCTOBER) -> Heaps:
    return figures.of_month(ward.unit_id, month, COUNTED_ON)


@pytest.mark.parametrize("zone", ZONES)
def test_twelve_rows_come_out_as_by_hand(ward: Ward, zone: str) -> None:
    items = twelve(ward, zone)
    assert count(items, ZoneInfo(zone), COUNTED_ON) == BY_HAND
    assert in_database(ward) == BY_HAND
    assert total(BY_HAND, Lane.IMPROVEMENT) == IMPROVEMENTS
    assert (IMPROVEMENTS.verified_on_time, IMPROVEMENTS.verified, IMPROVEMENTS.due) == (3, 4, 9)


@pytest.mark.parametrize("zone", ZONES[:3])
def test_the_database_counts_like_the_rules_item_by_item(ward: Ward, zone: str) -> None:
    dice = Random(zone)
    with transaction():
        db.session.execute(update(Site).values(timezone=zone))
        db.session.add_all([_any(ward, dice, ZoneInfo(zone)) for _ in range(200)])
    items = db.session.execute(select(ActionItem)).scalars().all()
    for month in (Month(2026, 3), OCTOBER):
        those = [item for item in items if Month.of(item.original_due_on) == month]
        assert in_database(ward, month) == count(those, ZoneInfo(zone), COUNTED_ON)
    # A whole year at once.
    first, last = date(2026, 1, 1), date(2026, 12, 31)
    assert figures.counted(ward.unit_id, first, last, COUNTED_ON) == count(items, ZoneInfo(zone), COUNTED_ON)


def _any(ward: Ward, dice: Random, zone: ZoneInfo) -> ActionItem:
    """Anything that the database lets through, around the changes of the clocks and often close to midnight."""
    first = date(2026, dice.choice((3, 10)), 1) + DAY * dice.randrange(31)

    def around(most: int) -> datetime:
        midnight = datetime.combine(first + DAY * dice.randrange(-3, most), time(0), tzinfo=zone)
        return midnight.astimezone(UTC) + timedelta(minutes=dice.choice((-30, 0, 30)))

    status = dice.choice(list(ActionStatus))
    fix = status in {ActionStatus.OPEN, ActionStatus.DONE}
    ended = status in FINISHED | {ActionStatus.NOT_EFFECTIVE}
    item = ActionItem(
        unit_id=ward.unit_id,
        title="Move the chairs",
        owner_id=ward.bob.person_id,
        due_on=first,
        original_due_on=first,
        source_kind=SourceKind.MANUAL,
        lane=Lane.QUICK_FIX if fix else Lane.IMPROVEMENT,
        strength=None if fix else dice.choice([None, *Strength]),
        status=status,
        created_at=datetime(2026, 2, 1, tzinfo=UTC),
        created_by=ward.bob.person_id,
        redated_count=dice.choice((0, 0, 0, 1, 2)),
        reopened_count=dice.choice((0, 0, 1)),
    )
    if status is ActionStatus.MERGED:
        item.status = ActionStatus.PROPOSED
    if ended:
        item.done_at, item.done_by = around(10), ward.bob.person_id
    if ended and not fix and status is not ActionStatus.DONE_UNVERIFIED:
        item.verified_at, item.verified_by = around(12), ward.alice.person_id
        item.effect_30 = dice.choice([None, *Effect])
        item.effect_30_at = None if item.effect_30 is None else around(50)
        item.told_back_at, item.told_back_by = around(20), ward.alice.person_id
    if not fix and dice.random() < 0.6:
        item.first_verified_at = around(12)
        item.first_effect_30, item.first_effect_90 = (dice.choice([None, *Effect]) for _ in range(2))
    if status is ActionStatus.DROPPED:
        item.dropped_at, item.dropped_by, item.dropped_reason = around(5), ward.bob.person_id, "Not needed"
    return item


@pytest.mark.parametrize("last", [date(2026, 10, 31), date(2028, 9, 30)])
def test_days_are_walked_and_items_read_from_the_index_alone(ward: Ward, last: date) -> None:
    """The other way round SQLite would look through all days for each item."""
    if not is_sqlite():
        return
    statement = counting._statement(ZoneInfo("Europe/London"), date(2026, 10, 1), last, True)
    values = {"unit": ward.unit_id, "old_30": ward.now, "old_90": ward.now}
    sql, given = statement.compiled(db.engine.dialect, values).query(values)
    plan = [row[3] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)]
    by = "SEARCH action_item USING COVERING INDEX ix_action_item_counted (unit_id=? AND original_due_on=?)"
    assert plan[-3:] == ["SCAN days", by, "USE TEMP B-TREE FOR GROUP BY"]


def test_a_month_is_kept_once_and_again_when_something_came_of_it(ward: Ward) -> None:
    [first, *_] = twelve(ward)
    for later in (0, 1):
        ward.clock.tick(later * DAY)
        with transaction():
            keep_month(ward.unit_id, OCTOBER, actor=COUNTING, now=ward.now)
        assert figures.kept(ward.unit_id, OCTOBER, OCTOBER) == ({OCTOBER: BY_HAND}, ward.now)
    rows = db.session.execute(select(func.count()).select_from(FollowThroughMonth)).scalar_one()
    assert rows == len(BY_HAND)
    with transaction():
        item = queries.get(ward.unit_id, first.id)
        item.original_due_on = date(2026, 9, 5)
        for row in queries.promised_for(ward.unit_id, date(2026, 10, 1), date(2026, 10, 31), shown=None):
            row.strength = None
    with transaction():
        keep_month(ward.unit_id, OCTOBER, actor=COUNTING, now=ward.now)
    kept, _at = figures.kept(ward.unit_id, OCTOBER, OCTOBER)
    assert {heap: counts for heap, counts in kept[OCTOBER].items() if counts.due} == in_database(ward)


def test_what_nobody_has_kept_and_the_running_month_are_counted_now(ward: Ward) -> None:
    twelve(ward)
    september, november = OCTOBER.previous(), OCTOBER.next()
    with transaction():
        keep_month(ward.unit_id, september, actor=COUNTING, now=ward.now)
        keep_month(ward.unit_id, november, actor=COUNTING, now=ward.now)
        db.session.execute(update(FollowThroughMonth).values(due=7))
    months, counted_at = figures.of_months(ward.unit_id, september, november, COUNTED_ON)
    assert [total(heaps).due for heaps in months.values()] == [7, 10, 0]
    assert counted_at == ward.now


def test_a_check_in_and_the_figures_say_the_same(ward: Ward) -> None:
    twelve(ward)
    promises = checkins.numbers(ward.unit_id, OCTOBER, ZoneInfo("Europe/London"))["promises"]
    both = total(in_database(ward))
    assert promises == {
        "due": both.due,
        "done": both.done,
        "done_on_time": both.done_on_time,
        "improvements": IMPROVEMENTS.due,
        "verified": IMPROVEMENTS.verified,
        "verified_on_time": IMPROVEMENTS.verified_on_time,
    }
    assert total(in_database(ward, OCTOBER.next())) == Counts()
