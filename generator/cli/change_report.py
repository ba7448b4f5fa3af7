"""What changed since a revision, as lines for people, as values for programs, and as notices and a table for GitHub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from generator.comparing.archive_changes import ArchiveChange, ChangeSign
from generator.diagnostics import Location

_MOST_LINES = 1_000
"""Lines of changes that are printed for people."""
_MOST_IN_A_NOTICE = 50
_MOST_NOTICES = 100
"""GitHub shows ten of a step; the table of the summary has everything."""


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """All changes since `revision`, by files in their order."""

    revision: str
    changes: tuple[ArchiveChange, ...]

    HEAD: ClassVar = ("", "where", "change")

    def as_text(self) -> Iterator[str]:
        """A line for each file, those for its changes below it, and a last one that counts them."""
        shown = self.changes[:_MOST_LINES]
        for path, of_file in groupby(shown, lambda one: one.location.path):
            yield path
            yield from (f"  {one.sign} {one.line.text}" for one in of_file)
        if more := len(self.changes) - len(shown):
            yield f"… and {more:,} more changes: `--format json` lists all of them."
        yield f"Since `{self.revision}`: {self._counts()}."

    def as_values(self) -> dict[str, object]:
        """`{"since": …, "changes": [{path, line, column, article, id, field, sign, text}]}`."""
        rows = [
            {
                "path": one.location.path,
                "line": one.location.line,
                "column": one.location.column,
                "article": one.article,
                "id": one.line.change.id,
                "field": one.line.change.field,
                "sign": one.sign,
                "text": one.line.text,
            }
            for one in self.changes
        ]
        return {"since": self.revision, "changes": rows}

    def notices(self) -> list[tuple[Location, str, list[str]]]:
        """A place, a title and lines: each change of a verdict by itself, then the other changes of each file."""
        verdicts = [one for one in self.changes if one.line.change.field == "verdict"]
        others = [one for one in self.changes if one.line.change.field != "verdict"]
        found = [(one.location, "verdict changed", [one.line.text]) for one in verdicts]
        for _, of_file in groupby(others, lambda one: one.location.path):
            some = list(of_file)
            lines = [f"{one.sign} {one.line.text}" for one in some[:_MOST_IN_A_NOTICE]]
            more = [f"… and {len(some) - _MOST_IN_A_NOTICE:,} more"] if len(some) > _MOST_IN_A_NOTICE else []
            found.append((min(one.location for one in some), "changed", [*lines, *more]))
        return found[:_MOST_NOTICES]

    @property
    def heading(self) -> str:
        """The heading of the table: a sentence without anything that a site contains."""
        return f"### {self._counts().capitalize()}"

    def rows(self) -> Iterator[tuple[str, str, str]]:
        """The rows of the table, under `HEAD`."""
        return ((f"`{one.sign}`", str(one.location), one.line.text) for one in self.changes)

    def _counts(self) -> str:
        counts = Counter(one.sign for one in self.changes)
        told = [f"{counts[sign]:,} {_CALLED[sign]}" for sign in _CALLED if counts[sign]]
        return ", ".join(told) or "nothing changed"


_CALLED: Mapping[ChangeSign, str] = {"+": "added", "-": "taken out", "~": "changed", "!": "without its passage"}
