"""Finds what git leaves in a file whose versions it could not merge. Knows lines, and neither YAML nor Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.diagnostics import Diagnostic, Location, Paste, listed
from generator.yaml_text.entry_lines import is_inside_text
from generator.yaml_text.tree import LONGEST_PASTE

_SIGNS = re.compile(r"[ ]*(<{7}|>{7}|\|{7}|={4,40})(?:[ \t][^\n]*)?")
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
    """One problem for each conflict, and for the markers that are left over from one.

    In Markdown a line of equals signs is the underline of a heading, so there it counts only beside other markers.
    """
    if not any(sign in text for sign in ("<<<<<<<", ">>>>>>>", *(("====", "|||||||") if in_yaml else ()))):
        return []
    lines = text.split("\n")
    markers = [(n, sign) for n, line in enumerate(lines) if (sign := _sign_on(line, in_yaml))][:_MOST_MARKERS]
    problems: list[Diagnostic] = []
    conflict: _Conflict | None = None
    left: list[tuple[int, str]] = []
    for n, sign in markers:
        if conflict is None:
            if sign == "<" and _closes(markers, n):
                conflict = _Conflict(n, markers=[n])
            else:
                left.append((n, sign))
            continue
        conflict.markers.append(n)
        conflict.depth += (sign == "<") - (sign == ">")
        conflict.has_middle |= sign == "="
        if not conflict.depth:
            conflict.last = n
            problems.append(_unfinished(lines, conflict, path, first_line))
            conflict = None
    alone = (
        _left_over(lines, [n for n, _ in group], path, first_line)
        for group in _of_one_conflict(left)
        if any(sign != "=" for _, sign in group) or (in_yaml and not is_inside_text(lines, group[0][0]))
    )
    return [*problems, *alone]


def _sign_on(line: str, in_yaml: bool) -> str:
    """The first sign of a marker, which in YAML may be indented; empty for any other line."""
    match = _SIGNS.fullmatch(line)
    if match is None or (match.start(1) and not in_yaml):
        return ""
    is_underline = match[1][0] == "=" and len(match[1]) != 7 and line.strip() != match[1]
    return "" if is_underline else match[1][0]


def _of_one_conflict(left: Sequence[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """The markers that are left over, those of one conflict together."""
    groups: list[list[tuple[int, str]]] = []
    for n, sign in left:
        if groups and groups[-1][-1][1] + sign in {"<=", "<|", "|=", "=>", "<>", "|>"}:
            groups[-1].append((n, sign))
        else:
            groups.append([(n, sign)])
    return groups


def _closes(markers: Sequence[tuple[int, str]], first: int) -> bool:
    """Whether a conflict that begins on a line has a middle and an end before another begins at the margin."""
    depth, has_middle = 0, False
    for n, sign in markers:
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


def _left_over(lines: Sequence[str], found: Sequence[int], path: str, first_line: int) -> Diagnostic:
    first, last = found[0], found[-1]
    between = tuple(line for n, line in enumerate(lines[first : last + 1], first) if n not in found)
    signs = listed([f"“{lines[n].split()[0]}”" for n in found])
    is_one = len(found) == 1
    return Diagnostic.of(
        "merge-unfinished",
        Location(path, first_line + first),
        f"{signs} {'is' if is_one else 'are'} left over from a merge.",
        step=f"Check that the lines around {'it' if is_one else 'them'} are right, then remove "
        f"{'this one' if is_one else 'both' if len(found) == 2 else 'them'}:",
        paste=Paste(first_line + first, first_line + last, between)
        if sum(map(len, between)) <= LONGEST_PASTE
        else None,
    )
