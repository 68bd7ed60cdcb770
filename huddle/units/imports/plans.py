"""What an import would do, row by row, before anything is done: the preview, and what is stored afterwards."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from huddle.units.imports.rules import RowState, TableRow


@dataclass(slots=True)
class PlannedRow:
    """One row with what becomes of it. `errors` name a column (or none) and say what is wrong there."""

    line: int
    cells: dict[str, str]
    state: RowState = RowState.SAME
    note: str = ""
    errors: list[tuple[str, str]] = field(default_factory=list)

    @classmethod
    def of(cls, row: TableRow) -> PlannedRow:
        return cls(row.line, row.cells, errors=list(row.faults))

    def refuse(self, column: str, message: str) -> None:
        """Say what is wrong in a column, the first fault of it only."""
        if column not in dict(self.errors):
            self.errors.append((column, message))
        self.state = RowState.ERROR


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of a file, in its order."""

    rows: list[PlannedRow]
    notes: list[str]
    waiting: list[str] = field(default_factory=list)
    """Usernames of people who are there already and have not yet chosen a PIN of their own."""

    @property
    def counts(self) -> dict[RowState, int]:
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in RowState}

    @property
    def errors(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.state is RowState.ERROR]

    @property
    def good(self) -> list[PlannedRow]:
        return [row for row in self.rows if row.state is not RowState.ERROR]

    @property
    def to_store(self) -> int:
        """How many rows bring something new."""
        return sum(row.state in {RowState.NEW, RowState.CHANGED} for row in self.rows)

    @property
    def summary(self) -> str:
        """The counts as one word, so that what is imported is what was shown."""
        return "-".join(str(count) for count in self.counts.values())


@dataclass(frozen=True, slots=True)
class FirstPin:
    """Somebody with the PIN for their first sign-in, to be shown once."""

    name: str
    username: str
    units: str
    pin: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    new: int
    changed: int
    same: int
    left_out: int
    pins: list[FirstPin]


@dataclass(frozen=True, slots=True)
class MadePin:
    """A PIN and what is stored of it: made before the transaction, because hashing two hundred takes seconds."""

    pin: str
    hashed: str


def pins_wanted(plan: Plan, *, again: bool) -> list[str]:
    """Who gets a PIN from this import: everybody new, and, when asked for, those who still wait with a first one."""
    new = {row.cells["username"] for row in plan.rows if row.state is RowState.NEW}
    return sorted(new | set(plan.waiting if again else ()))
