"""What every page of action items says: the unit's day, and where an item comes from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from huddle.actions.rules import SOURCE_LABELS
from huddle.core.dates import local_day
from huddle.web.context import current_actor, now, zone_here
from huddle.web.sources import secret

if TYPE_CHECKING:
    from huddle.actions.models import ActionItem


def today() -> date:
    """The unit's day."""
    return local_day(now(), zone_here())


def origin_label(item: ActionItem) -> str:
    """Where it comes from, in two words; nothing where this person is not to know that there is such a thing."""
    hidden = secret([(item.source_kind, item.source_id)], current_actor())
    return "" if item.source_id in hidden else SOURCE_LABELS[item.source_kind]
