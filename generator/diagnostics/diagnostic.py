"""A diagnostic: one problem as a value, with its place, its message, the next step and the lines to paste.

The code that detects a problem creates the diagnostic; only the outermost command prints it. Reads no files and knows
no output format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from generator.diagnostics.codes import CODES
from generator.diagnostics.location import Location
from generator.diagnostics.wording import cut_in_the_middle
from generator.values import Immutable, replace

Severity = Literal["error", "warning", "notice"]
WEIGHT: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}
"""Sort order of the severities, the most severe first."""

_LONG_TEXT = 400
"""Characters of a message or detail. In a longer one, the values that it quotes are shortened."""
_LONGEST_TEXT = 800
_CONDITION = re.compile(r"\b(?:if|unless|whichever|you mean)\b", re.IGNORECASE)
_LONG_VALUE = re.compile(r"([“`])([^“”`]{121,})([”`])")


class Paste(Immutable):
    """A fix: replaces lines `first` to `last` (inclusive, counted from 1) of the file by `lines`.

    `last == first - 1` inserts before `first`. Pasted unchanged, it removes the problem (law 21).
    """

    first: int
    last: int
    lines: tuple[str, ...]


class Diagnostic(Immutable):
    """One problem.

    `message` is one sentence that says what is wrong; `details` are further lines (places, allowed values); `step` is
    one imperative sentence that says what to do next; `paste` holds the lines that fix the problem.
    """

    code: str
    location: Location
    message: str
    details: tuple[str, ...] = ()
    step: str = ""
    paste: Paste | None = None
    severity: Severity = "error"

    @staticmethod
    def of(
        code: str,
        location: Location,
        message: str,
        *,
        details: Iterable[str] = (),
        step: str = "",
        paste: Paste | None = None,
    ) -> Diagnostic:
        """Creates a diagnostic with the default severity of its code. Raises `KeyError` where `code` is unknown.

        Long values that `message` and `details` quote are cut in the middle.
        """
        shown = tuple(map(_shortened, details))
        return Diagnostic(code, location, _shortened(message), shown, step, paste, CODES[code].severity)

    @property
    def is_guess(self) -> bool:
        """Whether only the writer can know that the paste is meant: the step makes a condition."""
        return self.paste is not None and bool(_CONDITION.search(self.step))

    def with_severity(self, severity: Severity) -> Diagnostic:
        """A copy with another severity."""
        return replace(self, severity=severity)


def _shortened(text: str) -> str:
    """The text of a message in a few hundred characters, however long the values are that it quotes."""
    if len(text) <= _LONG_TEXT:
        return text
    text = _LONG_VALUE.sub(lambda m: f"{m[1]}{cut_in_the_middle(m[2])}{m[3]}", text)
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONG_TEXT].rstrip()} … {text[-_LONG_TEXT // 2 :].lstrip()}"


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The distinct diagnostics, sorted by file, line, column, severity, code and message, so that output is stable.

    Those whose codes wait are left out while any other is an error or a warning, and those that another explains.
    """
    distinct = set(diagnostics)
    if explained := {(d.location.path, code) for d in distinct for code in CODES[d.code].explains}:
        distinct = {d for d in distinct if (d.location.path, d.code) not in explained}
    if any(d.severity != "notice" for d in distinct):
        distinct = {d for d in distinct if not CODES[d.code].waits}
    return sorted(distinct, key=lambda d: (d.location, WEIGHT[d.severity], d.code, d.message))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any diagnostic is an error; warnings and notices do not count."""
    return any(d.severity == "error" for d in diagnostics)
