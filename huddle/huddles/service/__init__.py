"""What changes a huddle: opening and closing it, its steps, lists and watchers, what is shared in it, its template."""

from huddle.huddles.service.items import add_item, put_back, take_off
from huddle.huddles.service.opening import close, lead, open_extra, open_scheduled, say_why_not_held
from huddle.huddles.service.sharing import open_action, park, raise_concern, thank
from huddle.huddles.service.steps import confirm, look_back, mark, note, take_back, tell_back
from huddle.huddles.service.templates import save_template
from huddle.huddles.service.watchers import (
    add_watcher,
    change_watcher,
    check_watcher,
    stop_watching,
    watch_handed_over,
)

__all__ = [
    "add_item",
    "add_watcher",
    "change_watcher",
    "check_watcher",
    "close",
    "confirm",
    "lead",
    "look_back",
    "mark",
    "note",
    "open_action",
    "open_extra",
    "open_scheduled",
    "park",
    "put_back",
    "raise_concern",
    "save_template",
    "say_why_not_held",
    "stop_watching",
    "take_back",
    "take_off",
    "tell_back",
    "thank",
    "watch_handed_over",
]
