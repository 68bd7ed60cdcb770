"""Wrong tries, counted. A try is counted before the secret is looked at, so that many at once gain nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from huddle.accounts import rules
from huddle.accounts.models import Throttle
from huddle.core.db import db, insert_once
from huddle.core.errors import HuddleError

KEPT_FOR = timedelta(days=1)


class TooManyTries(HuddleError):
    """Nothing was looked at: this key has to wait first."""


def key(*parts: object) -> str:
    """The key of one kind of try: a digest, so that the table names nobody."""
    return hashlib.sha256("\x00".join(str(part) for part in parts).encode(errors="surrogatepass")).hexdigest()


def count_try(key: str, *, now: datetime) -> int:
    """Count one try; how many are left after it. Raises TooManyTries when the key is blocked.

    Needs an open transaction. `forget` takes the count back when the try turns out to be right.
    """
    row = _locked_row(key, now)
    if row.blocked_until is not None and now < row.blocked_until:
        raise TooManyTries(rules.wait_text(row.blocked_until, now))
    if row.blocked_until is not None or now - row.last_at >= rules.BLOCKED_FOR:
        row.failures, row.blocked_until = 0, None
    row.failures += 1
    row.last_at = now
    if row.failures >= rules.TRIES:
        row.blocked_until = now + rules.BLOCKED_FOR
    db.session.flush()
    return rules.tries_left(row.failures)


def forget(key: str, *, now: datetime) -> None:
    """The try was right: start counting anew. Old rows of others go on this occasion."""
    db.session.execute(delete(Throttle).where((Throttle.key == key) | (Throttle.last_at < now - KEPT_FOR)))


def _locked_row(key: str, now: datetime) -> Throttle:
    insert_once(Throttle, key=key, failures=0, last_at=now)
    query = select(Throttle).where(Throttle.key == key).with_for_update()
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one()
