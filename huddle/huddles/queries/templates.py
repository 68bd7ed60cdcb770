"""What a unit asks in its huddles: the newest template of each kind, and the one that a huddle was opened with."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from huddle.core.db import db
from huddle.huddles.models import Huddle, HuddleTemplate
from huddle.huddles.rules import DEFAULTS, HuddleKind, Plan


def newest(unit_id: UUID, kind: HuddleKind) -> HuddleTemplate | None:
    """The template for the next huddle of this kind; None while the unit has changed nothing and held none."""
    query = select(HuddleTemplate).where(HuddleTemplate.unit_id == unit_id, HuddleTemplate.kind == kind)
    return db.session.execute(query.order_by(HuddleTemplate.number.desc()).limit(1)).scalar_one_or_none()


def plan_of(huddle: Huddle) -> tuple[Plan, bool]:
    """The steps that a huddle was opened with, and whether it ticks names."""
    template = db.session.get(HuddleTemplate, huddle.template_id) if huddle.template_id else None
    if template is None:
        return DEFAULTS[huddle.kind], False
    return template.plan, template.names_on
