"""What stands in a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar.

    `begins` is a moment with its zone, or a whole day. `repeats` is "DAILY" or "MONTHLY", the latter on the day of the
    month on which it begins, until `until` if that is given. `uid` stays the same for the same thing, `sequence` grows
    when it changes, `stamp` is when it was made.
    """

    uid: str
    summary: str
    begins: datetime | date
    url: str
    stamp: datetime
    sequence: int = 0
    repeats: str = ""
    until: datetime | None = None


def due_words(count: int) -> str:
    """
    >>> due_words(1), due_words(3)
    ('1 action item due', '3 action items due')
    """
    return f"{count} action item{'' if count == 1 else 's'} due"
