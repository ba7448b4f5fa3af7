"""Finds front matter in a body: that of another article, or of the same one pasted twice. Works on lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.diagnostics import Diagnostic, Location

_KEY = re.compile(r"([a-z]{2,20}):(?:\s|$)")
_CONTINUED = re.compile(r"[ \t]+\S|- |#")
_MOST_LINES = 60
_FENCE = "---"
_OTHERS = frozenset("date publisher authors url archived captured language section tags summary subtitle".split())
"""Keys of which front matter has at least one beside `title`."""


def second_front_matter(lines: Sequence[str]) -> range | None:
    """The lines of a body that are front matter, its `---` lines included; None where there is none."""
    first = next((n for n, line in enumerate(lines) if line.strip()), len(lines))
    code = ""
    for n, line in enumerate(lines):
        mark = line.lstrip()[:3]
        if mark in {"```", "~~~"} and (not code or mark == code):
            code = "" if code else mark
        if code or not (line.startswith(_FENCE) or n == first):
            continue
        begins = n + 1 if line.rstrip() == _FENCE else n
        if (begins > n or n == first) and (end := _end(lines, begins)):
            return range(n, end)
    return None


def _end(lines: Sequence[str], begins: int) -> int:
    """The index behind the `---` that ends front matter whose first key is in the line `begins`; 0 if it is none."""
    keys: set[str] = set()
    for n in range(begins, min(begins + _MOST_LINES, len(lines))):
        line = lines[n]
        if line.rstrip() == _FENCE:
            return n + 1 if "title" in keys and keys & _OTHERS else 0
        key = _KEY.match(line)
        if key:
            keys.add(key[1])
        elif not keys or (line.strip() and not _CONTINUED.match(line)):
            return 0
    return 0


def front_matter_twice(lines: Sequence[str], found: range, path: str, first_line: int) -> Diagnostic:
    """The problem of front matter in the lines `found` of a body that begins at `first_line` of the file."""
    first, last = first_line + found.start, first_line + found.stop - 1
    if any(line.strip() for line in lines[: found.start]):
        message = f"Another article begins here, with front matter of its own (lines {first} to {last})."
        step = f"Move what begins in line {first} to a file of its own, or remove it."
    else:
        message = f"The article has two blocks of front matter; the second (lines {first} to {last}) is read as text."
        step = "Keep the one that belongs to this text, and remove the other with its `---` lines."
    return Diagnostic.of("front-matter-twice", Location(path, first, 1), message, step=step)
