"""Telling everybody what became of an item: when an improvement may be told back, and what is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from huddle.actions.rules.effects import Checked, is_known
from huddle.actions.rules.kinds import TOLD_LIMIT
from huddle.actions.rules.plans import needs_effect
from huddle.actions.rules.states import REFUSED, SEEN_DONE, ActionStatus, Lane
from huddle.core.errors import RuleBroken

ON_BOARD_FOR = timedelta(days=7)
"""So long an answer stands on the board."""
NEWS_FOR = timedelta(days=90)
"""So long it waits for whoever raised it to sign in."""
WRITER_NEWS_FOR = timedelta(days=14)
"""So long it waits for whoever wrote it down, who may have written down many."""
TELLABLE = frozenset({ActionStatus.VERIFIED, ActionStatus.EFFECTIVE, ActionStatus.DROPPED})


class Told(Protocol):
    """What telling back reads of an item."""

    @property
    def lane(self) -> Lane: ...
    @property
    def status(self) -> ActionStatus: ...
    @property
    def title(self) -> str: ...
    @property
    def done_note(self) -> str: ...
    @property
    def dropped_reason(self) -> str: ...
    @property
    def told_back_at(self) -> datetime | None: ...


def can_be_told(item: Told) -> bool:
    """An improvement that somebody else has seen done, or that was dropped; quick fixes answer by themselves."""
    return item.lane is Lane.IMPROVEMENT and item.status in TELLABLE and item.told_back_at is None


def require_tellable(item: Told) -> None:
    """Raise RuleBroken unless everybody can be told now what became of it."""
    if item.told_back_at is not None:
        raise RuleBroken("Everybody has been told already.")
    if item.lane is not Lane.IMPROVEMENT:
        raise RuleBroken("A quick fix tells by itself: it answers on the board when it is done.")
    if not can_be_told(item):
        raise RuleBroken(f"{REFUSED[item.status]} It is told back after that.")


def is_over(item: Checked) -> bool:
    """Whether nothing more is asked of an item that was told back: its checks are answered, or it needs none."""
    return not needs_effect(item.strength) or is_known(item)


def proposed(item: Told) -> str:
    """What "We did" begins with: the words of whoever did it, or why it will not be done."""
    if item.status is ActionStatus.DROPPED:
        return f"We will not do this: {item.dropped_reason}"[:TOLD_LIMIT]
    return item.done_note or item.title


def answer(status: ActionStatus, title: str, done_note: str, told_note: str, dropped_reason: str) -> str:
    """What became of an item, in one line.

    >>> answer(ActionStatus.DONE, "Move the chair", "", "", "")
    'Done: Move the chair'
    """
    if status is ActionStatus.DROPPED:
        return told_note or f"We will not do this: {dropped_reason}"
    if status in SEEN_DONE and told_note:
        return told_note
    return f"Done: {done_note or title}"
