"""What huddles noted as an event, for whoever learns from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.huddles.models import Huddle, HuddleItem
from huddle.huddles.rules import ItemKind

_EVENTS = Statement(
    select(HuddleItem.id, HuddleItem.at, HuddleItem.facts, HuddleItem.by)
    .join(Huddle, Huddle.id == HuddleItem.huddle_id)
    .where(
        Huddle.unit_id == bindparam("unit"),
        HuddleItem.kind == ItemKind.EVENT,
        HuddleItem.gone_at.is_(None),
        HuddleItem.at >= bindparam("start", type_=UTCDateTime()),
        HuddleItem.at < bindparam("end", type_=UTCDateTime()),
    )
    .order_by(HuddleItem.at, HuddleItem.id)
)


def ask_events(unit_id: UUID, start: datetime, end: datetime) -> Asked[list[tuple[Any, ...]]]:
    """Events that stand in a look back since [start, end), in order: id, when it was noted, type and topic, by whom."""
    return _EVENTS.ask(list, unit=unit_id, start=start, end=end)
