"""CSV tables (RFC 4180, UTF-8) for spreadsheets and programs. Knows cells, not what they say.

Two things serve spreadsheets. The file begins with a byte order mark, without which they assume another encoding. And a
cell that they would take for a formula gets an apostrophe in front: content comes by pull request, and a formula can
send the contents of other cells elsewhere (https://owasp.org/www-community/attacks/CSV_Injection). A program that
reads the file has to remove that apostrophe.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence

# Full-width forms count as well, and so do invisible characters before the sign. A cell that begins with apostrophes
# and a formula gets another one, so that one taken away always gives the cell as it was.
_FORMULA = re.compile("'*(?:[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n])")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file with a header row. A lone surrogate in a cell, which UTF-8 cannot encode, becomes `?`."""
    return table_of_lines(columns, (row(cells).encode(errors="replace") for cells in rows))


def table_of_lines(columns: Sequence[str], lines: Iterable[bytes]) -> bytes:
    """A CSV file with a header row, given its other rows as `row` makes them, one or several together, in UTF-8."""
    return b"".join((codecs.BOM_UTF8, row(columns).encode(errors="replace"), *lines))


def row(cells: Iterable[str]) -> str:
    """A row of a CSV file, its end included."""
    line: str = _WRITER.writerow(cell if cell[:1].isalnum() else harmless(cell) for cell in cells)
    return line


class _Echo:
    """A file for `csv.writer` whose `writerow` returns each line: `writerow` passes on what `write` returns."""

    def write(self, line: str) -> str:
        return line


_WRITER = csv.writer(_Echo())


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet would take it for a formula, which no letter and no digit
    begins. Signed numbers stay as they are."""
    return f"'{cell}" if _FORMULA.match(cell) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+([.,]\d+)*", cell))
