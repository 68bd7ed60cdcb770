"""Everything that the measures of one unit are counted from, read together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from huddle.charts.drawing import Drawing
from huddle.concerns import queries as concerns
from huddle.core.dates import local_day
from huddle.huddles.queries import adherence, measures
from huddle.reports import rules
from huddle.reports.rules import Counted, Line
from huddle.units import queries as units


@dataclass(frozen=True, slots=True)
class Report:
    """How the huddles of one unit go: its chart, and the thirteen measures of its last whole weeks.

    `days` are the first and the last day that count; None for a unit without one whole week, which has no measures.
    """

    unit_name: str
    days: tuple[date, date] | None
    weeks: int
    chart: Drawing | None
    lines: dict[str, Line]


def huddles(unit_id: UUID, now: datetime) -> Report:
    """The measures U1 to U13 over the last thirteen whole weeks, or those that there are."""
    facts = units.facts(unit_id)
    over, today = units.whole_weeks(unit_id, now), local_day(now, facts.zone)
    if not over.mondays:
        return Report(facts.name, None, 0, None, {})
    counted = Counted(
        over=over,
        now=now,
        today=today,
        shifts=adherence.by_shift(unit_id, over),
        huddles=measures.held(unit_id, over.start, over.end),
        watchers=measures.named_watchers(unit_id, over.start, over.end),
        concerns=concerns.measured(unit_id, over.start, over.end),
        escalations=concerns.measured_events(unit_id, over.start),
        events=measures.event_days(unit_id, rules.HARM, now, facts.zone),
    )
    days = (local_day(over.start, facts.zone), over.mondays[-1] + timedelta(days=6))
    return Report(facts.name, days, len(over.mondays), adherence.chart(unit_id, now), rules.lines(counted))
