"""How a unit words its handoffs: the newest template of each kind, and the one that a handoff was written with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from huddle.core.db import db, read
from huddle.core.reading import Statement
from huddle.handoffs import rules
from huddle.handoffs.models import Handoff, HandoffIfThen, HandoffTemplate
from huddle.handoffs.rules import DEFAULTS, Completeness, HandoffKind, HandoffStatus, Shape

_TOLD = (
    select(
        Handoff.kind,
        Handoff.template_id,
        Handoff.severity,
        Handoff.situation,
        Handoff.background,
        Handoff.assessment,
        Handoff.recommendation,
        Handoff.extra,
        func.count(HandoffIfThen.id).label("if_thens"),
    )
    .outerjoin(HandoffIfThen, HandoffIfThen.handoff_id == Handoff.id)
    .where(
        Handoff.unit_id == bindparam("unit"),
        Handoff.sent_at > bindparam("since"),
        Handoff.status != HandoffStatus.SUPERSEDED,
        Handoff.patient_id1 != "",
    )
    .group_by(Handoff.id)
    .order_by(Handoff.sent_at, Handoff.id)
)


@dataclass(frozen=True, slots=True)
class Newest:
    """What the next handoff of a kind is written by."""

    id: UUID
    number: int
    shape: dict[str, Any]


_NEWEST = Statement(
    select(HandoffTemplate.id, HandoffTemplate.number, HandoffTemplate.shape)
    .where(HandoffTemplate.unit_id == bindparam("unit"), HandoffTemplate.kind == bindparam("kind"))
    .order_by(HandoffTemplate.number.desc())
    .limit(1)
)


def newest(unit_id: UUID, kind: HandoffKind) -> Newest | None:
    """The template for the next handoff of this kind; None while the unit tells it in our words."""
    rows = _NEWEST.rows(unit=unit_id, kind=kind)
    return Newest(*rows[0]) if rows else None


def versions(unit_id: UUID, kind: HandoffKind) -> Sequence[HandoffTemplate]:
    """Every version that the unit has had, the newest first."""
    query = select(HandoffTemplate).where(HandoffTemplate.unit_id == unit_id, HandoffTemplate.kind == kind)
    return db.session.execute(query.order_by(HandoffTemplate.number.desc())).scalars().all()


def shape_for(unit_id: UUID, kind: HandoffKind) -> Shape:
    """How the next handoff of this kind is told on this unit."""
    return shape(newest(unit_id, kind), kind)


def shape(template: HandoffTemplate | Newest | None, kind: HandoffKind) -> Shape:
    """What a row says; without one it is ours."""
    return rules.read_shape(kind, template.shape) if template else DEFAULTS[kind]


def shape_of(handoff: Handoff) -> Shape:
    """How a handoff was told when it was written."""
    template = db.session.get(HandoffTemplate, handoff.template_id) if handoff.template_id else None
    return shape(template, handoff.kind)


def completeness(unit_id: UUID, now: datetime) -> list[Completeness]:
    """Of each handoff of the last thirty days whose words are still there: how much of what was required it had."""
    of_unit = select(HandoffTemplate).where(HandoffTemplate.unit_id == unit_id).order_by(HandoffTemplate.id)
    shapes = {row.id: shape(row, row.kind) for row in db.session.execute(of_unit).scalars()}
    rows: Sequence[Any] = read(_TOLD, unit=unit_id, since=now - rules.MEASURED_FOR)
    return [
        rules.completeness(shapes.get(row.template_id) or DEFAULTS[row.kind], row, if_thens=row.if_thens)
        for row in rows
    ]
