"""What becomes of an action item."""

from huddle.actions.service.checking import check_effect, reopen, send_back, verify
from huddle.actions.service.evidence import add_evidence
from huddle.actions.service.lifecycle import drop, finish, hand_over, move_due, open_item, undo_finish
from huddle.actions.service.merging import merge
from huddle.actions.service.owning import accept, decline, make_improvement, plan, reword, suggest_change
from huddle.actions.service.telling import comment, say_seen, tell_back
from huddle.actions.service.working import answer_above, ask_above, get_stuck, go_on, start

__all__ = [
    "accept",
    "add_evidence",
    "answer_above",
    "ask_above",
    "check_effect",
    "comment",
    "decline",
    "drop",
    "finish",
    "get_stuck",
    "go_on",
    "hand_over",
    "make_improvement",
    "merge",
    "move_due",
    "open_item",
    "plan",
    "reopen",
    "reword",
    "say_seen",
    "send_back",
    "start",
    "suggest_change",
    "tell_back",
    "undo_finish",
    "verify",
]
