"""Which unit a handoff is of: the one place where that is told (docs/adr/0008-transfers-between-units.md).

Most handoffs are their unit's in every sense. One that goes to another unit is written on its origin and read by both:
by the receiving unit from sending on, for as long as it counts, and that one handoff alone. The patient is the
origin's until somebody of the receiving unit acknowledges, and the receiving unit's from then on; what happens to the
patient there is not told to the origin.

`unit` is a bound parameter or an id.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from huddle.handoffs.models import Handoff
from huddle.handoffs.rules import HandoffStatus

Place = UUID | ColumnElement[UUID]
NOT_COMING = (HandoffStatus.DRAFT, HandoffStatus.SUPERSEDED)
"""It reaches nobody: it was not sent yet, or it was taken back."""


def written_on(unit: Place) -> ColumnElement[bool]:
    """Handoffs that were written on the unit: they count for its measures, and for it alone."""
    return Handoff.unit_id == unit


def goes_to(unit: Place) -> ColumnElement[bool]:
    """Handoffs of another unit's patient who comes to this one, or came. What is taken back is not there any more."""
    return and_(Handoff.to_unit_id == unit, Handoff.status.not_in(NOT_COMING))


def at_home_on(unit: Place) -> ColumnElement[bool]:
    """Handoffs whose patient is the unit's now."""
    stays = and_(Handoff.unit_id == unit, or_(Handoff.to_unit_id.is_(None), Handoff.acknowledged_at.is_(None)))
    return or_(stays, came_to(unit))


def came_to(unit: Place) -> ColumnElement[bool]:
    """Handoffs by which a patient came to the unit from another one."""
    return and_(Handoff.to_unit_id == unit, Handoff.acknowledged_at.is_not(None))


def for_people_of(unit: Place) -> ColumnElement[bool]:
    """Handoffs whose receivers work on the unit: those that stay on it, and those that go to it."""
    return or_(and_(written_on(unit), Handoff.to_unit_id.is_(None)), Handoff.to_unit_id == unit)


def tells_of(unit: Place) -> ColumnElement[bool]:
    """Handoffs that tell who of the unit has a patient, or that they are the unit's no longer."""
    return or_(written_on(unit), came_to(unit))
