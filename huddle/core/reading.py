"""Pages that are asked for all day: selects compiled once, run by the driver itself, given back as plain tuples.

    _OPEN = Statement(select(Concern.id, Concern.text).where(Concern.unit_id == bindparam("unit")))

    for id_, text in _OPEN.rows(unit=unit_id): ...

The columns keep their types (UUID, aware times, enums). Inside `transaction()` a statement reads on its connection
and sees what was flushed there; everywhere else it reads on one that can only read, one for each thread, without a
transaction of its own (docs/adr/0007-driver-rows-for-much-read-pages.md).
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary, ref

from sqlalchemy import Dialect, Engine, Select, create_engine, event
from sqlalchemy.pool import NullPool

from huddle.core import bundling
from huddle.core.columns import Processor, from_driver, from_json
from huddle.core.db import BUSY_TIMEOUT_MS, Base, db, named_error, writing
from huddle.core.prepared import Prepared
from huddle.core.written import areas_of

Columns = TypeVar("Columns", bound=tuple[Any, ...])
Found = TypeVar("Found")
Query = tuple[str, Any]
"""SQL as the driver wants it, and its parameters."""

_WORD = re.compile(r"(?<!%\()\b\w+")
"""Words of a statement, without the names of its values: one of them is called `unit`."""

_SETTINGS = {
    "sqlite": (f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}", "PRAGMA query_only=ON", "PRAGMA trusted_schema=OFF"),
    "postgresql": (
        "SET statement_timeout = '15s'",
        "SET default_transaction_read_only = on",
        "SET TIME ZONE 'UTC'",
        "SET client_encoding = 'UTF8'",
    ),
}


class Statement(Generic[Columns]):
    """A select over columns, compiled once for each database. Build it at the top of its module."""

    def __init__(self, select: Select[Columns]) -> None:
        self._select = select
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: Any) -> list[Columns]:
        """What is stored now, as plain tuples."""
        return self.ask(list, **values).read()

    def ask(self, then: Callable[[list[Columns]], Found], **values: Any) -> Asked[Found]:
        """The question with its values, to be read together with others; `then` makes the answer of the rows."""
        return Asked(self, values, then)

    def compiled(self, dialect: Dialect, values: dict[str, Any]) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = _compile(self._select, dialect, values)
        return found


@dataclass(frozen=True, slots=True)
class Asked(Generic[Found]):
    """One question, not yet asked."""

    statement: Statement[Any]
    values: dict[str, Any]
    then: Callable[[list[Any]], Found]

    def read(self) -> Found:
        found: Found = together(self)[0]
        return found


def together(*asked: Asked[Any]) -> list[Any]:
    """The answers to several questions, in order: on PostgreSQL by one statement."""
    engine = db.engine
    statements = [one.statement.compiled(engine.dialect, one.values) for one in asked]
    if len(asked) > 1 and engine.dialect.name == "postgresql" and not writing.get():
        return _bundled(engine, statements, asked)
    queries = [statement.query(one.values) for statement, one in zip(statements, asked, strict=True)]
    found = _in_transaction(queries) if writing.get() else reader_of(engine).fetch(queries)
    return [one.then(statement.typed(rows)) for one, statement, rows in zip(asked, statements, found, strict=True)]


def _bundled(engine: Engine, statements: list[_Compiled], asked: Sequence[Asked[Any]]) -> list[Any]:
    named = [(name, value) for one, its in zip(asked, statements, strict=True) for name, value in its.taken(one.values)]
    pattern, values = bundling.places(named)
    sql = bundling.bundle(tuple(statements), pattern, engine.dialect.loaded_dbapi.sql)
    found = reader_of(engine).row((sql, values)) or []
    return [one.then(its.from_json(rows)) for one, its, rows in zip(asked, statements, found, strict=True)]


def _in_transaction(queries: Sequence[Query]) -> list[list[Any]]:
    connection = db.session.connection()
    return [list(map(tuple, connection.exec_driver_sql(sql, values))) for sql, values in queries]


class _Owner:
    """Lives as long as the thread that has a connection, and can be referred to weakly, which SQLite's cannot."""


