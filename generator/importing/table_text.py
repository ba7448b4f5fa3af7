"""Tables as spreadsheets save them: CSV (RFC 4180) with the habits of those programs. Knows no meaning of columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.diagnostics import short
from generator.importing.file_text import FileKind, file_text
from generator.importing.imported import NotImported
from generator.importing.json_shapes import clean_text
from generator.outputs.csv_table import harmless

_SEPARATORS = ",;\t|"
_MOST_COLUMNS = 1_000
_TABLE = FileKind(
    "a table in CSV",
    40 * 2**20,
    "Open the table in the spreadsheet program, and save it as “CSV UTF-8”.",
    "Split it into smaller files, and import each.",
    guesses=True,
)
"""The table of an archive with 60,000 claims has 26 MB."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: its first line in the file, its cells by column, and the cells behind the last heading.

    A cell has no apostrophe in front that only keeps spreadsheets from taking it for a formula.
    """

    line: int
    cells: Mapping[str, str]
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its headings in small letters with `_` for spaces, and its rows that are not empty.

    `separator` is the sign between cells. `guessed` is the encoding where it is only likely, else empty.
    """

    columns: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    separator: str = ","
    guessed: str = ""


def read_table(data: bytes, known: frozenset[str]) -> Sheet | NotImported:
    """The table of a file. The separator is the one that gives the most columns which are `known`, or the most."""
    found = file_text(data, _TABLE)
    if isinstance(found, NotImported):
        return found
    text = found.text.replace("\r\n", "\n")
    text = text.replace("\r", "\n") if "\n" not in text else text
    lines = text.split("\n")
    first = next(n for n, line in enumerate(lines) if line.strip())
    named = lines[first].strip().casefold()
    if named.startswith("sep=") and len(named) == len("sep=,"):
        separator, first = lines[first].strip()[-1], first + 1
    else:
        separator = max(_SEPARATORS, key=lambda sign: _fit(lines[first], sign, known))
    try:
        return _table(lines, first, separator, found.guessed)
    except _TableError as error:
        return NotImported(error.message, error.step, error.line)


@dataclass
class _TableError(Exception):
    message: str
    step: str
    line: int


def heading(cell: str) -> str:
    """The name of a column in small letters, with `_` for spaces and hyphens."""
    return "_".join(clean_text(cell).casefold().replace("-", " ").split())


def cell_text(cell: str) -> str:
    """The text of a cell without the apostrophe that `harmless` puts in front, its lines ended by `\\n`."""
    if cell[:1] == "'" and harmless(cell[1:]) == cell:
        cell = cell[1:]
    return clean_text(cell)


def parts_of_cell(cell: str) -> list[str]:
    """The entries of a cell that lists several, between semicolons or on lines of their own; each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, cell.replace("\n", ";").split(";")))))


def _fit(line: str, separator: str, known: frozenset[str]) -> tuple[int, int]:
    try:
        cells = next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        cells = line.split(separator)
    return len(known & {*map(heading, cells)}), len(cells)


def _table(lines: Sequence[str], first: int, separator: str, guessed: str) -> Sheet:
    rows = _rows(lines, first, separator)
    line, cells = next(rows, (first + 1, []))
    columns = [heading(cell) for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    if len(columns) > _MOST_COLUMNS:
        raise _TableError(f"The table has {len(columns)} columns.", "Remove those that are not needed.", line)
    twice = next((name for n, name in enumerate(columns) if name and name in columns[:n]), "")
    if twice:
        step = "Rename or remove one of the two."
        raise _TableError(f"The table has two columns with the heading “{short(twice)}”.", step, line)
    read = (_row(line, columns, cells) for line, cells in rows)
    full = tuple(row for row in read if any(row.cells.values()) or row.beyond)
    return Sheet(tuple(filter(None, columns)), full, separator, guessed)


def _row(line: int, columns: Sequence[str], cells: Sequence[str]) -> SheetRow:
    texts = [cell_text(cell) for cell in cells]
    named = {name: text for name, text in zip(columns, texts, strict=False) if name}
    unnamed = [text for name, text in zip(columns, texts, strict=False) if not name]
    return SheetRow(line, named, tuple(filter(None, [*unnamed, *texts[len(columns) :]])))


def _rows(lines: Sequence[str], first: int, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows from a line on (from 0), each with the number of its first line (from 1)."""
    reader = csv.reader((f"{line}\n" for line in lines[first:]), delimiter=separator, strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _TableError(*_why(error), first + before + 1) from None
        yield first + before + 1, cells
        before = reader.line_num


def _why(error: csv.Error) -> tuple[str, str]:
    if "limit" in str(error):
        return "A cell of this row is too long, or a quotation mark in it is not closed.", "Close or remove the mark."
    return (
        "A quotation mark in this row is not closed, or more follows behind the closing one.",
        "Save the table again in the spreadsheet program; or double the quotation marks inside the cell.",
    )
