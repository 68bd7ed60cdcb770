"""Who can help with an improvement, and who stands behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from huddle.actions import policy
from huddle.actions.models import ActionEvent, ActionHelper, ActionItem
from huddle.actions.rules import ActionStatus, EventKind
from huddle.core.actor import Actor, UnitRole
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import Level

Hidden = Callable[[Iterable[tuple[str, UUID | None]], Actor], set[UUID]]
"""Which sources, by kind and id, somebody is not even to know: `huddle.web.sources.secret`."""


def helpers(item_id: UUID) -> list[UUID]:
    """Who helps the owner."""
    query = select(ActionHelper.user_id).where(ActionHelper.item_id == item_id).order_by(ActionHelper.user_id)
    return list(db.session.execute(query).scalars())


def sponsors(unit_id: UUID, now: datetime) -> list[UUID]:
    """Who can stand behind what goes beyond the unit: its managers, and who answers for the levels above."""
    managers = [person.id for person in units.people(unit_id, now) if person.role is UnitRole.MANAGER]
    above = [level.receiver_id for level in levels.above(unit_id) if level.receiver_id]
    return list(dict.fromkeys([*managers, *above]))


def level_to_ask(unit_id: UUID) -> Level | None:
    """Who is asked for help: the lowest level above the unit for which somebody answers, else the lowest."""
    above = levels.above(unit_id)
    return next((level for level in above if level.receiver_id), above[0] if above else None)


def asked_above_by(item_id: UUID) -> UUID | None:
    """Who asked above for help, the last time."""
    query = select(ActionEvent.by).where(ActionEvent.item_id == item_id, ActionEvent.kind == EventKind.ESCALATED)
    return db.session.execute(query.order_by(ActionEvent.number.desc()).limit(1)).scalar_one_or_none()


def at_level(level: Level, actor: Actor, hidden: Hidden) -> Sequence[ActionItem]:
    """What asks this level for help, the longest wait first.

    Of an item from a source of which this person is not to know, only who was asked finds it here.
    """
    query = select(ActionItem).where(
        ActionItem.unit_id.in_(level.unit_ids),
        ActionItem.status == ActionStatus.ESCALATED,
        ActionItem.escalated_tier == level.tier,
    )
    found = db.session.execute(query.order_by(ActionItem.escalated_at, ActionItem.id)).scalars().all()
    if policy.can_help(actor, level):
        return found
    secret = hidden([(item.source_kind, item.source_id) for item in found], actor)
    return [item for item in found if item.source_id not in secret]


def for_level(level: Level, item_id: UUID, actor: Actor, hidden: Hidden) -> ActionItem:
    """One item of `at_level`. Raises NotFound, also once it was answered."""
    found = next((item for item in at_level(level, actor, hidden) if item.id == item_id), None)
    if found is None:
        raise NotFound
    return found
