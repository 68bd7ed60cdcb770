"""What a page asks the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from huddle.core.reading import Query, Reader


@contextmanager
def asked() -> Iterator[Counter[str]]:
    """How often each statement is run while this lasts, by whatever way."""
    found: Counter[str] = Counter()
    fetch = Reader.fetch

    def fetched(reader: Reader, queries: Sequence[Query]) -> list[list[Any]]:
        found.update(sql for sql, _values in queries)
        return fetch(reader, queries)

    def executed(*told: Any) -> None:
        found[told[2]] += 1

    event.listen(Engine, "before_cursor_execute", executed)
    try:
        with patch.object(Reader, "fetch", fetched):
            yield found
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
