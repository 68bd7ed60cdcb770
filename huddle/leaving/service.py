"""Counting that somebody leaves late."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, text

from huddle.core.actor import Actor
from huddle.core.dates import Month, local_day
from huddle.core.db import db
from huddle.leaving import policy
from huddle.leaving.models import LeftLate
from huddle.leaving.rules import LateReason
from huddle.units import queries as units

_COUNT = text(
    "INSERT INTO left_late (unit_id, month, reason, times) VALUES (:unit_id, :month, :reason, 1) "
    "ON CONFLICT (unit_id, month, reason) DO UPDATE SET times = left_late.times + 1"
).bindparams(bindparam("unit_id", type_=LeftLate.__table__.c.unit_id.type))


def count(unit_id: UUID, reason: LateReason, *, actor: Actor, now: datetime) -> None:
    """One more time in the month that it is on the unit. Raises NotPermitted for people of other units."""
    # no trace: the trail keeps who and when, and this is kept without both
    policy.can_say(actor, unit_id).require()
    month = Month.of(local_day(now, units.facts(unit_id).zone))
    values = {"unit_id": unit_id, "month": str(month), "reason": reason.value}
    db.session.connection().execute(_COUNT, values)
