"""Whether a paste did what its message says: its problem is gone, and it made no other. Reads no file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from generator.diagnostics import Diagnostic, Paste

_NUMBERS = re.compile(r"\d+")
_LINES = ("yaml-", "front-matter-")
_KEYS = frozenset({"unknown-key", "missing-key", "wrong-shape", "duplicate-id"})
_VALUES = ("wrong-", "quote-form", "quote-list", "quote-empty", "quote-missing")


@dataclass(frozen=True, slots=True)
class PasteResult:
    """What came of a paste: `good`; `open`, where a line further down breaks the rules now, so that only what is pasted
    there tells; or `bad`, for the reason `why`."""

    kind: Literal["good", "open", "bad"]
    why: str = ""


def result_of_paste(
    problem: Diagnostic, paste: Paste, before: Sequence[Diagnostic], after: Sequence[Diagnostic]
) -> PasteResult:
    """What came of pasting for a problem, by the problems of the site before and after."""
    pasted = range(paste.first, paste.first + len(paste.lines))
    kind, known = kind_of(problem), _count(before)
    if _count(after)[kind] >= known[kind] and any(kind_of(d) == kind and d.location.line in pasted for d in after):
        return PasteResult("bad", "these lines do not remove the problem")
    known[kind] -= 1
    is_open = False
    for one in after:
        known[kind_of(one)] -= 1
        if one.severity != "error" or known[kind_of(one)] >= 0:
            continue
        is_elsewhere = one.location.path != problem.location.path or one.location.line not in pasted
        if _depth(one) == 0 == _depth(problem) and is_elsewhere and one.location.line >= paste.first:
            is_open = True
        elif kind_of(one) != kind and not (_depth(one) > _depth(problem) and (is_elsewhere or _depth(one) > 1)):
            return PasteResult(
                "bad", f"these lines would make another problem ({one.code} in line {one.location.line})"
            )
    return PasteResult("open" if is_open else "good")


def is_read(path: str, problems: Sequence[Diagnostic]) -> bool:
    """Whether no error keeps a file from being read."""
    return not any(d.location.path == path and d.severity == "error" and _depth(d) == 0 for d in problems)


def kind_of(problem: Diagnostic) -> tuple[str, str, str]:
    """What is the same of a problem when the lines above it become more or fewer."""
    return problem.code, problem.location.path, _NUMBERS.sub("0", problem.message)


def _count(problems: Sequence[Diagnostic]) -> Counter[tuple[str, str, str]]:
    return Counter(map(kind_of, problems))


def _depth(problem: Diagnostic) -> int:
    """How far a file has to be understood for a problem to be seen: 0 its lines, 1 its keys, 2 their values, 3 what
    they say. A problem hides those that lie deeper."""
    if problem.code.startswith(_LINES):
        return 0
    return 1 if problem.code in _KEYS else 2 if problem.code.startswith(_VALUES) else 3
