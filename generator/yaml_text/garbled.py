"""Reads text that another program decoded wrongly: UTF-8 that was taken for Windows-1252 (`â€œ` for `“`).

A line is only read so where each of its letters beyond ASCII is part of such a sequence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_BYTES = {bytes((code,)).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)}
"""The byte of each character from U+0080 on that Windows-1252 has, or that stands for a byte which it has not."""
_SIGNS = re.escape("".join(_BYTES)) + "\x80-\x9f"
_MAY_BE = re.compile("[\u00c2\u00c3\u00c5\u00d0\u00d1\u00d8\u00d9\u00e2]" + f"[{_SIGNS}]")
_RUN = re.compile(r"[^\x00-\x7f]+")
_LONGEST = 20_000
"""Characters of a line that is looked at."""
_FEWEST_BYTES = 3


def may_be_garbled(text: str) -> bool:
    """Whether a text has a pair of characters with which such a sequence begins; a quick look. In UTF-8, the first of
    the pair begins with the byte C3."""
    return _MAY_BE.search(text) is not None


def ungarbled(line: str) -> str:
    """A line as it was written; itself where it is not certainly garbled."""
    if len(line) > _LONGEST or not _MAY_BE.search(line):
        return line
    pieces, end, count = [], 0, 0
    for run in _RUN.finditer(line):
        read = _read(run[0])
        if not read:
            return line
        count += len(run[0])
        pieces += [line[end : run.start()], read]
        end = run.end()
    return "".join([*pieces, line[end:]]) if count >= _FEWEST_BYTES or _LOST in line else line


def garbled_lines(text: str) -> Iterator[tuple[int, str]]:
    """The numbers of garbled lines, from 0, each with what was written."""
    for n, line in enumerate(text.split("\n")):
        if not line.isascii() and (written := ungarbled(line)) != line:
            yield n, written


_LOST = "\u00e2\u20ac"
"""What is left of `”`, whose last byte is no character of Windows-1252, and which many programs leave out."""


def _read(run: str) -> str:
    """What bytes mean that are given as characters; empty where they are not UTF-8."""
    if run.endswith(_LOST):
        before = run.removesuffix(_LOST)
        return f"{_read(before)}”" if not before or _read(before) else ""
    try:
        return bytes(map(_BYTES.__getitem__, run)).decode("utf-8")
    except (KeyError, UnicodeDecodeError):
        return ""
