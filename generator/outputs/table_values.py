"""What tables and the data hold: one set of values for both, and how a cell of a table shows each. Knows no columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from generator.outputs.csv_table import row

CellValue = str | int | bool | Sequence[object] | Mapping[str, object]
"""A value of a row: a text, a number, yes or no, a list, or values by name."""


class Counted(tuple[str, ...]):
    """Counted or ids of which a table shows the number, and the data all."""

    __slots__ = ()


def cell(value: CellValue) -> str:
    """The text of a cell for a value: lists are joined by `; `, `True` is `yes`, and `Counted` gives a number."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Counted):
        return str(len(value))
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else "; ".join(map(str, value))


def csv_line(values: Iterable[CellValue]) -> bytes:
    """The values as a row of a CSV table, its end included. A lone surrogate, which UTF-8 cannot encode, becomes
    `?`."""
    return row([one if type(one) is str else cell(one) for one in values]).encode(errors="replace")


def json_line(values: Mapping[str, CellValue]) -> bytes:
    """The values as JSON on one line, in their order. Letters of all scripts are as they are; `<` is escaped, so that
    no program takes the file for a page. A lone surrogate becomes `?`."""
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return text.encode(errors="replace")
