"""How long ago the sender last said something: what nobody has taken on since may not be true any more."""

from __future__ import annotations

from datetime import datetime, timedelta

STILL_TRUE_FOR = timedelta(minutes=10)


def is_still_true(said_at: datetime, now: datetime) -> bool:
    """Whether the sender's last word is young enough to be taken as it stands. `said_at` is when it was spoken."""
    return now - said_at <= STILL_TRUE_FOR
