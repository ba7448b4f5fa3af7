"""A text as it was copied from a page, as lines and paragraphs: which lines belong together. Knows none's meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from generator.compiling.body_blocks import BodyBlock
from generator.compiling.joined_paragraphs import is_break, wrapped_at
from generator.text import is_wide

_LINE_ENDS = re.compile("\r\n|[\n\r]")
_INNER_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]+")
_ENDS_OF_SENTENCES = frozenset('.!?…。！？؟।:”"»')
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060\u00ad"
_SHORTEST_WRAPPED = 40
"""Characters of the first line of a paragraph whose lines are wrapped."""
_LONGEST_VERSE = 60
"""Characters of a line that can be one of several within a paragraph, as in a poem or an address."""


@dataclass(frozen=True, slots=True)
class ScrapedLine:
    """A paragraph or a line of it: its text on one line, the number of the line it begins on, and the number of the run
    of lines without an empty one between them (all from 1)."""

    text: str
    number: int
    run: int


def scraped_lines(text: str) -> tuple[ScrapedLine, ...]:
    """The lines of a text, without the empty ones. Where lines are wrapped, those of a paragraph are one."""
    runs = list(_runs(text))
    long = [run for run in runs if _is_long(run)]
    width = wrapped_at([BodyBlock(0, tuple(line for _, line in run), "text") for run in long])
    return tuple(
        ScrapedLine(joined, number, n)
        for n, run in enumerate(runs, 1)
        for number, joined in (_unwrapped(run, width) if width and _is_long(run) else run)
    )


def _is_long(run: Sequence[tuple[int, str]]) -> bool:
    """Whether lines can be those of a wrapped paragraph; others are menus and the like."""
    return len(run[0][1]) >= _SHORTEST_WRAPPED


def verses(lines: Sequence[ScrapedLine]) -> Iterator[tuple[ScrapedLine, ...]]:
    """The lines of a body by paragraph. The short lines of one run are those of one paragraph, unless each is a
    sentence; any other line is a paragraph."""
    for _, run in groupby(lines, key=lambda line: line.run):
        some = tuple(run)
        is_verse = all(len(line.text) <= _LONGEST_VERSE for line in some)
        if is_verse and any(line.text[-1] not in _ENDS_OF_SENTENCES for line in some[:-1]):
            yield some
        else:
            yield from ((line,) for line in some)


def _runs(text: str) -> Iterator[list[tuple[int, str]]]:
    run: list[tuple[int, str]] = []
    for number, whole in enumerate(_LINE_ENDS.split(text), 1):
        lines = [shown for part in _INNER_ENDS.split(whole) if (shown := _shown(part))]
        run += [(number, line) for line in lines]
        if run and not lines:
            yield run
            run = []
    if run:
        yield run


def _shown(line: str) -> str:
    """A line without what can't be seen at its ends; empty where nothing else is in it."""
    line = line.strip()
    return line if line.strip(_INVISIBLE).strip() else ""


def _unwrapped(run: Sequence[tuple[int, str]], width: int) -> Iterator[tuple[int, str]]:
    number, joined = run[0]
    for (_, before), (n, line) in pairwise(run):
        if is_break(before, line, width):
            yield number, joined
            number, joined = n, line
        else:
            joined += line if is_wide(joined[-1]) and is_wide(line[0]) else f" {line}"
    yield number, joined
