"""Finds what git leaves in a file whose versions it could not merge. Knows lines, and neither YAML nor Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, Location, Paste
from generator.yaml_text.tree import LONGEST_PASTE

_SIGNS = re.compile(r"(<{7}|>{7}|\|{7}|={7})(?:[ \t][^\n]*)?")
_MOST_MARKERS = 300
"""Lines with markers that are looked at in one file."""


@dataclass(slots=True)
class _Conflict:
    """The lines (from 0) of a conflict's markers; `depth` counts the conflicts inside it that are still open."""

    first: int
    last: int = -1
    markers: list[int] = field(default_factory=list)
    has_middle: bool = False
    depth: int = 1


def merge_problems(text: str, path: str, *, in_yaml: bool, first_line: int = 1) -> list[Diagnostic]:
    """One problem for each conflict, and for each marker that is left over from one.

    In Markdown a line of equals signs is the underline of a heading, so there it counts only inside a conflict.
    """
    if not any(sign in text for sign in ("<<<<<<<", ">>>>>>>", *(("=======", "|||||||") if in_yaml else ()))):
        return []
    lines = text.split("\n")
    markers = [(n, line[0]) for n, line in enumerate(lines) if line[:1] in "<>|=" and _SIGNS.fullmatch(line)]
    problems: list[Diagnostic] = []
    conflict: _Conflict | None = None
    for n, sign in markers[:_MOST_MARKERS]:
        if conflict is None:
            if sign == "<" and _closes(markers, n):
                conflict = _Conflict(n, markers=[n])
            elif sign in "<>" or in_yaml:
                problems.append(_left_over(lines, n, path, first_line))
            continue
        conflict.markers.append(n)
        conflict.depth += (sign == "<") - (sign == ">")
        conflict.has_middle |= sign == "="
        if not conflict.depth:
            conflict.last = n
            problems.append(_unfinished(lines, conflict, path, first_line))
            conflict = None
    return problems


def _closes(markers: Sequence[tuple[int, str]], first: int) -> bool:
    """Whether a conflict that begins on a line has a middle and an end before another begins at the margin."""
    depth, has_middle = 0, False
    for n, sign in markers[:_MOST_MARKERS]:
        if n < first:
            continue
        depth += (sign == "<") - (sign == ">")
        has_middle |= sign == "="
        if not depth:
            return has_middle
    return False


def _unfinished(lines: Sequence[str], conflict: _Conflict, path: str, first_line: int) -> Diagnostic:
    first, last = first_line + conflict.first, first_line + conflict.last
    count = {3: "three", 4: "four"}.get(len(conflict.markers), str(len(conflict.markers)))
    same = _same_on_both_sides(lines, conflict)
    return Diagnostic.of(
        "merge-unfinished",
        Location(path, first),
        f"A merge was not finished (lines {first}–{last}).",
        step="Keep one side, since both say the same:"
        if same
        else f"Keep what is right of both sides, and remove the {count} lines with the markers.",
        paste=Paste(first, last, same) if same else None,
    )


def _same_on_both_sides(lines: Sequence[str], conflict: _Conflict) -> tuple[str, ...]:
    """The lines of both sides, where they differ in nothing but white space at their ends; else nothing."""
    if len(conflict.markers) != 3:
        return ()
    first, middle, last = conflict.markers
    ours, theirs = lines[first + 1 : middle], lines[middle + 1 : last]
    if [line.rstrip() for line in ours] != [line.rstrip() for line in theirs]:
        return ()
    return tuple(ours) if sum(map(len, ours)) <= LONGEST_PASTE else ()


def _left_over(lines: Sequence[str], n: int, path: str, first_line: int) -> Diagnostic:
    line = first_line + n
    return Diagnostic.of(
        "merge-unfinished",
        Location(path, line),
        f"“{lines[n][:7]}” is left over from a merge.",
        step="Check that the lines around it are right, then remove this one:",
        paste=Paste(line, line, ()),
    )
