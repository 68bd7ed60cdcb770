"""Everything that changes a review."""

from huddle.reviews.service.protection import (
    export,
    mark,
    note_opened,
    put_on_list,
    take_mark_off,
    take_off_list,
)
from huddle.reviews.service.steering import assign, call_off, end_talk, open_talk, tell_effect, track
from huddle.reviews.service.telling import add_moment, change_moment, need_nothing, remove_moment, say_who, weigh
from huddle.reviews.service.writing import add_note, answer, promise, publish, start

__all__ = [
    "add_moment",
    "add_note",
    "answer",
    "assign",
    "call_off",
    "change_moment",
    "end_talk",
    "export",
    "mark",
    "need_nothing",
    "note_opened",
    "open_talk",
    "promise",
    "publish",
    "put_on_list",
    "remove_moment",
    "say_who",
    "start",
    "take_mark_off",
    "take_off_list",
    "tell_effect",
    "track",
    "weigh",
]
