"""Lessons that other units can read, and for how long a review is news: pure."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import timedelta

from huddle.core.errors import FieldRefused, RuleBroken

LESSON_TITLE_LIMIT = 80
LESSON_TEXT_LIMIT = 300
ON_BOARD_FOR = timedelta(days=7)
"""So long the board of the unit says what a review taught."""
NEWS_FOR = timedelta(days=30)
"""So long it waits for those who took part and have not said that they saw it; for all others as on the board."""
IS_OUT = "A lesson of this review is out already. Withdraw it before you write another."
TAKEN_BACK = "This lesson is withdrawn already."


def shortened(text: str, limit: int = LESSON_TEXT_LIMIT) -> str:
    """As many whole sentences as fit, or whole words where the first sentence is longer.

    >>> shortened("One two. Three four.", 12), shortened("One two three", 9)
    ('One two.', 'One two')
    """
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    end = max(cut.rfind(f"{mark} ") for mark in ".!?") + 1
    return cut[: end or max(cut.rfind(" "), 0)].strip()


def mark_of(phrases: Collection[str]) -> str:
    """What a tick at "I have looked at these words" stands for: other words need another look."""
    return hashlib.sha256("\n".join(sorted(phrases)).encode()).hexdigest()[:12] if phrases else ""


def require_looked_at(phrases: Collection[str], looked: str) -> None:
    """Raise FieldRefused until somebody says that they have looked at the words that may name a person."""
    if phrases and looked != mark_of(phrases):
        quoted = ", ".join(f"“{phrase}”" for phrase in phrases)
        raise FieldRefused("looked", f"Look at these words once more: {quoted}. They may say who it was.")


def require_none_out(count: int) -> None:
    """Raise RuleBroken while a lesson of the review can be read."""
    if count:
        raise RuleBroken(IS_OUT)
