"""Counting handoffs: of a month, of the last weeks, and of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect, bindparam, case, func, select

from huddle.core.db import db, read
from huddle.handoffs.models import Handoff, HandoffAction, HandoffEvent, HandoffIfThen
from huddle.handoffs.queries.answers import ANSWERED_AT
from huddle.handoffs.queries.promises import carried
from huddle.handoffs.queries.reach import at_home_on, written_on
from huddle.handoffs.queries.templates import completeness
from huddle.handoffs.rules import ActionAnswer, EventKind, HandoffStatus, Section, Told
from huddle.handoffs.rules.figures import Counted
from huddle.units import queries as units

_COUNTED = (
    written_on(bindparam("unit")),
    Handoff.sent_at >= bindparam("start"),
    Handoff.sent_at < bindparam("end"),
    Handoff.status != HandoffStatus.SUPERSEDED,
)
_OPENED = (
    select(func.max(HandoffEvent.at, type_=HandoffEvent.at.type))
    .where(
        HandoffEvent.handoff_id == Handoff.id,
        HandoffEvent.kind == EventKind.OPENED,
        HandoffEvent.actor_id == Handoff.acknowledged_by,
        HandoffEvent.at <= Handoff.acknowledged_at,
    )
    .scalar_subquery()
)


def _how_many(part: type[HandoffIfThen] | type[HandoffAction], *that: Any) -> ScalarSelect[int]:
    return select(func.count(part.id)).where(part.handoff_id == Handoff.id, *that).scalar_subquery()


_TOLD = (
    select(
        Handoff.id,
        Handoff.kind,
        Handoff.severity,
        Handoff.mode,
        Handoff.read_back,
        Handoff.started_at,
        Handoff.sent_at,
        Handoff.answer_by,
        Handoff.acknowledged_at,
        Handoff.receiver_severity,
        _how_many(HandoffIfThen),
        _how_many(HandoffIfThen, HandoffIfThen.watched),
        _how_many(HandoffAction, HandoffAction.answer == ActionAnswer.HANDED_BACK),
        _OPENED,
        ANSWERED_AT,
    )
    .where(*_COUNTED)
    .order_by(Handoff.sent_at, Handoff.id)
)
_SENT_BACK = (
    select(HandoffEvent.handoff_id, HandoffEvent.section)
    .join(Handoff, Handoff.id == HandoffEvent.handoff_id)
    .where(*_COUNTED, HandoffEvent.kind == EventKind.RETURNED)
    .order_by(HandoffEvent.seq)
)


def measured(unit_id: UUID, now: datetime) -> Counted:
    """Everything that H1 to H10 are counted from, of the last thirteen whole weeks; never by person."""
    over, zone = units.whole_weeks(unit_id, now), units.facts(unit_id).zone
    return Counted(
        over=over,
        zone=zone,
        now=now,
        told=told(unit_id, over.start, over.end),
        carried=carried(unit_id, over.start, over.end),
        completeness=completeness(unit_id, now),
    )


def told(unit_id: UUID, start: datetime, end: datetime) -> list[Told]:
    """The handoffs that were written on this unit and sent in [start, end), oldest first.

    One that goes to another unit counts where it was written. Left out is what a newer handoff took the place of.
    """
    values = {"unit": unit_id, "start": start, "end": end}
    missing: dict[UUID, set[Section]] = {}
    for handoff_id, section in read(_SENT_BACK, **values):
        missing.setdefault(handoff_id, set()).add(section)
    rows: Sequence[Any] = read(_TOLD, **values)
    return [replace(Told(*row[1:]), missing=frozenset(missing.get(row[0], ()))) for row in rows]


def month_counts(unit_id: UUID, start: datetime, end: datetime) -> dict[str, int]:
    """Of the handoffs sent in [start, end): how many, how many acknowledged, in time, and seen differently.

    Without escalations that were answered by phone: nobody had to acknowledge them.
    """
    query = select(
        func.count(Handoff.id),
        func.count(Handoff.acknowledged_at),
        func.count(case((Handoff.acknowledged_at <= Handoff.answer_by, 1))),
        func.count(case((Handoff.receiver_severity != Handoff.severity, 1))),
    ).where(*_COUNTED, Handoff.status != HandoffStatus.ANSWERED)
    counted = db.session.execute(query, {"unit": unit_id, "start": start, "end": end}).one()
    return dict(zip(("sent", "acknowledged", "in_time", "severity_differs"), counted, strict=True))


def patients_lately(unit_id: UUID, now: datetime) -> int:
    """How many different patients of this unit were handed over in the last 24 hours."""
    query = select(Handoff.patient_id1, Handoff.patient_id2).where(
        at_home_on(unit_id), Handoff.sent_at > now - timedelta(hours=24)
    )
    return db.session.execute(select(func.count()).select_from(query.distinct().subquery())).scalar_one()
