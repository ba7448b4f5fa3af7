"""A change of some lines of a file, as bytes: everything outside of them stays as it is (law 24)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.diagnostics import Paste
from generator.values import Immutable

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""The sign with which some programs begin a file in UTF-8."""
_LINE_END = re.compile(rb"\r\n|\r|\n")


class Splice(Immutable):
    """The bytes `new` in place of those from `start` to `end`, which are whole lines: the line `first` and those after
    it."""

    start: int
    end: int
    new: bytes
    first: int

    def applied(self, data: bytes) -> bytes:
        """The file with the change."""
        return data[: self.start] + self.new + data[self.end :]

    def back(self, data: bytes) -> Splice:
        """The change that gives the file `data` again, once this one is made in it."""
        return Splice(self.start, self.start + len(self.new), data[self.start : self.end], self.first)


def with_splices(data: bytes, splices: Iterable[Splice]) -> bytes:
    """The file with several changes, each made in what the one before it gave."""
    for splice in splices:
        data = splice.applied(data)
    return data


def taken_back(data: bytes, splices: Sequence[Splice]) -> tuple[Splice, ...]:
    """The changes that give the file `data` again, once `splices` are made in it: the last one first."""
    backwards: list[Splice] = []
    for splice in splices:
        backwards.append(splice.back(data))
        data = splice.applied(data)
    return tuple(reversed(backwards))


def splice_of(data: bytes, paste: Paste) -> Splice:
    """What pasting changes in a file. Lines end as those that they replace, or else as the line before.

    A byte order mark stays, and a last line without a line break stays without. Raises `ValueError` where the file has
    no such lines, or a line to paste is none.
    """
    new = [_as_bytes(line) for line in paste.lines]
    lines = _Lines(data)
    if not 1 <= paste.first <= paste.last + 1 <= len(lines.starts) + 1:
        raise ValueError(f"The file has no lines {paste.first} to {paste.last}.")
    if paste.last < paste.first:
        splice = lines.inserted(paste.first, new)
    else:
        splice = lines.replaced(paste.first, paste.last, new) if new else lines.deleted(paste.first, paste.last)
    wanted = len(lines.ends) + len(new) - (paste.last - paste.first + 1)
    if len(_LINE_END.findall(splice.applied(data))) != max(wanted, 0):
        raise ValueError("The lines of the file end in ways that run into each other.")
    return splice


class _Lines:
    """Where the lines of a file start, and where each line break starts and ends. Lines are counted from 1."""

    def __init__(self, data: bytes) -> None:
        self.ends = [(match.start(), match.end()) for match in _LINE_END.finditer(data)]
        begin = len(BYTE_ORDER_MARK) if data.startswith(BYTE_ORDER_MARK) else 0
        self.starts = [begin, *(after for _, after in self.ends)]
        self.size = len(data)
        self._ways = [data[start:end] for start, end in self.ends]

    def inserted(self, first: int, new: list[bytes]) -> Splice:
        way = self._way_at(first)
        if first <= len(self.starts):
            return Splice(self.starts[first - 1], self.starts[first - 1], b"".join(line + way for line in new), first)
        return Splice(self.size, self.size, b"".join(way + line for line in new), first)

    def deleted(self, first: int, last: int) -> Splice:
        if last < len(self.starts):
            return Splice(self.starts[first - 1], self.starts[last], b"", first)
        return Splice(self.ends[first - 2][0] if first > 1 else self.starts[0], self.size, b"", first)

    def replaced(self, first: int, last: int, new: list[bytes]) -> Splice:
        end = self.ends[last - 1][0] if last < len(self.starts) else self.size
        ways = [*self._ways[first - 1 : last - 1], *[self._way_at(first)] * len(new)]
        pairs = zip(new[1:], ways, strict=False)
        return Splice(self.starts[first - 1], end, new[0] + b"".join(way + line for line, way in pairs), first)

    def _way_at(self, first: int) -> bytes:
        """How the line before a line ends, or else the line itself."""
        return next(iter([*self._ways[max(first - 2, 0) : first], *self._ways[-1:]]), b"\n")


def _as_bytes(line: str) -> bytes:
    """A line in UTF-8. Raises `ValueError` where it holds a line break, or cannot be written."""
    if "\n" in line or "\r" in line:
        raise ValueError("A line to paste holds a line break.")
    return line.encode()
