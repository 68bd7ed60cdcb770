"""What the page of a handoff shows of what it left behind."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from huddle.concerns.rules import STATUS_LABELS
from huddle.handoffs import policy, queries
from huddle.handoffs.rules import HandoffStatus
from huddle.web.context import current_actor


def left_behind(unit_id: UUID, handoff: Any, actions: Any) -> dict[str, Any]:
    """What became of each thing to be done, which can become action items, and the concerns that were raised."""
    actor, fates = current_actor(), queries.fates(unit_id, handoff)
    can_open = policy.can_open_item(actor, handoff, unit_id) and handoff.status is not HandoffStatus.SUPERSEDED
    return {
        "fates": fates,
        "for_items": [row for row in actions if can_open and _is_open(row) and row.number not in fates],
        "raised": queries.concerns_of(unit_id, handoff, actor.user_id),
        "concern_states": STATUS_LABELS,
    }


def _is_open(action: Any) -> bool:
    return action.done_at is None and action.dropped_at is None
