"""The practice hospital: made-up places, people and weeks of history, told through the same services as real ones."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import select

from huddle.accounts.models import User
from huddle.core.dates import Month
from huddle.core.db import db
from huddle.core.errors import RuleBroken
from huddle.practice import (
    above,
    beds,
    by_phone,
    chart_notes,
    doors,
    downtime,
    hospital,
    improvements,
    left_behind,
    lessons,
    months,
    moves,
    promises,
    reminders,
    shifts,
    told,
    tonight,
    urgent,
)

SEED = 20261121


def is_empty() -> bool:
    """Whether nobody has set this installation up."""
    return db.session.execute(select(User.id).limit(1)).first() is None


def load(now: datetime) -> None:
    """Fill an empty installation with the practice hospital as it stands at `now`.

    Must run inside a transaction. Raises RuleBroken when there is somebody already.
    """
    if not is_empty():
        raise RuleBroken("There are people in this installation already. Choose an empty data folder.")
    opened_at = opening_day(now)
    wards = hospital.build(opened_at, now)
    for number, ward in enumerate(wards):
        dice = random.Random(SEED + number)
        shifts.tell(ward, opened_at, now, dice)
        urgent.tell(ward, now)
        above.tell(ward, now)
        improvements.tell(ward, now)
        promises.tell(ward, now)
        months.tell(ward, now, dice)  # counts what stands above
        tonight.tell(ward, now, dice)
        told.tell(ward, now)
        left_behind.tell(ward, number, now)
        doors.tell(ward, now)
        beds.tell(ward, now)
        chart_notes.tell(ward, now)
        downtime.tell(ward, now)
    moves.tell(wards, now)
    by_phone.tell(wards, now)
    lessons.tell(wards, now)
    for ward in wards:
        promises.count(ward, now)
    reminders.tell(wards, now)


def opening_day(now: datetime) -> datetime:
    """When the hospital began: some days before the last whole month, so that there is one to look at."""
    first = Month.of(now.date()).previous().first_day()
    return now.replace(year=first.year, month=first.month, day=1, hour=6, minute=0, second=0) - timedelta(days=5)
