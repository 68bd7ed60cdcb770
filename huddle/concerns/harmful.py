"""Concerns that could harm somebody soon, for whoever learns from them: nobody's words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.concerns.models import Concern
from huddle.concerns.rules import URGENT
from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime

_HARMFUL = Statement(
    select(Concern.id, Concern.picked_up_at)
    .where(
        Concern.unit_id == bindparam("unit"),
        Concern.harm.in_(URGENT),
        Concern.picked_up_at >= bindparam("start", type_=UTCDateTime()),
        Concern.picked_up_at < bindparam("end", type_=UTCDateTime()),
    )
    .order_by(Concern.picked_up_at, Concern.id)
)


def ask_harmful(unit_id: UUID, start: datetime, end: datetime) -> Asked[list[tuple[UUID, datetime]]]:
    """Concerns of which somebody said in [start, end) that they harm, or will today: id, when it was said."""
    return _HARMFUL.ask(list, unit=unit_id, start=start, end=end)
