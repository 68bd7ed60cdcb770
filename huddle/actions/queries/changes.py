"""How much has changed on a unit's action items."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from huddle.actions.models import ActionItem
from huddle.core.db import db


def changes_made(unit_id: UUID) -> int:
    """How often items of the unit were opened and changed so far: it only ever grows."""
    query = select(func.coalesce(func.sum(ActionItem.version), 0)).where(ActionItem.unit_id == unit_id)
    return int(db.session.execute(query).scalar_one())
