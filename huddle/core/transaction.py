"""The one place that commits. Only entry points (routes, commands, jobs) open a transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm.exc import StaleDataError

from huddle.core.db import db, forget_loaded, writing
from huddle.core.errors import SavedAtOnce
from huddle.core.written import LAST_STEPS, Written, writes


@contextmanager
def transaction() -> Iterator[None]:
    """Do all of it or none of it, and be durable when this returns.

    Rows that were loaded before are read again inside, so a rule is checked against what is stored at the
    moment of writing. Anything raised inside rolls everything back. Transactions do not nest.
    Raises SavedAtOnce when another transaction was faster with the same row.
    """
    if writing.get():
        raise RuntimeError("a transaction is already open")
    forget_loaded()
    token, written = writing.set(True), Written()
    noted = writes.set(written)
    try:
        yield
        db.session.flush()
        for step in LAST_STEPS:
            step(written)
        db.session.commit()
    except StaleDataError as stale:
        db.session.rollback()
        raise SavedAtOnce from stale
    except BaseException:
        db.session.rollback()
        raise
    finally:
        writing.reset(token)
        writes.reset(noted)
