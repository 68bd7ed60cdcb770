"""What changes a huddle: opening and closing it, its steps, its watchers, and what is shared in it."""

from huddle.huddles.service.opening import close, open_extra, open_scheduled, say_why_not_held
from huddle.huddles.service.sharing import open_action, raise_concern, thank
from huddle.huddles.service.steps import confirm, count_role, look_back, note_staffing, tell_back
from huddle.huddles.service.watchers import add_watcher, check_watcher, watch_handed_over

__all__ = [
    "add_watcher",
    "check_watcher",
    "close",
    "confirm",
    "count_role",
    "look_back",
    "note_staffing",
    "open_action",
    "open_extra",
    "open_scheduled",
    "raise_concern",
    "say_why_not_held",
    "tell_back",
    "thank",
    "watch_handed_over",
]
