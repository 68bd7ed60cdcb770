"""Escalations that somebody took on or answered, for whoever learns from them: no patient and no words."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from huddle.core.reading import Asked, Statement
from huddle.core.types import UTCDateTime
from huddle.handoffs.models import Handoff, HandoffEvent
from huddle.handoffs.rules import SETTLED, EventKind, HandoffKind

_ANSWERED_AT = (
    select(func.max(HandoffEvent.at))
    .where(HandoffEvent.handoff_id == Handoff.id, HandoffEvent.kind == EventKind.ANSWERED_BY_PHONE)
    .scalar_subquery()
)
_ESCALATIONS = Statement(
    select(Handoff.id, Handoff.sent_at, func.coalesce(Handoff.acknowledged_at, _ANSWERED_AT, type_=UTCDateTime()))
    .add_columns(Handoff.sent_by, Handoff.acknowledged_by)
    .where(
        Handoff.unit_id == bindparam("unit"),
        Handoff.kind == HandoffKind.ESCALATION,
        Handoff.status.in_(SETTLED),
        Handoff.sent_at >= bindparam("start", type_=UTCDateTime()),
        Handoff.sent_at < bindparam("end", type_=UTCDateTime()),
    )
    .order_by(Handoff.sent_at, Handoff.id)
)


def ask_escalations(unit_id: UUID, start: datetime, end: datetime) -> Asked[list[tuple[Any, ...]]]:
    """Escalations of the unit that were sent in [start, end) and settled since.

    id, when sent, when settled, who called, who took it on (None when it was answered by phone).
    """
    return _ESCALATIONS.ask(list, unit=unit_id, start=start, end=end)
