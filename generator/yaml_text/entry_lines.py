"""Lines of YAML as a person sees them: how far they are indented, and which begin an entry. Parses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.values import Immutable

KEY_AT_START = re.compile(r"""\s*(?:-\s+)*(?:[\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s|$)""")
_KEY = re.compile(r"""\s*(?:-\s+)*["']?([\w.-]+)["']?\s*:(?:\s|$)""")
_BLOCK_SIGN = re.compile(r"(?:.*[:-]\s+)[|>][-+0-9]{0,2}(?:\s+#.*|\s*)")
_LONGEST_SIGN = 80
"""Characters at the end of a line in which the sign of a block is looked for."""
_MOST_LINES_BACK = 200
_LONGEST_BLOCK = 100
"""Lines of a block that may be moved, or of several entries in a row."""
_MOST_SIBLINGS = 3


class Mend(Immutable):
    """A possible repair: `lines` replace the `took` lines from index `first` (from 0) on.

    `column` (from 0) is where the error is reported in the first of them. `by` is the number of spaces by which lines
    are moved, where the repair moves lines and changes nothing else.
    """

    first: int
    took: int
    lines: tuple[str, ...]
    column: int
    message: str
    step: str
    by: int = 0


def begins_an_entry(line: str) -> bool:
    """Whether a line begins with a key or with a dash."""
    return bool(KEY_AT_START.match(line)) or line.lstrip().startswith("- ")


def indent_of(line: str) -> int:
    """The number of spaces at the beginning of a line."""
    return len(line) - len(line.lstrip(" "))


def key_of(line: str) -> str:
    """The key with which a line begins; empty where it begins with none."""
    match = _KEY.match(line)
    return match[1] if match else ""


def written_before(lines: Sequence[str], index: int) -> int:
    """The nearest line above that is not blank, or the first line."""
    return next((i for i in range(index - 1, -1, -1) if lines[i].strip()), 0)


def lines_around(lines: Sequence[str], index: int) -> Iterator[int]:
    """The entries that hold a line, from the inside outwards: of those above it each that is indented less."""
    indent = indent_of(lines[index]) if lines[index].strip() else 0
    for i in range(index - 1, -1, -1):
        if lines[i].strip() and not lines[i].lstrip().startswith("#") and indent_of(lines[i]) < indent:
            indent = indent_of(lines[i])
            yield i
        if not indent:
            return


def is_inside_text(lines: Sequence[str], n: int) -> bool:
    """Whether a line belongs to a text below a `|` or `>`."""
    indent = indent_of(lines[n])
    if not indent:
        return False
    above = (one for one in reversed(lines[max(0, n - _MOST_LINES_BACK) : n]) if one.strip())
    holder = next((one for one in above if indent_of(one) < indent), "")
    return bool(_BLOCK_SIGN.fullmatch(holder[-_LONGEST_SIGN:]))


# ── moving blocks ────────────────────────────────────────────────────────────────────────────────────────────────────


def moved_blocks(lines: Sequence[str], suspects: Sequence[int], wrong: frozenset[int]) -> Iterator[Mend]:
    """The blocks that begin on a suspected line, moved to where their neighbours are indented; the nearest first.

    `wrong` are lines with a problem: entries in a row of which each has one are moved together.
    """
    moves = {(i, last, by) for i in suspects for last in _ends(lines, i, wrong) for by in _distances(lines, i, last)}
    rank = {line: n for n, line in enumerate(suspects)}
    for first, last, by in sorted(moves, key=lambda move: (abs(move[2]), move[1] - move[0], rank[move[0]], -move[2])):
        yield _moved(lines, first, last, by)


def _moved(lines: Sequence[str], first: int, last: int, by: int) -> Mend:
    block = tuple(" " * (indent_of(line) + by) + line.lstrip(" ") if line else "" for line in lines[first : last + 1])
    return Mend(first, len(block), block, indent_of(lines[first]), "", "", by)


def _ends(lines: Sequence[str], first: int, wrong: frozenset[int]) -> Iterator[int]:
    """Where a block may end that begins on a line: with the line, its entry, entries in a row, its paragraph."""
    indent = indent_of(lines[first])
    last = first
    siblings: list[int] = []  # the line before each further entry of the same depth
    goes_on, found = True, first
    for i in range(first + 1, min(len(lines), first + _LONGEST_BLOCK)):
        if not lines[i].strip():
            continue
        if indent_of(lines[i]) < indent:
            break
        if indent_of(lines[i]) == indent and begins_an_entry(lines[i]):
            siblings.append(last)
            goes_on = goes_on and i in wrong
            found = found if goes_on else max(found, first)
        last = i
        found = i if goes_on else found
    paragraph = next((i for i in range(first, last) if not lines[i + 1].strip()), last)
    yield from dict.fromkeys((first, *siblings[:_MOST_SIBLINGS], found, min(paragraph, last), last))


def _distances(lines: Sequence[str], first: int, last: int) -> Iterator[int]:
    """How far a block may be moved: to the depth of a line around or beside it, or into the entry above."""
    indent = indent_of(lines[first])
    if not begins_an_entry(lines[first]) or not lines[first].strip():
        return
    above = written_before(lines, first)
    depths = {0}
    if above < first:
        depths |= {indent_of(lines[above]), *(indent_of(lines[i]) for i in lines_around(lines, above))}
        if lines[above].rstrip().endswith(":"):
            depths.add(indent_of(lines[above]) + 2)
        if lines[above].lstrip().startswith("- "):
            depths.add(indent_of(lines[above]) + 2)
    below = next((line for line in lines[last + 1 : last + 3] if line.strip()), "")
    if below:
        depths.add(indent_of(below))
    inner = [indent_of(line) for line in lines[first : last + 1] if line.strip()]
    yield from (depth - indent for depth in depths if depth != indent and min(inner) + depth - indent >= 0)
