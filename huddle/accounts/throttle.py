"""Wrong tries, counted. A try is counted before the secret is looked at, so that many at once gain nothing."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, select, update

from huddle.accounts import rules
from huddle.accounts.models import Throttle
from huddle.core.db import db
from huddle.core.errors import HuddleError
from huddle.core.storing import insert_once

KEPT_FOR = timedelta(days=1)


class TooManyTries(HuddleError):
    """Nothing was looked at: this key has to wait first."""


def key(*parts: object) -> str:
    """The key of one kind of try: a digest, so that the table names nobody."""
    return hashlib.sha256("\x00".join(str(part) for part in parts).encode(errors="surrogatepass")).hexdigest()


def place(address: str) -> str:
    """Where a try comes from: an IPv4 address, or the /64 of IPv6 that one line gets to use as it likes.

    >>> place("2001:db8:1:2:aaaa::1"), place("::ffff:192.0.2.7"), place("192.0.2.7")
    ('2001:db8:1:2::/64', '192.0.2.7', '192.0.2.7')
    """
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def count_try(key: str, *, limit: rules.Limit = rules.PER_PLACE, now: datetime) -> int:
    """Count one try; how many are left after it. Raises TooManyTries when the key is blocked.

    Needs an open transaction. `forget` takes the count back when the try turns out to be right.
    """
    row = _locked_row(key, now)
    if row.blocked_until is not None and now < row.blocked_until:
        raise TooManyTries(rules.wait_text(row.blocked_until, now))
    if row.blocked_until is not None or now - row.last_at >= limit.blocked_for:
        row.failures, row.blocked_until = 0, None
    row.failures += 1
    row.last_at = now
    if row.failures >= limit.tries:
        row.blocked_until = now + limit.blocked_for
    db.session.flush()
    return max(0, limit.tries - row.failures)


def count_password_try(name: str, place: str, *, now: datetime) -> int:
    """Count one try at a password, for this name from this place and for this name from everywhere; how many are left.

    Where the name has signed in within a day only its own place counts: guessing from elsewhere slows itself down, and
    locks nobody out of their usual computer. Raises TooManyTries. Needs an open transaction.
    """
    left = count_try(key("password", name, place), now=now)
    known = db.session.get(Throttle, key("known", name, place))
    if known is None or now - known.last_at >= KEPT_FOR:
        count_try(key("password", name), limit=rules.PER_NAME, now=now)
    return left


def password_was_right(name: str, place: str, *, now: datetime) -> None:
    """Take the count of this place back, and know the place for a day."""
    forget(key("password", name, place), now=now)
    known = key("known", name, place)
    insert_once(Throttle, key=known, failures=0, last_at=now)
    db.session.execute(update(Throttle).where(Throttle.key == known).values(last_at=now))


def forget(key: str, *, now: datetime) -> None:
    """The try was right: start counting anew. Old rows of others go on this occasion."""
    db.session.execute(delete(Throttle).where((Throttle.key == key) | (Throttle.last_at < now - KEPT_FOR)))


def _locked_row(key: str, now: datetime) -> Throttle:
    insert_once(Throttle, key=key, failures=0, last_at=now)
    query = select(Throttle).where(Throttle.key == key).with_for_update()
    return db.session.execute(query, execution_options={"populate_existing": True}).scalar_one()