class Reader:
    """Connections of one database that only read: one for each thread, kept, without transactions.

    The web server ends threads that have nothing to do and begins others: what they leave is closed by the next one.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = create_engine(engine.url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
        self._sqlite = engine.dialect.name == "sqlite"
        self._local = threading.local()
        self._open: list[tuple[ref[_Owner], Any]] = []
        self._round = 0
        self._guard = threading.Lock()
        event.listen(engine, "engine_disposed", lambda _engine: self.close())

    def fetch(self, queries: Sequence[Query]) -> list[list[Any]]:
        """The rows of each query."""
        return self._twice(lambda: [self._local.run(sql, values).fetchall() for sql, values in queries])

    def row(self, query: Query) -> Sequence[Any] | None:
        """The first row of a query with numbered places on PostgreSQL, where all that comes back is text."""
        sql, values = query
        if self._sqlite:
            rows: list[Sequence[Any]] = self.fetch([query])[0]
            return rows[0] if rows else None
        found: Sequence[Any] | None = self._twice(lambda: self._local.prepared.row(sql, values))
        return found

    def _twice(self, ask: Callable[[], Found]) -> Found:
        """A connection that the server has ended is replaced once: reading may be repeated."""
        try:
            self._connect()
            return ask()
        except self._engine.dialect.loaded_dbapi.Error as error:
            if not self._is_lost():
                raise named_error(error, self._engine.dialect) from error
        try:
            self._connect()
            return ask()
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise named_error(error, self._engine.dialect) from error

    def _connect(self) -> None:
        """Have a connection of this thread, as `self._local` says."""
        if getattr(self._local, "round", None) == self._round:
            return
        self._close(lambda owner: owner() is None)
        this_round, pooled = self._round, self._engine.raw_connection()
        connection: Any = pooled.driver_connection
        pooled.detach()  # NullPool keeps nothing anyway; from here on the connection is ours to close
        for setting in _SETTINGS[self._engine.dialect.name]:
            connection.execute(setting)
        if self._sqlite:
            self._local.run = connection.execute
        else:  # making a cursor anew costs a fifth of a small question
            self._local.run = connection.cursor().execute
            self._local.prepared = Prepared(connection, self._engine.dialect.loaded_dbapi)
        owner = self._local.owner = _Owner()
        self._local.connection = connection
        with self._guard:
            self._open.append((ref(owner), connection))
        self._local.round = this_round

    def _is_lost(self) -> bool:
        """Whether this thread's connection is of no more use; if so it is forgotten."""
        connection = getattr(self._local, "connection", None)
        if getattr(self._local, "round", None) == self._round and not getattr(connection, "closed", False):
            return False
        with self._guard:
            self._open = [(owner, other) for owner, other in self._open if other is not connection]
        self._local.round = None
        return True

    def close(self) -> None:
        """Close all of them, of every thread; the next question opens a new one."""
        self._round += 1
        self._close(lambda _owner: True)

    def _close(self, is_over: Callable[[ref[_Owner]], bool]) -> None:
        with self._guard:
            closing = [connection for owner, connection in self._open if is_over(owner)]
            self._open = [(owner, connection) for owner, connection in self._open if connection not in closing]
        for connection in closing:
            connection.close()


_readers: WeakKeyDictionary[Engine, Reader] = WeakKeyDictionary()
_making = threading.Lock()


def reader_of(engine: Engine) -> Reader:
    """The reading connections beside this engine."""
    found = _readers.get(engine)
    if found is None:
        with _making:
            found = _readers.get(engine) or _readers.setdefault(engine, Reader(engine))
    return found


@dataclass(frozen=True, slots=True, eq=False)
class _Compiled:
    """A statement for one database: `takes` says what goes in, name by name, `gives` what comes out, by column.

    `gives_json` says the same where the rows come as JSON.
    """

    sql: str
    takes: tuple[tuple[str, Processor | None], ...]
    constants: dict[str, Any]
    in_order: tuple[str, ...] | None
    gives: tuple[Processor | None, ...]
    gives_json: tuple[Processor | None, ...]
    areas: int

    def query(self, values: dict[str, Any]) -> Query:
        """The SQL with its parameters. Raises KeyError when a value is missing."""
        filled = self.constants | dict(self.taken(values))
        return self.sql, filled if self.in_order is None else tuple(map(filled.__getitem__, self.in_order))

    def taken(self, values: dict[str, Any]) -> list[tuple[str, Any]]:
        """What goes in, with its names. Raises KeyError when a value is missing."""
        return [(name, processor(values[name]) if processor else values[name]) for name, processor in self.takes]

    def typed(self, rows: list[Any]) -> list[Any]:
        """The driver's rows with the types of the model."""
        return _typed(rows, self.gives) if any(self.gives) else rows

    def from_json(self, rows: str | None) -> list[Any]:
        """The same of rows that came as JSON, where no row at all is null."""
        return _typed(json.loads(rows), self.gives_json) if rows else []


def _typed(rows: list[Any], gives: tuple[Processor | None, ...]) -> list[Any]:
    """Column by column, which is much faster than by row."""
    if not rows:
        return rows
    columns = zip(*rows, strict=True)
    made = [map(make, column) if make else column for make, column in zip(gives, columns, strict=True)]
    return list(zip(*made, strict=True))


def _compile(select: Select[Any], dialect: Dialect, values: dict[str, Any]) -> _Compiled:
    # A list in IN is written out, which wants the values of all parameters; those of this call are as good as any.
    compiled = select.params(**values).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    types = {name: bind.type for bind, name in compiled.bind_names.items()}
    into = {name: type_.dialect_impl(dialect).bind_processor(dialect) for name, type_ in types.items()}
    constants = {}
    for name, value in compiled.params.items():
        if name not in values:
            processor = into.get(name) if name in into else into.get(name.rpartition("_")[0])
            constants[name] = processor(value) if processor else value
    positions, sql = compiled.positiontup, str(compiled)
    types_out = [column.type for column in select.selected_columns]
    return _Compiled(
        sql=sql,
        takes=tuple((name, into[name]) for name in compiled.params if name in values),
        constants=constants,
        in_order=tuple(positions) if positions is not None else None,
        gives=tuple(from_driver(type_, dialect) for type_ in types_out),
        gives_json=tuple(from_json(type_) for type_ in types_out),
        # Whatever reads a table has its name in it; another word that is like one costs a read too many.
        areas=areas_of(set(_WORD.findall(sql)) & Base.metadata.tables.keys()),
    )
