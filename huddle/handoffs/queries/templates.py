"""How a unit words its handoffs: the newest template of each kind, and the one that a handoff was written with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from huddle.core.db import db, read
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


def newest(unit_id: UUID, kind: HandoffKind) -> HandoffTemplate | None:
    """The template for the next handoff of this kind; None while the unit tells it in our words."""
    return db.session.execute(_versions(unit_id, kind).limit(1)).scalar_one_or_none()


def versions(unit_id: UUID, kind: HandoffKind) -> Sequence[HandoffTemplate]:
    """Every version that the unit has had, the newest first."""
    return db.session.execute(_versions(unit_id, kind)).scalars().all()


def _versions(unit_id: UUID, kind: HandoffKind) -> Select[tuple[HandoffTemplate]]:
    query = select(HandoffTemplate).where(HandoffTemplate.unit_id == unit_id, HandoffTemplate.kind == kind)
    return query.order_by(HandoffTemplate.number.desc())


def shape_for(unit_id: UUID, kind: HandoffKind) -> Shape:
    """How the next handoff of this kind is told on this unit."""
    return shape(newest(unit_id, kind), kind)


def shape(template: HandoffTemplate | None, kind: HandoffKind) -> Shape:
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
