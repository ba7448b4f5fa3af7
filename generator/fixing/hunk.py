"""A change as people read it: the lines of a unified diff. Reads no file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

from generator.yaml_text.splice import Splice

_AROUND = 3
"""Lines before and after a change that are shown."""
_MOST_COMPARED = 400
"""Lines up to which the unchanged ones inside a change are looked for."""


def hunk(data: bytes, splice: Splice) -> Iterator[str]:
    """The lines of a unified diff without its file names: `@@ … @@`, then lines that begin with a space, `-` or `+`.

    Bytes that are no UTF-8 are shown as U+FFFD.
    """
    before, after = _lines(data), _lines(splice.applied(data))
    size = len(before) - len(after)
    first = max(splice.first - 1 - _AROUND, 0)
    rest = _alike(before[first:], after[first:])
    last = max(len(before) - rest + _AROUND, 0)
    old, new = before[first:last], after[first : last - size]
    if len(old) + len(new) > _MOST_COMPARED:
        yield f"@@ -{first + 1},{len(old)} +{first + 1},{len(new)} @@"
        yield from (f"-{line}" for line in old)
        yield from (f"+{line}" for line in new)
        return
    for line in [*difflib.unified_diff(old, new, lineterm="", n=_AROUND)][2:]:
        yield _AT.sub(lambda at: f"@@ -{_moved(at[1], first)} +{_moved(at[2], first)} @@", line)


_AT = re.compile(r"^@@ -(\S+) \+(\S+) @@$")


def _moved(span: str, by: int) -> str:
    """The lines of a hunk, `4,7` or `4`, so many lines further down."""
    line, comma, count = span.partition(",")
    return f"{int(line) + by}{comma}{count}"


def _lines(data: bytes) -> list[str]:
    if not data:
        return []
    text = data.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")


def _alike(one: list[str], other: list[str]) -> int:
    """How many lines at the end are the same."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
