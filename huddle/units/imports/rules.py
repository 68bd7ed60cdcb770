"""Reading a table that somebody exported: its letters, its separator, its columns. Nothing here knows a database."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from huddle.core.errors import FieldRefused

BYTES_LIMIT = 100_000
ROWS_LIMIT = 500
CELL_LIMIT = 200
SEPARATORS = (",", ";", "\t")
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula. No name begins so."""


class ImportKind(StrEnum):
    """What a file holds."""

    PEOPLE = "people"
    UNITS = "units"


class RowState(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: how it is called in the file, whether it must be there, what it holds."""

    name: str
    needed: bool
    holds: str
    also: tuple[str, ...] = ()


COLUMNS: Mapping[ImportKind, tuple[Column, ...]] = {
    ImportKind.PEOPLE: (
        Column("name", True, "First name and family name", ("full name",)),
        Column("username", True, "Small letters, digits, dots and dashes. It says who is who: keep it.", ("user",)),
        Column("unit", True, "As the unit is called here, like 5 West", ("ward",)),
        Column("role", False, "Staff, Charge nurse or Manager. Empty means Staff"),
        Column("e-mail", False, "For reminders. Empty leaves it as it is", ("email", "mail")),
    ),
    ImportKind.UNITS: (
        Column("site", True, "As the site is called here; a new name makes a new site"),
        Column("time zone", False, "Needed for a new site, like Europe/London", ("timezone",)),
        Column("service", True, "A floor or service line; a new name makes a new one"),
        Column("unit", True, "As people say it, like 5 West", ("ward",)),
        Column("phone", False, "Empty leaves the number as it is"),
    ),
}
SAMPLES: Mapping[ImportKind, str] = {
    ImportKind.PEOPLE: (
        "name,username,unit,role\r\n"
        "Maya Okafor,m.okafor,5 West,Manager\r\n"
        "Ana Silva,a.silva,5 West,Charge nurse\r\n"
        "Ben Carter,b.carter,5 West,Staff\r\n"
        "Ben Carter,b.carter,6 East,Staff\r\n"
    ),
    ImportKind.UNITS: (
        "site,time zone,service,unit,phone\r\n"
        "Riverside,Europe/London,Medicine,5 West,5-1234\r\n"
        "Riverside,Europe/London,Medicine,6 East,5-1300\r\n"
        "Hill,Europe/London,Surgery,8 North,\r\n"
    ),
}
STATE_LABELS = {
    RowState.NEW: "New",
    RowState.CHANGED: "Changes",
    RowState.SAME: "There already, unchanged",
    RowState.ERROR: "Error",
}


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line of the file: its number as a text editor counts, and its cells by column."""

    line: int
    cells: dict[str, str]
    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A file as it was read. `notes` say what a person should know before trusting it."""

    rows: list[TableRow]
    notes: list[str]


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file, and a note when its letters had to be guessed. Raises FieldRefused on `file`."""
    if len(content) > BYTES_LIMIT:
        raise FieldRefused("file", f"This file is larger than {BYTES_LIMIT // 1000} kB. Split it into several.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FieldRefused("file", "This is a workbook. In the spreadsheet choose “Save as” and then “CSV UTF-8”.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16"), ""
    if b"\x00" in content:
        raise FieldRefused("file", "This is not a text file. In the spreadsheet choose “Save as” and then “CSV UTF-8”.")
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        note = "This file is in an old Windows encoding. Check letters like é and ö before you import it."
        return _decoded(content, "cp1252"), note


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise FieldRefused("file", "The letters of this file cannot be read. Save it as “CSV UTF-8”.") from None


def read_table(text: str, columns: Sequence[Column], *, field_name: str = "text") -> Table:
    """The rows of a CSV text. Raises FieldRefused when it cannot be read at all; a fault of one row stays with it."""
    text = text.removeprefix("\ufeff").replace("\x00", "")
    lines = _lines(text, field_name)
    if not lines:
        raise FieldRefused(field_name, "There is nothing in it. The first line names the columns.")
    names, notes = _headings(lines[0][1], columns, field_name)
    rows = [_row(line, cells, names) for line, cells in lines[1:] if any(cell.strip() for cell in cells)]
    if not rows:
        raise FieldRefused(field_name, "There are column names and no rows below them.")
    if len(rows) > ROWS_LIMIT:
        raise FieldRefused(field_name, f"There are {len(rows)} rows. Import at most {ROWS_LIMIT} at a time.")
    return Table(rows, notes)


def _lines(text: str, field_name: str) -> list[tuple[int, list[str]]]:
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep="):  # Excel writes it, and knows what it means
        text, skipped = rest, 1
        first = rest.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found, begins = [], 1 + skipped
    try:
        for cells in reader:
            found.append((begins, cells))
            begins = reader.line_num + 1 + skipped
    except csv.Error:
        raise FieldRefused(
            field_name, f"From line {begins} on a quote is open or wrong. Close it, try again."
        ) from None
    return found


def _headings(cells: list[str], columns: Sequence[Column], field_name: str) -> tuple[list[str], list[str]]:
    known = {alias: column.name for column in columns for alias in (column.name, *column.also)}
    names = [known.get(_plain(cell), "") for cell in cells]
    missing = [column.name for column in columns if column.needed and column.name not in names]
    if missing:
        listed = " and ".join(f"“{name}”" for name in missing)
        raise FieldRefused(field_name, f"The first line has to name the columns. {listed} cannot be found there.")
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise FieldRefused(field_name, f"The column “{twice[0]}” is there twice. Take one of them out.")
    unread = [cell.strip() for cell, name in zip(cells, names, strict=True) if not name and cell.strip()]
    return names, [f"The column “{cell[:40]}” is not read." for cell in unread]


def _plain(heading: str) -> str:
    return " ".join(heading.replace("_", " ").lower().split())


def _row(line: int, cells: list[str], names: list[str]) -> TableRow:
    row = TableRow(line, dict.fromkeys(filter(None, names), ""))
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        row.faults.append(("", "There are more cells than columns. Put a text with a comma into quotes."))
    for name, cell in zip(names, cells, strict=False):
        if not name:
            continue
        row.cells[name] = value = unicodedata.normalize("NFC", " ".join(cell.split()))
        if fault := cell_fault(cell.strip()):
            row.cells[name] = value[:CELL_LIMIT]
            row.faults.append((name, fault))
    return row


def cell_fault(cell: str) -> str:
    """Why this cannot stand in any column, as a sentence; empty when it can."""
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in cell):
        return "There is a line break or a hidden character in it. Take it out."
    return f"It is longer than {CELL_LIMIT} letters." if len(cell) > CELL_LIMIT else ""


def name_fault(text: str, limit: int) -> str:
    """Why this cannot be a name, as a sentence; empty when it can."""
    if not text:
        return "It is empty."
    if text.startswith(FORMULA):
        return f"A name does not begin with {text[0]}."
    return f"Use at most {limit} letters." if len(text) > limit else ""
