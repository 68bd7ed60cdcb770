"""Reading notes on charts, always of one unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.chart_notes.models import ChartNote
from huddle.charts.drawing import Drawing, with_limits, with_notes
from huddle.core.db import db
from huddle.core.reading import Statement

_ALL = Statement(
    select(ChartNote.measure, ChartNote.starts_on, ChartNote.text)
    .where(ChartNote.unit_id == bindparam("unit"))
    .order_by(ChartNote.measure, ChartNote.starts_on)
)


def of_unit(unit_id: UUID) -> dict[str, dict[date, str]]:
    """Every note of the unit, by measure and by the first day of its period."""
    found: dict[str, dict[date, str]] = {}
    for measure, starts_on, text in _ALL.rows(unit=unit_id):
        found.setdefault(measure, {})[starts_on] = text
    return found


def noted(unit_id: UUID, charts: Mapping[str, Drawing], *, limits: bool = False) -> dict[str, Drawing]:
    """The charts of the unit, by measure, with what changed; as XmR charts with `limits`."""
    notes = of_unit(unit_id)
    found = {measure: with_notes(chart, notes.get(measure, {})) for measure, chart in charts.items()}
    return {measure: with_limits(chart) for measure, chart in found.items()} if limits else found


def stored(unit_id: UUID, measure: str, starts_on: date) -> ChartNote | None:
    """The note of one point, if there is one."""
    return db.session.get(ChartNote, (unit_id, measure, starts_on))
