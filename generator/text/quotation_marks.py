"""Finds the quotations in running text. Knows plain text only.

Tells whether a passage is quoted, partly quoted or the writer's own words, and whether a range leaves one quotation
and enters another. Straight marks pair up within a block; an apostrophe is no quotation mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from generator.model import Mode

Pair = tuple[int, int]
"""Offsets (code points) of an opening mark and of its closing mark."""

_CLOSING = {
    "“": "”",
    "„": "“”",
    "‘": "’",
    "‚": "‘’",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    '"': '"',
    "'": "'",
}
_MARKS = frozenset("".join(_CLOSING) + "".join(_CLOSING.values()))
_MARK = re.compile(f"[{''.join(_MARKS)}]")
_SINGLE = frozenset("'’‘")
_MOST_OPEN = 50
"""Nested quotations to track: no text needs as many, and a line can hold a million marks (law 16)."""


def quotation_pairs(text: str) -> list[Pair]:
    """All pairs of quotation marks, sorted by opening mark.

    A quotation ends with its block (a line), unless the next line begins with the same opening mark, as in quotations
    over several paragraphs.
    """
    pairs: list[Pair] = []
    offset = 0
    lines = text.split("\n")
    for i, line in enumerate(lines):
        following = lines[i + 1] if i + 1 < len(lines) else ""
        pairs += ((a + offset, b + offset) for a, b in _pairs_of_line(line, following[:1]))
        offset += len(line) + 1
    return sorted(pairs)


def _pairs_of_line(line: str, next_opening: str) -> Iterable[Pair]:
    still_open: list[int] = []
    for mark in _MARK.finditer(line):
        i, character = mark.start(), mark[0]
        if _is_apostrophe(line, i):
            continue
        if len(still_open) > _MOST_OPEN:
            del still_open[1]  # keep the first: it may continue in the next paragraph
        opener = next((k for k in reversed(range(len(still_open))) if character in _CLOSING[line[still_open[k]]]), None)
        if opener is not None and not _opens_only(line, i):
            yield still_open[opener], i
            del still_open[opener:]
        elif character in _CLOSING and _can_open(line, i):
            still_open.append(i)
    if still_open and next_opening == line[still_open[0]]:
        yield still_open[0], len(line)


def _is_apostrophe(line: str, i: int) -> bool:
    inside = 0 < i < len(line) - 1 and line[i - 1].isalnum() and line[i + 1].isalnum()
    return line[i] in _SINGLE and inside


def _opens_only(line: str, i: int) -> bool:
    """Whether a straight mark, which could open or close, has a space before it and none after it."""
    before, after = line[i - 1 : i], line[i + 1 : i + 2]
    return line[i] in "\"'" and (not before or before.isspace()) and bool(after) and not after.isspace()


def _can_open(line: str, i: int) -> bool:
    before, after = line[i - 1 : i], line[i + 1 : i + 2]
    if not after or after.isspace():
        return line[i] in "«»"  # French has a space inside these
    return line[i] not in _SINGLE or not before.isalnum()


class Quotations:
    """The quotations of one text, for questions about its passages."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs = quotation_pairs(text)
        self._openings = [a for a, _ in self._pairs]
        self._reach = list(accumulate((b for _, b in self._pairs), max))

    def mode(self, start: int, end: int) -> Mode:
        """`direct` if the passage is inside a pair of marks, `mixed` if it contains or cuts a pair, else `indirect`.

        Quotation marks at the edges of the passage don't count: a writer may quote with or without them.
        """
        while start < end and self._text[start] in _MARKS:
            start += 1
        while start < end and self._text[end - 1] in _MARKS:
            end -= 1
        near = self._meeting(start, end)
        if any(a < start and end <= b for a, b in near):
            return "direct"
        return "mixed" if near else "indirect"

    def leaves_and_enters(self, start: int, end: int) -> bool:
        """Whether a range leaves one quotation and then enters another."""
        near = self._meeting(start, end)
        left = [b for _, b in near if b < end]
        return bool(left) and near[-1][0] > min(left)

    def _meeting(self, start: int, end: int) -> Sequence[Pair]:
        """The pairs that overlap a range, in order."""
        k = bisect_right(self._openings, end - 1)
        pairs = []
        while k and self._reach[k - 1] > start:
            k -= 1
            if self._pairs[k][1] > start:
                pairs.append(self._pairs[k])
        return pairs[::-1]


def mode_of_all(modes: Sequence[Mode]) -> Mode:
    """The common mode of several passages, `mixed` if they differ, `indirect` if there are none."""
    if not modes:
        return "indirect"
    return modes[0] if len(set(modes)) == 1 else "mixed"
