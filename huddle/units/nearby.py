"""The other units of the organisation, and who works there now: for a patient who goes to one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, bindparam, exists, or_, select

from huddle.accounts.models import Device, LoginSession, User
from huddle.core.db import read
from huddle.units.models import Membership, Unit
from huddle.units.queries import IS_MEMBER, facts_of

CAME_WITHIN = timedelta(hours=12)
"""Whoever signed in longer ago has gone home: shifts differ from unit to unit, and none is longer."""

_ON_DEVICE_THERE = LoginSession.device_id.in_(select(Device.id).where(Device.unit_id == Membership.unit_id))
_CAME = exists().where(
    LoginSession.user_id == User.id,
    LoginSession.created_at > bindparam("since"),
    or_(LoginSession.device_id.is_(None), _ON_DEVICE_THERE),
)
_WORKING = (
    select(Membership.unit_id, User.id, User.name)
    .join(User, User.id == Membership.user_id)
    .join(Unit, and_(Unit.id == Membership.unit_id, Unit.active))
    .where(Membership.unit_id != bindparam("unit"), IS_MEMBER, User.active, _CAME)
    .order_by(Membership.unit_id, User.name, User.id)
)


@dataclass(frozen=True, slots=True)
class OtherUnit:
    """One other unit, as it is called here, and the people who signed in there during the last half day."""

    id: UUID
    label: str
    people: Sequence[tuple[UUID, str]]


def other_units(unit_id: UUID, now: datetime) -> list[OtherUnit]:
    """Every other unit that is open, by name; with its site where that is another one."""
    units = facts_of()
    site = next((unit.site_name for unit in units if unit.id == unit_id), "")
    working = _working(unit_id, now)
    return [
        OtherUnit(
            unit.id,
            unit.name if unit.site_name == site else f"{unit.name}, {unit.site_name}",
            working.get(unit.id, ()),
        )
        for unit in units
        if unit.id != unit_id
    ]


def _working(unit_id: UUID, now: datetime) -> Mapping[UUID, Sequence[tuple[UUID, str]]]:
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for unit, person_id, name in read(_WORKING, unit=unit_id, now=now, since=now - CAME_WITHIN):
        found.setdefault(unit, []).append((person_id, name))
    return found
