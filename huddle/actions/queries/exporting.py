"""All action items of one unit, some at a time: whoever takes them out never holds more than one page of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, or_, select, true

from huddle.actions.models import ActionItem
from huddle.actions.queries.lists import Shown, not_hidden
from huddle.core.db import read

AT_ONCE = 1000
_COLUMNS = (
    ActionItem.original_due_on,
    ActionItem.id,
    ActionItem.title,
    ActionItem.lane,
    ActionItem.change_type,
    ActionItem.strength,
    ActionItem.status,
    ActionItem.due_on,
    ActionItem.redated_count,
    ActionItem.reopened_count,
    ActionItem.blocker,
    ActionItem.created_at,
    ActionItem.done_at,
    ActionItem.verified_at,
    ActionItem.effect_30,
    ActionItem.effect_90,
    ActionItem.told_back_at,
    ActionItem.dropped_at,
)
NAMES = tuple(column.key for column in _COLUMNS)
_ORDER = (ActionItem.original_due_on, ActionItem.id)
_OF_UNIT = select(*_COLUMNS).where(ActionItem.unit_id == bindparam("unit")).order_by(*_ORDER).limit(AT_ONCE)
_AFTER = or_(
    ActionItem.original_due_on > bindparam("day"),
    and_(ActionItem.original_due_on == bindparam("day"), ActionItem.id > bindparam("id")),
)


def pages(unit_id: UUID, shown: Shown) -> Iterator[list[dict[str, Any]]]:
    """The items of the unit by the day for which they were first promised, page by page, without people.

    What came of a review is there only where `shown`, the ids of those of which somebody may know, has it.
    """
    may_be_shown = true() if shown is None else not_hidden(shown)
    first, later = _OF_UNIT.where(may_be_shown), _OF_UNIT.where(may_be_shown, _AFTER)
    rows = read(first, unit=unit_id)
    while rows:
        yield [dict(zip(NAMES, row, strict=True)) for row in rows]
        if len(rows) < AT_ONCE:
            return
        rows = read(later, unit=unit_id, day=rows[-1][0], id=rows[-1][1])
