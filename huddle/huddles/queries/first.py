"""Which huddle of a day came first."""

from __future__ import annotations

from datetime import time

from sqlalchemy import select

from huddle.core.dates import at_local, local_day
from huddle.core.db import db
from huddle.huddles.models import Huddle
from huddle.huddles.rules import HuddleKind
from huddle.units import queries as units


def is_first_of_day(huddle: Huddle) -> bool:
    """Whether it is the huddle of a shift, and none of another shift was opened before it on the unit's day."""
    if huddle.opened_at is None or huddle.kind is not HuddleKind.SCHEDULED:
        return False
    zone = units.facts(huddle.unit_id).zone
    begins = at_local(local_day(huddle.opened_at, zone), time(0), zone)
    query = select(Huddle.id).where(
        Huddle.unit_id == huddle.unit_id,
        Huddle.kind == HuddleKind.SCHEDULED,
        Huddle.id != huddle.id,
        Huddle.opened_at >= begins,
        Huddle.opened_at < huddle.opened_at,
    )
    return db.session.execute(query.order_by(Huddle.id).limit(1)).first() is None
