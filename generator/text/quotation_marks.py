"""Quotation marks in running text: which words stand between a pair of them. Knows plain text only.

It tells whether a passage is quoted, partly quoted or in the writer's own words, and whether a range leaves one
quotation and enters another. Straight marks pair up within a block; an apostrophe is no quotation mark.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from generator.model import Mode

Pair = tuple[int, int]
"""Offsets of an opening mark and of its closing one."""

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
"""Quotations within each other that are followed: nobody writes as many, and a line can hold a million marks."""


def quotation_pairs(text: str) -> list[Pair]:
    """All pairs of quotation marks, by their opening mark. A quotation ends with its block (a line), unless the next
    line opens again with the same mark, as quotations over several paragraphs do."""
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
            del still_open[1]  # the first may go on in the next paragraph
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
    """Whether a mark that could be either (straight ones) has a space before and a word behind it."""
    before, after = line[i - 1 : i], line[i + 1 : i + 2]
    return line[i] in "\"'" and (not before or before.isspace()) and bool(after) and not after.isspace()


def _can_open(line: str, i: int) -> bool:
    before, after = line[i - 1 : i], line[i + 1 : i + 2]
    if not after or after.isspace():
        return line[i] in "«»"  # French puts a space within
    return line[i] not in _SINGLE or not before.isalnum()


class Quotations:
    """The quotations of one text, to ask about passages."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pairs = quotation_pairs(text)
        self._openings = [a for a, _ in self._pairs]
        self._reach = list(accumulate((b for _, b in self._pairs), max))

    def mode(self, start: int, end: int) -> Mode:
        """`direct`: wholly within a pair; `mixed`: it holds or cuts a pair; else `indirect`.

        Quotation marks at the passage's own edges count as outside of it: a writer may quote with or without them.
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
        """Whether a stretch begins within one quotation and goes on into another."""
        near = self._meeting(start, end)
        left = [b for _, b in near if b < end]
        return bool(left) and near[-1][0] > min(left)

    def _meeting(self, start: int, end: int) -> Sequence[Pair]:
        """The pairs that share words with a stretch."""
        k = bisect_right(self._openings, end - 1)
        found = []
        while k and self._reach[k - 1] > start:
            k -= 1
            if self._pairs[k][1] > start:
                found.append(self._pairs[k])
        return found[::-1]


def mode_of_all(modes: Sequence[Mode]) -> Mode:
    """The mode of several passages together: theirs where they agree, else `mixed`; `indirect` for none."""
    if not modes:
        return "indirect"
    return modes[0] if len(set(modes)) == 1 else "mixed"
