"""What the open transaction writes, by area: told from the SQL itself, so that no change can forget to say so.

Boards keep what they read until something is written in an area that it comes from (docs/adr, 22).
The same function says which areas a statement reads and which it writes. A table that is not named here is in the
last area, and SQL that is not understood writes in all of them: the doubt costs a read, never an old board.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

AREAS = ("handoffs", "huddles", "concerns", "items", "rest")
"""Their order is that of the columns of `unit_revision`; a set of areas is a number with one bit for each."""
ALL = (1 << len(AREAS)) - 1
_AREA_OF = {"handoff": 0, "huddle": 1, "watcher": 1, "concern": 2, "action": 3}
"""By the first word in the name of a table."""
ON_NO_BOARD = frozenset(
    {"audit_event", "draft", "login_session", "notification", "operation", "outgoing_mail", "throttle", "unit_revision"}
)
"""Written with nearly every change, and shown on no board (tests/today/test_areas.py)."""
_WRITES = re.compile(
    r"\s*(?:(?:INSERT|REPLACE)\s+(?:OR\s+\w+\s+)?INTO|UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?|DELETE\s+FROM)\s+\"?(\w+)",
    re.IGNORECASE,
)
_ONLY_READS = re.compile(
    r"\s*(?:SELECT|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SHOW|VACUUM)\b", re.IGNORECASE
)


def areas_of(tables: Iterable[str]) -> int:
    """The areas that these tables are in.

    >>> areas_of(["concern", "concern_event", "operation"]), areas_of(["user"]), areas_of([])
    (4, 16, 0)
    """
    found = 0
    for table in tables:
        if table not in ON_NO_BOARD:
            found |= 1 << _AREA_OF.get(table.partition("_")[0], len(AREAS) - 1)
    return found


@lru_cache(maxsize=2048)
def written_by(sql: str) -> int:
    """The areas in which a statement writes.

    >>> written_by("UPDATE concern SET text=?"), written_by('INSERT INTO "user" (id) VALUES (?)')
    (4, 16)
    >>> written_by("SELECT 1"), written_by("WITH a AS (SELECT 1) DELETE FROM concern") == ALL
    (0, True)
    """
    found = _WRITES.match(sql)
    if found is not None:
        return areas_of([found.group(1).lower()])
    return 0 if _ONLY_READS.match(sql) else ALL


@dataclass(slots=True)
class Written:
    """In which areas the open transaction has written, and what of it each unit was told already."""

    areas: int = 0
    told: dict[UUID, int] = field(default_factory=dict)


writes: ContextVar[Written | None] = ContextVar("writes", default=None)
"""Of the open transaction; None outside of `transaction()`."""


LAST_STEPS: list[Callable[[Written], None]] = []
"""Run at the end of every transaction, when all that it writes has been flushed."""


def note(sql: str) -> None:
    """A statement of the open transaction is about to run."""
    written = writes.get()
    if written is not None:
        written.areas |= written_by(sql)
