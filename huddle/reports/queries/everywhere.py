"""How units follow through, each against its own past: for those who read all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huddle.actions.queries import figures
from huddle.actions.queries.lists import Shown
from huddle.actions.queries.standing import stuck_since
from huddle.actions.rules.figures import Heaps, added
from huddle.charts.drawing import Drawing
from huddle.charts.measure import Share
from huddle.core.dates import Month, local_day
from huddle.reports.rules import promises
from huddle.units import queries as units
from huddle.units.queries import UnitFacts


@dataclass(frozen=True, slots=True)
class UnitTrend:
    """One unit: what was verified on time in its last twelve months, what its own chart says, what is stuck longest.

    `is_counted` is whether every month of these is kept; a month that is not says nothing, not that nothing was due.
    """

    unit_id: UUID
    name: str
    place: str
    share: Share
    chart: Drawing
    days_stuck: int | None
    is_counted: bool


@dataclass(frozen=True, slots=True)
class Everywhere:
    """All units together, then each, by name. `kept_at` is None before the scheduler has counted anything."""

    chart: Drawing
    share: Share
    units: list[UnitTrend]
    kept_at: datetime | None

    @property
    def uncounted(self) -> int:
        """Of how many units months are missing."""
        return sum(not unit.is_counted for unit in self.units)


def everywhere(now: datetime, *, shown: Shown) -> Everywhere:
    """Follow-through of all active units, from what the roll-up has kept; by name, never by figures.

    A month counts for all together once it does on every unit, by the day that it is there. `shown`: see `standing`.
    """
    facts = units.facts_of()
    today = min((local_day(now, unit.zone) for unit in facts), default=now.date())
    ids, months = [unit.id for unit in facts], promises.shown_months(today)
    kept, kept_at = figures.kept_of(set(ids), months[0], months[-1])
    stuck = stuck_since(ids, shown=shown)
    own = {id_: _known(kept.get(id_, {}), months) for id_ in ids}
    together = {month: added(heaps.get(month, {}) for heaps in own.values()) for month in months}
    return Everywhere(
        chart=promises.chart(together, today),
        share=promises.on_time(added(promises.counted_months(together, today).values())),
        units=[_trend(unit, own[unit.id], months, stuck.get(unit.id), now) for unit in facts],
        kept_at=kept_at,
    )


def _known(kept: dict[Month, Heaps], months: list[Month]) -> dict[Month, Heaps]:
    return {month: kept[month] for month in months if month in kept}


def _trend(
    unit: UnitFacts, known: dict[Month, Heaps], months: list[Month], stuck_at: datetime | None, now: datetime
) -> UnitTrend:
    today = local_day(now, unit.zone)
    counted = promises.counted_months({month: known.get(month, {}) for month in months}, today)
    return UnitTrend(
        unit_id=unit.id,
        name=unit.name,
        place=f"{unit.service_name}, {unit.site_name}",
        share=promises.on_time(added(counted.values())),
        chart=promises.chart(known, today),
        days_stuck=(today - local_day(stuck_at, unit.zone)).days if stuck_at else None,
        is_counted=all(month in known for month in counted),
    )
