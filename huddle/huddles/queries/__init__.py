"""Reading huddles and watchers, always of one unit. What a page needs at once is in agenda.py and schedule.py."""

from huddle.huddles.queries.eyes_on import watched_count
from huddle.huddles.queries.rows import (
    get,
    get_item,
    get_watcher,
    last_of,
    leaders,
    notes,
    open_extra,
    opened_by_slot,
    watchers,
)
from huddle.huddles.queries.schedule import (
    HuddleNow,
    SlotNow,
    ask_around,
    month_counts,
    now_for_board,
    recent,
    slot_now,
    state_now,
    unexplained,
)

__all__ = [
    "HuddleNow",
    "SlotNow",
    "ask_around",
    "get",
    "get_item",
    "get_watcher",
    "last_of",
    "leaders",
    "month_counts",
    "notes",
    "now_for_board",
    "open_extra",
    "opened_by_slot",
    "recent",
    "slot_now",
    "state_now",
    "unexplained",
    "watched_count",
    "watchers",
]
