"""Reading check-ins, and counting a month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from huddle.actions import queries as actions
from huddle.actions.rules import SourceKind
from huddle.checkins.models import CheckIn, CheckInAddendum, RollupRun
from huddle.checkins.rules import CheckInState
from huddle.concerns import queries as concerns
from huddle.core.actor import Actor
from huddle.core.dates import Month, zone_or_utc
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.handoffs import queries as handoffs
from huddle.huddles import queries as huddles
from huddle.leaving import queries as leaving
from huddle.recognition import queries as recognition
from huddle.reviews import queries as reviews
from huddle.units.models import Service, Site, Unit

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem


def get(unit_id: UUID, month: Month) -> CheckIn:
    """The check-in of one month of the unit. Raises NotFound."""
    query = select(CheckIn).where(CheckIn.unit_id == unit_id, CheckIn.month == str(month))
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def month_of(unit_id: UUID, check_in_id: UUID) -> Month:
    """The month of a check-in of the unit. Raises NotFound."""
    query = select(CheckIn.month).where(CheckIn.unit_id == unit_id, CheckIn.id == check_in_id)
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return Month.parse(found)


def source_words(_actor: Actor, unit_id: UUID, check_in_id: UUID) -> str:
    """How an action item names the check-in that it came from. Raises NotFound."""
    return f"Check-in of {month_of(unit_id, check_in_id).label()}"


def known(unit_id: UUID, month: Month) -> CheckIn | None:
    """The same for a roll-up: None when there is none yet; others who roll up the same month wait for this one."""
    query = select(CheckIn).where(CheckIn.unit_id == unit_id, CheckIn.month == str(month)).with_for_update()
    return db.session.execute(query).scalar_one_or_none()


def of_unit(unit_id: UUID, *, published_only: bool = False) -> Sequence[CheckIn]:
    """All months of the unit, newest first."""
    query = select(CheckIn).where(CheckIn.unit_id == unit_id)
    if published_only:
        query = query.where(CheckIn.state == CheckInState.PUBLISHED)
    return db.session.execute(query.order_by(CheckIn.month.desc(), CheckIn.id)).scalars().all()


def newest(unit_id: UUID) -> CheckIn | None:
    """The check-in of the newest month, published or not."""
    query = select(CheckIn).where(CheckIn.unit_id == unit_id)
    return db.session.execute(query.order_by(CheckIn.month.desc(), CheckIn.id).limit(1)).scalar_one_or_none()


def waiting(unit_id: UUID) -> Sequence[CheckIn]:
    """Drafted and not published, newest first: the unit has not met over it yet."""
    query = select(CheckIn).where(CheckIn.unit_id == unit_id, CheckIn.state == CheckInState.DRAFTED)
    return db.session.execute(query.order_by(CheckIn.month.desc(), CheckIn.id)).scalars().all()


def addenda(check_in_id: UUID) -> Sequence[CheckInAddendum]:
    """What came in late, in order."""
    query = select(CheckInAddendum).where(CheckInAddendum.check_in_id == check_in_id)
    return db.session.execute(query.order_by(CheckInAddendum.computed_at, CheckInAddendum.id)).scalars().all()


def months_known(unit_id: UUID) -> set[str]:
    """The months that have been rolled up for this unit."""
    query = select(CheckIn.month).where(CheckIn.unit_id == unit_id).order_by(CheckIn.month)
    return set(db.session.execute(query).scalars())


def promises_made(check_in_id: UUID) -> Sequence[ActionItem]:
    """The action items that this check-in opened."""
    return actions.for_source(SourceKind.CHECK_IN, check_in_id)


def numbers(unit_id: UUID, month: Month, zone: ZoneInfo) -> dict[str, Any]:
    """What was counted in a month of the unit, as it is known now: counts only."""
    start, end = month.starts_at(zone), month.ends_at(zone)
    late = leaving.month_counts(unit_id, month)
    return {
        "promises": actions.month_counts(unit_id, month.first_day(), month.last_day()),
        "huddles": huddles.month_counts(unit_id, start, end),
        "handoffs": handoffs.month_counts(unit_id, start, end),
        "reviews": reviews.month_counts(unit_id, start, end),
        "concerns": concerns.month_counts(unit_id, start, end),
        "thanks": {"given": recognition.month_count(unit_id, start, end)},
    } | ({"left_late": late} if late else {})


@dataclass(frozen=True, slots=True)
class RolledUnit:
    """What the roll-up needs to know of a unit."""

    id: UUID
    name: str
    zone: ZoneInfo
    created_at: datetime


def rolled_units(unit_id: UUID | None = None) -> list[RolledUnit]:
    """All active units, or the one with this id, by name; none when there is no such unit.

    One whose time zone nobody knows here is among them: its own roll-up fails, and is told as failed.
    """
    query = select(Unit.id, Unit.name, Site.timezone, Unit.created_at)
    query = query.join(Service, Service.id == Unit.service_id).join(Site, Site.id == Service.site_id)
    query = query.where(Unit.active) if unit_id is None else query.where(Unit.id == unit_id)
    rows = db.session.execute(query.order_by(Unit.name, Unit.id))
    return [RolledUnit(id_, name, zone_or_utc(zone), created_at) for id_, name, zone, created_at in rows]


def newest_runs(limit: int = 20) -> Sequence[RollupRun]:
    """The log of the scheduler, newest first."""
    query = select(RollupRun).order_by(RollupRun.at.desc(), RollupRun.month.desc(), RollupRun.id)
    return db.session.execute(query.limit(limit)).scalars().all()
