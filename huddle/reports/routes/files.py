"""Tables as files, written to the disk some rows at a time: a long list needs no more memory than a short one.

The file is whole before its first byte goes out, so a slow download holds no transaction open, and a failure is an
answer of its own instead of half a file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any

from huddle.reports.rules.cells import Cell, defused, plain
from huddle.reports.rules.exporting import Format

KEPT_IN_MEMORY = 1024 * 1024
ROWS_OF_SHEET = 1_000_000
"""A little under what spreadsheet programs open; a longer list goes on on the next sheet."""
Rows = Iterable[Sequence[Cell]]


def written(format_: Format, head: Sequence[str], rows: Rows) -> IO[bytes]:
    """This table as a file, at its beginning; a long one stays on the disk until whoever sends it has closed it."""
    file = TemporaryFile(prefix="huddle-export-")  # noqa: SIM115 - a long one is closed by whoever sends it
    try:
        (_write_csv if format_ is Format.CSV else _write_xlsx)(file, head, rows)
        is_short = file.seek(0, io.SEEK_END) <= KEPT_IN_MEMORY
        file.seek(0)
        if not is_short:
            return file
        short = io.BytesIO(file.read())
    except BaseException:
        file.close()
        raise
    file.close()
    return short


def _write_csv(file: IO[bytes], head: Sequence[str], rows: Rows) -> None:
    """Comma-separated, every text in quotes, with the mark by which spreadsheets know UTF-8."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow([defused(name) for name in head])
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
    text.detach()


def _write_xlsx(file: IO[bytes], head: Sequence[str], rows: Rows) -> None:
    """A workbook in which every text is typed as text, so that nothing in it is ever computed or followed."""
    import xlsxwriter  # here, so that no worker that never exports holds it in memory

    with TemporaryDirectory(prefix="huddle-export-") as folder:
        book = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": folder})
        sheet, number = _sheet(book, head), 1
        for row in rows:
            if number > ROWS_OF_SHEET:
                sheet, number = _sheet(book, head), 1
            _fill(sheet, number, row)
            number += 1
        book.close()


def _sheet(book: Any, head: Sequence[str]) -> Any:
    sheet = book.add_worksheet()
    _fill(sheet, 0, head)
    return sheet


def _fill(sheet: Any, number: int, row: Sequence[Cell]) -> None:
    for column, cell in enumerate(row):
        (sheet.write_number if isinstance(cell, int) else sheet.write_string)(number, column, plain(cell))
