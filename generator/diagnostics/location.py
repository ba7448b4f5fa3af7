"""A position in a source file; knows nothing of the file itself."""

from __future__ import annotations

from generator.values import Immutable


class Location(Immutable, order=True):
    """A position in a source file: `path` relative to the site, `line` and `column` counted from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"
