"""Sending a handoff, taking the patient on, and everything that is said about it."""

from huddle.handoffs.service.composing import begin, discard, keep_plan, rewrite, send, send_draft, send_list
from huddle.handoffs.service.moving import choose_role, choose_unit
from huddle.handoffs.service.phone import record_call, say_still_true, settle_by_phone
from huddle.handoffs.service.promises import open_item, raise_concern
from huddle.handoffs.service.receiving import (
    CORRECTED_MEANWHILE,
    acknowledge,
    ask,
    finish_action,
    mark_seen,
    note_exported,
    note_opened,
    put_in_order,
    return_for_detail,
    take_list,
)
from huddle.handoffs.service.rising import expire
from huddle.handoffs.service.talking import answer, confirm, correct, escalate, send_again

__all__ = [
    "CORRECTED_MEANWHILE",
    "acknowledge",
    "answer",
    "ask",
    "begin",
    "choose_role",
    "choose_unit",
    "confirm",
    "correct",
    "discard",
    "escalate",
    "expire",
    "finish_action",
    "keep_plan",
    "mark_seen",
    "note_exported",
    "note_opened",
    "open_item",
    "put_in_order",
    "raise_concern",
    "record_call",
    "return_for_detail",
    "rewrite",
    "say_still_true",
    "send",
    "send_again",
    "send_draft",
    "send_list",
    "settle_by_phone",
    "take_list",
]
