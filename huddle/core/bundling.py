"""Several selects as one statement of PostgreSQL, each a list in JSON: a tenth of what asking each costs the process.

SQLite needs none of this: there a question is a function call.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any, Protocol
from uuid import UUID, SafeUUID

from sqlalchemy import JSON, Boolean, Date, DateTime, Dialect, Integer, String, Time, Uuid
from sqlalchemy.types import TypeDecorator, TypeEngine

Processor = Callable[[Any], Any]


def uuid_of(stored: str | None) -> UUID | None:
    """A half of the time of `UUID(stored)`, which first looks for other spellings than the two of our databases."""
    if stored is None:
        return None
    made = object.__new__(UUID)
    object.__setattr__(made, "int", int(stored.replace("-", ""), 16))
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made


_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")
_BUNDLES = 512
_FROM_JSON: tuple[tuple[type[TypeEngine[Any]], Processor | None], ...] = (
    (Uuid, uuid_of),
    (DateTime, datetime.fromisoformat),
    (Date, date.fromisoformat),
    (Time, time.fromisoformat),
    (String, None),
    (Integer, None),
    (Boolean, None),
    (JSON, None),
)
"""What a value of this type is made from where JSON has no such type itself."""


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

    >>> places([("unit", 7), ("since", 1), ("unit", 7), ("since", 2)])
    ((0, 1, 0, 2), [7, 1, 2])
    """
    found: dict[tuple[str, Any], int] = {}
    pattern = tuple([found.setdefault(one, len(found)) for one in named])
    return pattern, [value for _name, value in found]


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


def from_json(type_: TypeEngine[Any], dialect: Dialect) -> Processor | None:
    """What makes a value of this column of what JSON holds. Raises TypeError for a type that nobody thought of."""
    plain = type_.impl_instance if isinstance(type_, TypeDecorator) else type_
    ways = [make for known, make in _FROM_JSON if isinstance(plain, known)]
    if not ways:
        raise TypeError(f"{type_!r} has no way back from JSON; add it here")
    make = ways[0]
    after = type_.dialect_impl(dialect).result_processor(dialect, None) if _is_ours(type_) else None
    if make is None or after is None:
        return _unless_none(make) if make else after
    return lambda stored: after(None if stored is None else make(stored))


def _is_ours(type_: TypeEngine[Any]) -> bool:
    """Whether reading makes something else of it than the driver does: an enum, or a type of our own."""
    return isinstance(type_, TypeDecorator) or getattr(type_, "enum_class", None) is not None


def _unless_none(make: Processor) -> Processor:
    return lambda stored: None if stored is None else make(stored)
