"""Everything that the measures of one unit are counted from, read together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from huddle.chart_notes import queries as chart_notes
from huddle.charts.drawing import Drawing
from huddle.charts.rare import draw_between
from huddle.concerns import queries as concerns
from huddle.core.dates import local_day
from huddle.huddles.queries import adherence, measures
from huddle.reports import rules
from huddle.reports.rules import Counted, Line
from huddle.units import queries as units

NEWEST_EVENTS = 25
"""So many events the chart of the days between them goes back."""


@dataclass(frozen=True, slots=True)
class Report:
    """How the huddles of one unit go: its charts by measure, and the thirteen measures of its last whole weeks.

    `days` are the first and the last day that count; None for a unit without one whole week, which has no measures.
    """

    unit_name: str
    days: tuple[date, date] | None
    weeks: int
    charts: dict[str, Drawing]
    lines: dict[str, Line]


def huddles(unit_id: UUID, now: datetime, *, limits: bool = False) -> Report:
    """The measures U1 to U13 over the last thirteen whole weeks, or those that there are; charts with `limits`."""
    facts = units.facts(unit_id)
    over, today = units.whole_weeks(unit_id, now), local_day(now, facts.zone)
    if not over.mondays:
        return Report(facts.name, None, 0, {}, {})
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
    charts = chart_notes.noted(unit_id, _charts(counted, adherence.chart(unit_id, now)), limits=limits)
    return Report(facts.name, days, len(over.mondays), charts, rules.lines(counted))


def _charts(counted: Counted, held: Drawing | None) -> dict[str, Drawing]:
    """Huddles held, and the days between events: most weeks have none of them."""
    days = [day for day, _topic in counted.events][-NEWEST_EVENTS:]
    between = {"U13": draw_between("Days between events", days, today=counted.today)} if len(days) > 1 else {}
    return between | ({"U1": held} if held else {})
