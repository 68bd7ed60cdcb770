"""What the practice hospital followed to the end (huddle/practice/told.py), by the names that screens call it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from huddle.actions.models import ActionItem
from huddle.core.db import db

TITLES = {
    "told action": "Give the bariatric chair a place beside the lift",
    "action to be told": "Show everybody the new hoist",
    "action to be seen": "Stock both crash trolleys in the same order",
    "merged action": "Put the long insulin elsewhere",
    "asked action": "Hang a second phone beside bay 3",
    "action to be changed": "Start the night round in the far bays",
    "action without owner": "Count the bed alarms that work",
    "action to be started": "Put a card with four lines on every pump",
    "stuck action": "Show on the chart when the next dose is due",
    "action asked above": "Move the hoists beside the lift",
    "action to be looked at": "Say phone orders back, word for word",
    "action that did not work": "Put a sticker on the second oxygen port",
}


def ids(unit_id: UUID) -> dict[str, UUID]:
    """The ids of these action items of one unit."""
    query = select(ActionItem.title, ActionItem.id).where(ActionItem.unit_id == unit_id)
    found = {title: id_ for title, id_ in db.session.execute(query.order_by(ActionItem.id))}
    return {name: found[title] for name, title in TITLES.items()}
