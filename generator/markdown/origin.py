"""Where a Markdown text stands in its file: locations, and lines of the file to paste with a change."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from generator.diagnostics import Location, Paste

LocationOf = Callable[[int, int], Location]
"""Maps a line and a column of a Markdown text, both from 0, to their location in its file. An `Origin` is one."""

LineAt = Callable[[int], str | None]
"""A line of a file, from 1; None where there is no such line."""

_NO_LINE: LineAt = lambda line: None  # noqa: E731
LONGEST_PASTED = 20_000
"""A longer line is not shown to paste: thousands of faults in one line would give as many copies of it."""
_MOST_BLANK_LINES = 50
"""How far below its usual line a line of a folded text is looked for."""


class Origin:
    """Maps a text that is the end of its file, beginning at line `first_line` (from 1)."""

    def __init__(self, path: str, first_line: int = 1, line_at: LineAt = _NO_LINE) -> None:
        self._path, self._first_line = path, first_line
        self._line_at = line_at

    def __call__(self, line: int, column: int) -> Location:
        """The location of a line and a column of the text, both from 0."""
        return Location(self._path, self._first_line + line, column + 1)

    def with_backslash(self, text: Sequence[str], line: int, column: int, end: int, blank: bool) -> Paste | None:
        """The lines `line` to `end` (exclusive) of the text with a backslash before `column` of the first.

        `text` are all its lines; `blank` adds an empty line of the same block quotes and lists. None where the file
        does not contain these lines as they are in the text.
        """
        at, found = self(line, column), []
        for n in range(line, end):
            there = self(n, 0)
            written = self._line_at(there.line)
            if written is None or len(written) > LONGEST_PASTED or there.line != at.line + n - line:
                return None
            if not self._holds(written, there.column - 1, text[n], alone=end > line + 1 or blank):
                return None
            found.append(written)
        if not found or found[0][at.column - 1 : at.column] != text[line][column : column + 1]:
            return None
        found[0] = found[0][: at.column - 1] + self._backslash + found[0][at.column - 1 :]
        if blank:
            indentation = self(line, 0).column - 1
            found.append((" " * indentation + re.sub(r"[^\s>]", " ", text[line][:column])).rstrip())
        return Paste(at.line, at.line + len(found) - 1 - blank, tuple(found))

    def with_ends(self, text: Sequence[str], line: int, ends: Sequence[str]) -> Paste | None:
        """The lines from `line` on, as many as `ends`, each with its end added (white space before it goes)."""
        first, found = self(line, 0), []
        for n, end in enumerate(ends, line):
            there = self(n, 0)
            written = self._line_at(there.line)
            if written is None or len(written) > LONGEST_PASTED or there.line != first.line + n - line:
                return None
            if not self._holds(written, there.column - 1, text[n], alone=True):
                return None
            found.append(written.rstrip() + end)
        return Paste(first.line, first.line + len(found) - 1, tuple(found))

    def with_line(self, text: Sequence[str], line: int, written: str) -> Paste | None:
        """Line `line` of the text as `written`; None where the file does not contain it as it is in the text."""
        at = self(line, 0)
        there = self._line_at(at.line)
        if there is None or len(there) > LONGEST_PASTED:
            return None
        if not self._holds(there, at.column - 1, text[line], alone=bool(re.search(r"[\"'\\]", written))):
            return None
        rest = there[at.column - 1 + len(text[line]) :]
        return Paste(at.line, at.line, (there[: at.column - 1] + written + rest,))

    def with_lines(self, text: Sequence[str], line: int, written: Sequence[str]) -> Paste | None:
        """Line `line` of the text as several; None where the file does not contain it, or can't hold more lines."""
        at = self(line, 0)
        there = self._line_at(at.line)
        if there is None or len(there) > LONGEST_PASTED or not self._keeps_lines:
            return None
        if not self._holds(there, at.column - 1, text[line], alone=True):
            return None
        indentation = " " * (at.column - 1)
        return Paste(at.line, at.line, tuple(indentation + one for one in written))

    @property
    def _backslash(self) -> str:
        return "\\"

    @property
    def _keeps_lines(self) -> bool:
        """Whether each line of the file is a line of the text."""
        return True

    def _holds(self, written: str, start: int, line: str, alone: bool) -> bool:
        """Whether a line of the file is this line of the text; `alone`: with nothing behind it."""
        return written[start:] == line


class OriginInYaml(Origin):
    """Maps a text that is a value of a YAML file, whose key (or value) is at `at()`, asked for at the first use.

    A location is exact if the file contains the line unchanged; else it is that of the key. A block scalar begins one
    line below its key.
    """

    def __init__(self, text: str, path: str, at: Callable[[], Location], line_at: LineAt = _NO_LINE) -> None:
        super().__init__(path, line_at=line_at)
        self._text, self._where = text, at

    @cached_property
    def _at(self) -> Location:
        return self._where()

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def __call__(self, line: int, column: int) -> Location:
        """The location of a line and a column of the text, both from 0."""
        at, words = self._at, self._lines[line] if line < len(self._lines) else ""
        for row, beginning in ((at.line + line, 0 if line else at.column - 1), (at.line + line + 1, 0)):
            if (start := self._start(row, words, beginning)) >= 0:
                return Location(at.path, row, start + column + 1)
        # In a folded or quoted text, blank lines come on top.
        for row in range(at.line + line + 2, at.line + line + 2 + min(line, _MOST_BLANK_LINES)):
            if (start := self._start(row, words, 0)) >= 0 and (self._line_at(row) or "").strip(" \"'") == words.strip():
                return Location(at.path, row, start + column + 1)
        return at

    def _start(self, row: int, words: str, beginning: int) -> int:
        """Where a line of the file holds these words; -1 if it doesn't."""
        written = self._line_at(row) if words else None
        return written.find(words, beginning) if written else -1

    @cached_property
    def _style(self) -> str:
        """The first character of the value as it is written: a quotation mark, `|`, `>`, or that of plain text."""
        first = (self._line_at(self._at.line) or "")[self._at.column - 1 :]
        value = re.match(r"[\w-]+:\s+(\S)", first)
        return value[1] if value else first[:1]

    @property
    def _backslash(self) -> str:
        return "\\\\" if self._style == '"' else "\\"

    @property
    def _keeps_lines(self) -> bool:
        return self._style == "|"

    def _holds(self, written: str, start: int, line: str, alone: bool) -> bool:
        rest = written[start + len(line) :]
        if not line or not written.startswith(line, start):
            return not line and not written.strip()
        return not rest or (not alone and self._style in {'"', "'"} and rest[0] == self._style)
