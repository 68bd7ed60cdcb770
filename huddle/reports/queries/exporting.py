"""What somebody gave a reason for taking out, and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from huddle.actions.queries.exporting import pages
from huddle.core.actor import Actor
from huddle.core.dates import local_day
from huddle.core.db import db
from huddle.core.errors import NotFound
from huddle.reports import policy
from huddle.reports.models import FigureExport
from huddle.reports.queries.promises import months_of
from huddle.reports.rules.cells import Cell
from huddle.reports.rules.exporting import OPEN_FOR
from huddle.reports.rules.tables import FIGURES_HEAD, ITEMS_HEAD, figure_rows, item_row
from huddle.units import queries as units

Table = tuple[Sequence[str], Iterator[list[Cell]]]


def export_of(actor: Actor, unit_id: UUID, export_id: UUID, now: datetime) -> FigureExport:
    """An export that this person gave the reason for within the hour. Raises NotFound, also for anybody else's."""
    found = db.session.get(FigureExport, export_id)
    if found is None or (found.unit_id, found.by) != (unit_id, actor.user_id) or found.at + OPEN_FOR <= now:
        raise NotFound
    policy.can_export(actor, unit_id, found.what).require()
    return found


def figures_table(unit_id: UUID, now: datetime) -> Table:
    """The figures of a unit by month."""
    months, _kept_at = months_of(unit_id, local_day(now, units.facts(unit_id).zone))
    return FIGURES_HEAD, figure_rows(months)


def items_table(unit_id: UUID, shown: Any) -> Table:
    """All action items of a unit; `shown` are the ids of the reviews of which somebody may know."""
    zone = units.facts(unit_id).zone
    return ITEMS_HEAD, (item_row(item, zone) for page in pages(unit_id, shown) for item in page)
