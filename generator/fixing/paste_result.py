"""Whether a paste did what its message says: its problem is gone, and it made no other. Reads no file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Paste

_NUMBERS = re.compile(r"\d+")
_LINES = ("yaml-", "front-matter-", "merge-")
_KEYS = frozenset({"unknown-key", "missing-key", "wrong-shape", "duplicate-id"})
_VALUES = ("wrong-", "quote-form", "quote-list", "quote-empty", "quote-missing")


SameProblem = tuple[str, str, str]
"""What stays the same of a problem when the lines above it change in number: code, path, message without numbers."""


@dataclass(frozen=True, slots=True)
class PasteResult:
    """What came of a paste. It is bad for the reason `why`, if there is one.

    `made` stands for the errors that came with it and offer something to paste themselves: only if that removes
    them, the paste is good.
    """

    why: str = ""
    made: frozenset[SameProblem] = frozenset()


def result_of_paste(
    problem: Diagnostic, paste: Paste, before: Sequence[Diagnostic], after: Sequence[Diagnostic]
) -> PasteResult:
    """What came of pasting for a problem, by the problems of the site before and after."""
    pasted = range(paste.first, paste.first + len(paste.lines))
    kind, known = same_problem(problem), _count(before)
    if _count(after)[kind] >= known[kind] and any(same_problem(d) == kind and d.location.line in pasted for d in after):
        return PasteResult("these lines do not remove the problem")
    known[kind] -= 1
    made = set()
    for one in after:
        known[same_problem(one)] -= 1
        if one.severity != "error" or known[same_problem(one)] >= 0:
            continue
        is_elsewhere = one.location.path != problem.location.path or one.location.line not in pasted
        if _depth(one) > _depth(problem) and (is_elsewhere or _depth(one) > 1):
            continue  # it was hidden
        if _depth(one) and same_problem(one) == kind:
            continue  # the next of several
        if one.paste is None:
            return PasteResult(f"these lines would make another problem ({one.code} in line {one.location.line})")
        made.add(same_problem(one))
    return PasteResult(made=frozenset(made))


def same_problem(problem: Diagnostic) -> SameProblem:
    """What stays the same of a problem."""
    return problem.code, problem.location.path, _NUMBERS.sub("0", problem.message)


def _count(problems: Sequence[Diagnostic]) -> Counter[SameProblem]:
    return Counter(map(same_problem, problems))


def _depth(problem: Diagnostic) -> int:
    """How far a file has to be understood for a problem to be seen: 0 its lines, 1 its keys, 2 their values, 3 what
    they say. A problem hides those that lie deeper."""
    if problem.code.startswith(_LINES):
        return 0
    return 1 if problem.code in _KEYS else 2 if problem.code.startswith(_VALUES) else 3
