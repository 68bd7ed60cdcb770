"""Reading the counts of leaving late, always of one unit."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import bindparam, select

from huddle.core.dates import Month
from huddle.core.db import read
from huddle.leaving.models import LeftLate

_TIMES = (
    select(LeftLate.reason, LeftLate.times)
    .where(LeftLate.unit_id == bindparam("unit"), LeftLate.month == bindparam("month"))
    .order_by(LeftLate.reason)
)


def month_counts(unit_id: UUID, month: Month) -> dict[str, int]:
    """How often people left late in a month, by reason; without a reason that nobody gave."""
    return {str(reason.value): times for reason, times in read(_TIMES, unit=unit_id, month=str(month))}
