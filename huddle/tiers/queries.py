"""Reading huddles above the units, and what a level needs to know of its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from huddle.core.actor import Actor
from huddle.core.dates import at_local, local_day
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.huddles import queries as huddles
from huddle.huddles.rules import HuddleState, Tally
from huddle.tiers import policy, rules
from huddle.tiers.models import TierHuddle
from huddle.units import levels
from huddle.units import queries as units
from huddle.units.rules import Level, LevelKind


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit today, in counts and words: no names, no patients, no order but that of the names."""

    name: str
    huddle: HuddleState
    huddle_name: str
    at: datetime | None
    watchers: int
    waiting: int
    short: int
    load: str


def level_for(actor: Actor, kind: LevelKind, level_id: UUID) -> Level:
    """One level. Raises NotFound, also for people who have no business there."""
    level = levels.get(kind, level_id)
    if not policy.can_read_level(actor, level):
        raise NotFound
    return level


def levels_for(actor: Actor) -> list[Level]:
    """The levels that this person may read: services first, then sites, then the organisation, each by name."""
    return [level for level in levels.every() if policy.can_read_level(actor, level)]


def get(level: Level, huddle_id: UUID) -> TierHuddle:
    """One huddle that was held at this level. Raises NotFound, also for a missed one."""
    return _one(_of(level).where(TierHuddle.id == huddle_id, TierHuddle.opened_at.is_not(None)))


def _of(level: Level) -> Select[tuple[TierHuddle]]:
    return select(TierHuddle).where(TierHuddle.kind == level.kind, TierHuddle.level_id == level.id)


def _one(query: Select[tuple[TierHuddle]]) -> TierHuddle:
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def on_day(level: Level, day: date) -> TierHuddle | None:
    """The row of one day: a huddle, or the reason why there was none."""
    return db.session.execute(_of(level).where(TierHuddle.held_on == day)).scalar_one_or_none()


def lately(level: Level, today: date) -> Sequence[TierHuddle]:
    """The rows of the last two weeks, newest first."""
    query = _of(level).where(TierHuddle.held_on >= today - rules.LATELY)
    return db.session.execute(query.order_by(TierHuddle.held_on.desc(), TierHuddle.id)).scalars().all()


def unexplained(level: Level, today: date) -> list[date]:
    """The last working days without a huddle and without a reason, newest first."""
    known = {row.held_on for row in lately(level, today)}
    first = db.session.execute(
        _of(level).with_only_columns(TierHuddle.held_on).order_by(TierHuddle.held_on, TierHuddle.id).limit(1)
    ).scalar_one_or_none()
    return rules.days_without(known, first, today)


def since_last(level: Level, now: datetime) -> datetime:
    """From when a huddle looks back: the opening of the last one before today, at most a week ago."""
    today = local_day(now, level.zone)
    query = _of(level).where(TierHuddle.held_on < today, TierHuddle.opened_at.is_not(None))
    last = db.session.execute(query.order_by(TierHuddle.held_on.desc(), TierHuddle.id).limit(1)).scalar_one_or_none()
    day_began = at_local(today, time(0), level.zone)
    return max(last.opened_at, now - timedelta(days=7)) if last and last.opened_at else day_began


def unit_lines(level: Level, waiting: Sequence[Any], now: datetime) -> list[UnitLine]:
    """How each unit of the level stands today, by name. `waiting` is all that waits here, whatever it is."""
    found = []
    for unit in units.facts_of(list(level.unit_ids)):
        huddle = huddles.now_for_board(unit.id, now)
        short, load = _staffing(unit.id, local_day(now, level.zone), level)
        found.append(
            UnitLine(
                name=unit.name,
                huddle=huddle.state,
                huddle_name=huddle.name,
                at=huddle.at,
                watchers=huddles.watched_count(unit.id, now),
                waiting=sum(one.unit_id == unit.id for one in waiting),
                short=short,
                load=load,
            )
        )
    return found


def _staffing(unit_id: UUID, today: date, level: Level) -> tuple[int, str]:
    """How many fewer are here than were planned, and the workload, as the unit's last huddle of today counted them.

    Nobody is short by numbers that were only carried over from the huddle before, or where nobody was counted at all.
    """
    last = next(iter(huddles.recent(unit_id, limit=1)), None)
    if last is None or last.opened_at is None or local_day(last.opened_at, level.zone) != today:
        return 0, ""
    short = rules.short(last.counts.get(Tally.PLANNED, {}), last.attendance) if last.is_counted else 0
    return short, last.counts.get(Tally.CHOSEN, {}).get("load", "")


def unit_names(level: Level) -> dict[UUID, str]:
    """The names of the level's units by id."""
    return {unit.id: unit.name for unit in units.facts_of(list(level.unit_ids))}
