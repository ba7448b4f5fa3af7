"""Finds the annotation to which a line of a sidecar belongs, by the indentation alone: the file may be broken."""

from __future__ import annotations

import re

from generator.diagnostics import SourceLine
from generator.model import is_id

_KEY = re.compile(r"( *)([^\s:#'\"-][^\s:]*|'[^']*'|\"[^\"]*\"):(?:\s|$)")
_GROUPS = frozenset({"claims", "counterpoints", "notes"})
_MOST_LINES = 2_000
"""Lines above it that are looked at."""
_LONGEST = 200
"""Characters at the beginning of a line that are looked at."""


def annotation_at(line_of: SourceLine, path: str, line: int) -> str:
    """The id of the innermost annotation around a line; empty where it is in none."""
    inner, indent = "", 1 << 30
    for number in range(line, max(0, line - _MOST_LINES), -1):
        match = _KEY.match((line_of(path, number) or "")[:_LONGEST])
        if not match or len(match[1]) >= indent:
            continue
        name, indent = match[2].strip("'\""), len(match[1])
        if name in _GROUPS and inner:
            return inner if is_id(inner) else ""
        inner = name
    return ""
