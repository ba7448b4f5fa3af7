"""Finds rows of tables, items of lists, headings and times of day that run together with their neighbours, because they
are written as an office program or a web page shows them and not as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste

_LONGEST, _MOST_LINES = 10_000, 200
"""Characters and lines of a block that is looked at."""
_BULLET = re.compile("[ \t]{0,3}[•·▪‣◦●■\uf0b7\uf0a7][ \t\u00a0]+(?=\\S)")
_HEADING = re.compile(r"\*\*[^*]{2,120}\*\*|__[^_]{2,120}__")
_TIME = re.compile(r"(?:\*\*)?[0-2]?[0-9][:.][0-5][0-9](?: ?(?:Uhr|GMT|UTC|h|[ap]\.?m\.?))?(?:\*\*)?:?")
_CODE = "rows-joined"


def joined_rows(blocks: Sequence[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """A warning for each block of a body whose lines are no lines of one paragraph."""
    for block in blocks:
        lines = block.lines
        if len(lines) < 2 or len(lines) > _MOST_LINES or sum(map(len, lines)) > _LONGEST:
            continue
        if block.kind == "other":
            found = _of_strokes(lines)
        elif block.kind == "text":
            found = _of_bullets(lines) or _of_tabs(lines) or _of_headings(lines)
        else:
            found = None
        if found:
            message, step, written = found
            first = first_line + block.first
            paste = Paste(first, first + len(lines) - 1, tuple(written))
            yield Diagnostic.of(_CODE, Location(path, first, 1), message, step=step, paste=paste)


_Found = tuple[str, str, list[str]]


def _of_tabs(lines: Sequence[str]) -> _Found | None:
    """Rows of a table whose cells are parted by tabs."""
    columns = {line.count("\t") for line in lines}
    if len(columns) > 1 or 0 in columns or any(line.startswith("\t") for line in lines):
        return None
    rows = [_row(line.replace("|", "\\|").split("\t")) for line in lines]
    message = f"These {len(lines)} rows of a table run together for readers, since tabs part no cells in Markdown."
    return message, "Write the table with strokes:", _with_rule(rows)


def _of_strokes(lines: Sequence[str]) -> _Found | None:
    """Rows of a table without the line that parts its head."""
    cells = [line.strip() for line in lines]
    if not all(line.startswith("|") and line.endswith("|") and line.count("|") > 2 for line in cells):
        return None
    if len({line.count("|") for line in cells}) > 1 or any(not line.strip("|-: ") for line in cells):
        return None
    message = (
        f"These {len(lines)} rows of a table run together for readers, since no line of hyphens follows the first."
    )
    return message, "Write that line:", _with_rule(list(lines))


def _of_bullets(lines: Sequence[str]) -> _Found | None:
    """Items of a list with the bullets of an office program."""
    if not all(map(_BULLET.match, lines)):
        return None
    message = f"These {len(lines)} items of a list run together for readers, since their bullets are none of Markdown."
    return message, "Write the list with hyphens:", [f"- {_BULLET.sub('', line, count=1)}" for line in lines]


def _of_headings(lines: Sequence[str]) -> _Found | None:
    """Headings in bold letters, or times of day, on lines of their own above their text."""
    bare = [line.strip() for line in lines]
    above = {n for n, line in enumerate(bare) if _HEADING.fullmatch(line) or _TIME.fullmatch(line)}
    if not above or any(n + 1 in above for n in above) or len(bare) - 1 in above:
        return None
    written: list[str] = []
    for n, line in enumerate(lines):
        written += ["", line] if n and (n in above or n - 1 in above) else [line]
    which = "heading" if _HEADING.fullmatch(bare[min(above)]) else "time of day"
    message = f"The {which} “{bare[min(above)].strip('*_')}” runs together with the text on the lines beside it."
    return message, "If it is a line of its own, write blank lines around it:", written


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.strip() for cell in cells)} |"


def _with_rule(rows: Sequence[str]) -> list[str]:
    columns = rows[0].replace("\\|", "").count("|") - 1
    return [rows[0], f"|{'---|' * columns}", *rows[1:]]
