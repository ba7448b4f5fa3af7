"""Finds the marks that an unfinished merge leaves in a text: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.

Their form is that of Git (https://git-scm.com/docs/git-merge#_how_conflicts_are_presented).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from generator.diagnostics import Diagnostic, Location

_OURS, _BASE, _MIDDLE, _THEIRS = "<" * 7, "|" * 7, "=" * 7, ">" * 7
_MOST_NAMED = 10
"""Conflicts of a file whose lines are named."""


def unfinished_merge(text: str, path: str) -> Diagnostic | None:
    """The one problem of a text in which a merge was not finished; None for any other text."""
    if _OURS not in text or _THEIRS not in text:
        return None
    conflicts = list(islice(_conflicts(text.split("\n")), _MOST_NAMED))
    if not conflicts:
        return None
    first, last, marks = conflicts[0]
    return Diagnostic.of(
        "merge-unfinished",
        Location(path, first),
        f"A merge was not finished: lines {first}–{last} hold both versions.",
        details=[f"Lines {start}–{end} do, too." for start, end, _ in conflicts[1:]],
        step=f"Keep what is right of both, and take out {_listed(marks)} with the marks of the merge.",
    )


def _conflicts(lines: list[str]) -> Iterator[tuple[int, int, list[int]]]:
    """The first and last line of each conflict, and the lines of its marks, counted from 1. A conflict inside another
    is part of it."""
    marks: list[int] = []
    depth, is_parted = 0, False
    for number, line in enumerate(lines, 1):
        mark, behind = line[:7], line[7:8]
        if mark == _OURS and behind in ("", " "):
            depth += 1
        elif not depth or behind not in ("", " ") or mark not in (_BASE, _MIDDLE, _THEIRS):
            continue
        marks.append(number)
        is_parted = is_parted or mark == _MIDDLE
        if mark == _THEIRS and depth:
            depth -= 1
            if not depth:
                if is_parted:
                    yield marks[0], number, marks
                marks, is_parted = [], False


def _listed(lines: list[int]) -> str:
    return f"lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"
