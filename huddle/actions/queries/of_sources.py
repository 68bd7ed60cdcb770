"""Action items as the things that raised them ask for them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from huddle.actions.models import ActionItem
from huddle.actions.rules import UNFINISHED, ActionStatus, SourceKind, Strength
from huddle.core.db import db


def has_unfinished(source_kind: SourceKind, source_id: Any) -> ColumnElement[bool]:
    """A condition: something still has to be done for the source whose id stands in this column."""
    return exists().where(
        ActionItem.source_kind == source_kind,
        ActionItem.source_id == source_id,
        ActionItem.status.in_(sorted(UNFINISHED)),
    )


def strengths_of(
    source_kind: SourceKind, source_ids: Collection[UUID]
) -> list[tuple[UUID | None, Strength | None, bool]]:
    """Of each item of these sources: its source, how strong the change is, and whether it says how it will be seen.

    A merged one counts with the item that goes on.
    """
    query = select(ActionItem.source_id, ActionItem.strength, ActionItem.measure != "").where(
        ActionItem.source_kind == source_kind,
        ActionItem.source_id.in_(source_ids),
        ActionItem.status != ActionStatus.MERGED,
    )
    found = db.session.execute(query.order_by(ActionItem.created_at, ActionItem.id))
    return [(source_id, strength, has_measure) for source_id, strength, has_measure in found]
