"""Reading action items, and counting what was promised for some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from huddle.actions import queries, service
from huddle.actions.models import ActionItem
from huddle.actions.queries import lists
from huddle.actions.rules import ActionStatus, EventKind, SourceKind
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.core.transaction import transaction
from huddle.units.models import Site
from tests.actions.test_service import TODAY, finished, opened
from tests.support.ward import Ward

DAY = timedelta(days=1)
BOTH_LANES = ("due", "done", "done_on_time")


def counts(ward: Ward, last_day: date = date(2026, 11, 30)) -> dict[str, int]:
    """Of both lanes; test_figures.py counts improvements."""
    found = queries.month_counts(ward.unit_id, date(2026, 11, 1), last_day)
    return {name: found[name] for name in BOTH_LANES}


def test_another_units_item_is_not_there(ward: Ward) -> None:
    item = opened(ward)
    assert queries.get(ward.unit_id, item.id) is item
    for unit_id, item_id in ((ward.other_unit_id, item.id), (ward.unit_id, uuid4())):
        with pytest.raises(NotFound):
            queries.get(unit_id, item_id)
    assert queries.open_items(ward.other_unit_id) == []


def test_the_oldest_date_stands_first_also_when_done(ward: Ward) -> None:
    late, soon = opened(ward, due_on=TODAY + 5 * DAY), opened(ward, due_on=TODAY + DAY)
    assert queries.open_items(ward.unit_id) == [soon, late]
    for item in (late, soon):
        ward.clock.tick(timedelta(minutes=1))
        finished(ward, item)
    assert lists.on_board(ward.unit_id, ward.now) == [soon, late]


def test_enums_days_and_moments_come_back_as_they_went_in(ward: Ward) -> None:
    item_id = finished(ward, opened(ward)).id
    with transaction():
        item = queries.get(ward.unit_id, item_id)
        assert item.status is ActionStatus.DONE
        assert item.source_kind is SourceKind.MANUAL
        assert item.due_on == TODAY
        assert item.done_at == ward.now
        assert queries.history(item_id)[0].kind is EventKind.OPENED


def test_an_empty_month_counts_nothing(ward: Ward) -> None:
    assert counts(ward) == {"due": 0, "done": 0, "done_on_time": 0}


def test_a_moved_date_is_late_however_far_it_moved(ward: Ward) -> None:
    item = opened(ward)
    with transaction():
        service.move_due(item, due_on=TODAY + 20 * DAY, actor=ward.bob, now=ward.now)
    ward.clock.tick(10 * DAY)
    finished(ward, item)
    assert counts(ward) == {"due": 1, "done": 1, "done_on_time": 0}


def test_the_month_is_that_of_the_first_date(ward: Ward) -> None:
    item = opened(ward, due_on=date(2026, 11, 30))
    with transaction():
        service.move_due(item, due_on=date(2026, 12, 9), actor=ward.bob, now=ward.now)
    opened(ward, due_on=date(2026, 12, 1))
    assert counts(ward)["due"] == 1
    assert queries.month_counts(ward.unit_id, date(2026, 12, 1), date(2026, 12, 31))["due"] == 1


def test_on_time_is_measured_on_the_units_own_evening(ward: Ward) -> None:
    """At 23:30 in New York it is tomorrow in UTC, and still on time."""
    new_york = ZoneInfo("America/New_York")
    for minutes in (0, 60):
        ward.clock.set(datetime(2026, 11, 15, 12, tzinfo=new_york))
        with transaction():
            item = service.open_item(
                ward.other_unit_id,
                title="Fetch it",
                owner_id=ward.charlie.person_id,
                due_on=TODAY,
                source_kind=SourceKind.MANUAL,
                source_id=None,
                actor=ward.charlie,
                now=ward.now,
            )
        ward.clock.set(datetime(2026, 11, 16, 23, 30, tzinfo=new_york))
        ward.clock.tick(timedelta(minutes=minutes))
        finished(ward, item, by=ward.charlie)
    found = queries.month_counts(ward.other_unit_id, date(2026, 11, 1), date(2026, 11, 30))
    assert (found["due"], found["done"], found["done_on_time"]) == (2, 2, 1)


@pytest.mark.parametrize(("days", "due"), [(0, 0), (1, 0), (2, 1), (5, 1)])
def test_what_was_dropped_before_its_day_was_never_due(ward: Ward, days: int, due: int) -> None:
    item = opened(ward, due_on=TODAY + 2 * DAY)
    ward.clock.tick(days * DAY)
    with transaction():
        service.drop(item, reason="Not needed any more", actor=ward.bob, now=ward.now)
    assert counts(ward) == {"due": due, "done": 0, "done_on_time": 0}


@pytest.mark.parametrize(
    ("zone", "first", "last"),
    [
        ("Europe/London", date(2026, 10, 1), date(2026, 10, 31)),
        ("America/New_York", date(2026, 3, 1), date(2026, 3, 31)),
        ("America/Santiago", date(2026, 9, 1), date(2026, 9, 30)),
        ("Pacific/Kiritimati", date(2026, 11, 16), date(2026, 11, 16)),
    ],
)
def test_the_month_is_counted_like_item_by_item(ward: Ward, zone: str, first: date, last: date) -> None:
    dice = Random(f"{zone}{first}")
    moment = datetime.combine(first, time(0), tzinfo=ZoneInfo(zone)).astimezone(UTC) - 20 * DAY
    with transaction():
        db.session.execute(update(Site).values(timezone=zone))
        for _ in range(150):
            db.session.add(_any_item(ward, dice, first, last, moment))
    items = db.session.execute(select(ActionItem)).scalars().all()
    found, expected = queries.month_counts(ward.unit_id, first, last), _one_by_one(items, ZoneInfo(zone), first, last)
    assert found == found | expected


def _any_item(ward: Ward, dice: Random, first: date, last: date, moment: datetime) -> ActionItem:
    """Promised and ended anywhere around those days, often within the hour of a midnight."""
    due_on = first + timedelta(days=dice.randint(-15, (last - first).days + 5))
    ended = moment + timedelta(days=dice.randint(0, 60), hours=dice.randint(0, 24), minutes=dice.choice((-30, 0, 30)))
    status = dice.choice([ActionStatus.OPEN, ActionStatus.DONE, ActionStatus.DROPPED])
    done, dropped = status is ActionStatus.DONE, status is ActionStatus.DROPPED
    return ActionItem(
        unit_id=ward.unit_id,
        title="Fetch it",
        owner_id=ward.bob.person_id,
        due_on=due_on,
        original_due_on=due_on,
        source_kind=SourceKind.MANUAL,
        status=status,
        created_at=moment + timedelta(days=dice.randint(-10, 60)),
        created_by=ward.bob.person_id,
        done_at=ended if done else None,
        done_by=ward.bob.person_id if done else None,
        dropped_at=ended if dropped else None,
        dropped_by=ward.bob.person_id if dropped else None,
        dropped_reason="Not needed" if dropped else "",
    )


def _one_by_one(items: Sequence[ActionItem], zone: ZoneInfo, first: date, last: date) -> dict[str, int]:
    asked = [item for item in items if first <= item.original_due_on <= last]
    due = [
        item for item in asked if not item.dropped_at or item.dropped_at.astimezone(zone).date() >= item.original_due_on
    ]
    done = [item.done_at.astimezone(zone).date() <= item.original_due_on for item in due if item.done_at]
    return {"due": len(due), "done": len(done), "done_on_time": sum(done)}
