"""Several selects as one statement of PostgreSQL, each a list in JSON: a tenth of what asking each costs the process.

SQLite needs none of this: there a question is a function call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")
_BUNDLES = 512


class Select(Protocol):
    """A compiled select: its SQL with `%(name)s` places, and what stands in those that never change."""

    @property
    def sql(self) -> str: ...
    @property
    def constants(self) -> Mapping[str, Any]: ...
    @property
    def takes(self) -> Sequence[tuple[str, Any]]: ...
    @property
    def gives(self) -> Sequence[Any]: ...


def places(named: Sequence[tuple[str, Any]]) -> tuple[tuple[int, ...], list[Any]]:
    """Where each value goes, and the values: one that two selects ask for by the same name goes once.

    >>> places([("unit", 7), ("since", 1), ("unit", 7), ("since", True)])
    ((0, 1, 0, 2), [7, 1, True])
    """
    found: dict[tuple[str, type, Any], int] = {}
    # True is equal to 1, and PostgreSQL gives a place one type.
    pattern = tuple([found.setdefault((name, type(value), value), len(found)) for name, value in named])
    return pattern, [value for _name, _type, value in found]


@lru_cache(maxsize=_BUNDLES)
def bundle(selects: tuple[Select, ...], pattern: tuple[int, ...], sql: Any) -> str:
    """One statement with a column for each select. `pattern` has the places of all their values, in order.

    `sql` is the driver's own module that writes constants out. The order of a select holds in its list.
    """
    into = iter(pattern)
    columns = []
    for number, one in enumerate(selects):
        written = {name: sql.Literal(value).as_string() for name, value in one.constants.items()}
        written |= {name: f"${next(into) + 1}" for name, _processor in one.takes}
        cells = ", ".join(f"c{cell}" for cell in range(len(one.gives)))
        # Only our own selects, names and constants are put into the SQL.
        columns.append(
            f"(SELECT json_agg(json_build_array({cells})) FROM ({_filled(one.sql, written)}) AS q{number}({cells}))"  # noqa: S608
        )
    return f"SELECT {', '.join(columns)}"


def _filled(sql: str, written: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda found: written[found[1]] if found[1] else "%", sql)
