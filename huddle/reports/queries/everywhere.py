"""How units follow through, each against its own past: for those who read all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huddle.actions.queries import figures
from huddle.actions.queries.standing import days_stuck
from huddle.actions.rules.figures import Heaps, added
from huddle.charts.drawing import Drawing
from huddle.charts.measure import Share
from huddle.core.dates import Month, local_day
from huddle.reports.rules import promises
from huddle.units import queries as units
from huddle.units.queries import UnitFacts


@dataclass(frozen=True, slots=True)
class UnitTrend:
    """One unit: what was verified on time in its last twelve months, what its own chart says, what is stuck longest."""

    unit_id: UUID
    name: str
    place: str
    share: Share
    chart: Drawing
    days_stuck: int | None


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All units together, then each, by name. `kept_at` is None before the scheduler has counted anything."""

    chart: Drawing
    share: Share
    units: list[UnitTrend]
    kept_at: datetime | None


def everywhere(now: datetime) -> Everywhere:
    """Follow-through of all active units, from what the roll-up has kept; by name, never by figures."""
    facts = units.facts_of()
    months = promises.shown_months(max((local_day(now, unit.zone) for unit in facts), default=now.date()))
    kept, kept_at = figures.kept_everywhere(months[0], months[-1])
    own = [_in_order(kept.get(unit.id, {}), months) for unit in facts]
    together = {month: added(heaps[month] for heaps in own) for month in months}
    return Everywhere(
        chart=promises.chart(together, now.date()),
        share=_share(together, now),
        units=[_trend(unit, heaps, now) for unit, heaps in zip(facts, own, strict=True)],
        kept_at=kept_at,
    )


def _in_order(kept: dict[Month, Heaps], months: list[Month]) -> dict[Month, Heaps]:
    return {month: kept.get(month, {}) for month in months}


def _trend(unit: UnitFacts, months: dict[Month, Heaps], now: datetime) -> UnitTrend:
    chart = promises.chart(months, local_day(now, unit.zone))
    place = f"{unit.service_name}, {unit.site_name}"
    return UnitTrend(unit.id, unit.name, place, _share(months, now), chart, days_stuck(unit.id, now))


def _share(months: dict[Month, Heaps], now: datetime) -> Share:
    return promises.on_time(added(promises.counted_months(months, now.date()).values()))
