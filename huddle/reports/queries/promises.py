"""Everything that the page about follow-through is told from: kept months, the running one, and what is open now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from huddle.actions.queries import figures
from huddle.actions.queries.lists import Shown
from huddle.actions.queries.standing import Standing, standing
from huddle.actions.rules.figures import Heaps, added
from huddle.chart_notes import queries as chart_notes
from huddle.charts.drawing import Drawing
from huddle.charts.measure import Line, Share
from huddle.concerns import queries as concerns
from huddle.core.dates import Month, local_day
from huddle.handoffs import queries as handoffs
from huddle.handoffs.rules import figures as handoff_figures
from huddle.huddles.queries import adherence
from huddle.reports.rules import formulas, promises
from huddle.reports.rules.promises import GridRow
from huddle.units import queries as units


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside follow-through, each counted as its own page counts it; None where there is none yet."""

    held: Share | None
    told_back: Share | None
    waited: Line | None


@dataclass(frozen=True, slots=True)
class Promises:
    """The figures of one unit.

    `over` are the first and the last month that count; None before there is one. `kept_at` is when the oldest of the
    kept months was counted; None where all were counted just now.
    """

    unit_name: str
    over: tuple[Month, Month] | None
    months: int
    kept_at: datetime | None
    chart: Drawing
    lines: dict[str, Line]
    grid: tuple[list[GridRow], list[GridRow]]
    so_far: list[str]
    now: Standing


def promises_of(unit_id: UUID, now: datetime, *, shown: Shown, limits: bool = False) -> Promises:
    """How one unit follows through: the last twelve months, the chart of two years, and what is open.

    `shown` is for readers from elsewhere, to whom the unit's own list is not open: see `standing`.
    """
    facts = units.facts(unit_id)
    today = local_day(now, facts.zone)
    months, kept_at = months_of(unit_id, today)
    counted, stands = promises.counted_months(months, today), standing(unit_id, now, shown=shown)
    open_now = promises.Open(stands.open, stands.middle_days, stands.blockers)
    drawn = chart_notes.noted(unit_id, {"F1": promises.chart(months, today)}, limits=limits)
    return Promises(
        unit_name=facts.name,
        over=(min(counted), max(counted)) if counted else None,
        months=len(counted),
        kept_at=kept_at,
        chart=drawn["F1"],
        lines=promises.lines(counted, open_now),
        grid=promises.grid(added(counted.values())),
        so_far=promises.so_far(months, today),
        now=stands,
    )


def months_of(unit_id: UUID, today: date) -> tuple[dict[Month, Heaps], datetime | None]:
    """The heaps of each month that can be shown, oldest first, from the first one of which anything is known."""
    months = promises.shown_months(today)
    kept, _at = figures.kept(unit_id, months[0], months[-1])
    began = Month.of(local_day(units.created_at(unit_id), units.facts(unit_id).zone))
    first = min([began, *(month for month, heaps in kept.items() if any(counts.due for counts in heaps.values()))])
    return figures.of_months(unit_id, max(first, months[0]), months[-1], today)


def beside(unit_id: UUID, now: datetime) -> Beside:
    """How the huddles, the concerns and the calls for help of the last thirteen whole weeks went."""
    over = units.whole_weeks(unit_id, now)
    if not over.mondays:
        return Beside(None, None, None)
    raised = concerns.measured(unit_id, over.start, over.end)
    return Beside(
        held=formulas.held_of_planned(adherence.by_shift(unit_id, over)),
        told_back=formulas.told_back(raised, over.start, over.end),
        waited=handoff_figures.lines(handoffs.measured(unit_id, now))["H7"],
    )
