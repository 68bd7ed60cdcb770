"""Changes that every save makes, compiled once and run by the driver itself in the open transaction.

    _TOLD = Change(insert(AuditEvent).inline())

    _TOLD.run(at=now, action="concern.raised", ...)

The columns keep their types, and a refusal of the database keeps the name that SQLAlchemy gives it. For rows that
people edit the ORM stays: it checks their version (docs/adr/0007-driver-rows-for-much-read-pages.md).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Dialect, TextClause, bindparam, text
from sqlalchemy.sql.dml import Delete, Insert, Update

from huddle.core import written
from huddle.core.db import Base, db, named_error


class Change:
    """An insert, update or delete; build it at the top of its module and always give it the same names."""

    def __init__(self, statement: Insert | Update | Delete | TextClause) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, **values: Any) -> int:
        """Make the change with these values; how many rows it touched. Raises what SQLAlchemy raises."""
        connection = db.session.connection()
        found = self._compiled.get(connection.dialect.name)
        if found is None:
            found = _compile(self._statement, connection.dialect, list(values))
            self._compiled[connection.dialect.name] = found
        written.note(found.sql)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(found.sql, found.parameters(values))
            return int(cursor.rowcount)
        except connection.dialect.loaded_dbapi.Error as error:
            raise named_error(error, connection.dialect) from error
        finally:
            cursor.close()


def insert_once(model: type[Base], **values: Any) -> bool:
    """Add a row unless a unique constraint says that it is there; True when this call made it.

    On PostgreSQL it waits for another transaction that is making the same row. Both databases know this
    statement, while the dialects' own inserts are compiled anew at every call.
    """
    row = {**_defaults(model), **values}
    return _insert(model, tuple(row), " ON CONFLICT DO NOTHING").run(**row) == 1


def append(model: type[Base], **values: Any) -> None:
    """Add a row that nobody ever changes, such as a line of a history. Rows that it names are to be flushed before."""
    row = {**_defaults(model), **values}
    _insert(model, tuple(row)).run(**row)


@cache
def _insert(model: type[Base], columns: tuple[str, ...], unless: str = "") -> Change:
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(f":{name}" for name in columns)
    # All names are those of our own tables and columns; values go as parameters.
    statement = text(f'INSERT INTO "{model.__tablename__}" ({names}) VALUES ({places}){unless}')  # noqa: S608
    types = model.__table__.c
    return Change(statement.bindparams(*(bindparam(name, type_=types[name].type) for name in columns)))


def _defaults(model: type[Base]) -> dict[str, Any]:
    """What the columns of a new row hold when nobody says otherwise; a new id where the model makes one."""
    found = {column.name: column.default for column in model.__table__.c if column.default is not None}
    return {name: default.arg if default.is_scalar else default.arg(None) for name, default in found.items()}


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement for one database: `takes` says how each value goes in, `in_order` where the driver counts them."""

    sql: str
    takes: dict[str, Callable[[Any], Any] | None]
    constants: dict[str, Any]
    in_order: tuple[str, ...] | None

    def parameters(self, values: dict[str, Any]) -> Any:
        filled = {name: make(values[name]) if make else values[name] for name, make in self.takes.items()}
        filled |= self.constants
        return filled if self.in_order is None else tuple([filled[name] for name in self.in_order])


def _compile(statement: Insert | Update | Delete | TextClause, dialect: Dialect, names: list[str]) -> _Compiled:
    keys = names if isinstance(statement, Insert) else None
    compiled = statement.compile(dialect=dialect, column_keys=keys)
    into = {name: bind.type.dialect_impl(dialect).bind_processor(dialect) for bind, name in compiled.bind_names.items()}
    return _Compiled(
        sql=str(compiled),
        takes={name: into[name] for name in names},
        constants={name: value for name, value in compiled.params.items() if name not in names},
        in_order=tuple(compiled.positiontup) if compiled.positiontup is not None else None,
    )
