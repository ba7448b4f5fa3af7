"""A diagnostic: one problem as a value, with its place, its message, the next step and the lines to paste.

The code that detects a problem creates the diagnostic; only the outermost command prints it. Reads no files and knows
no output format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from generator.diagnostics.codes import CODES
from generator.diagnostics.location import Location

Severity = Literal["error", "warning", "notice"]
WEIGHT: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}
"""Sort order of the severities, the most severe first."""


@dataclass(frozen=True, slots=True)
class Paste:
    """A fix: replaces lines `first` to `last` (inclusive, counted from 1) of the file by `lines`.

    `last == first - 1` inserts before `first`. Pasted unchanged, it removes the problem (law 21).
    """

    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
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
        """Creates a diagnostic with the default severity of its code. Raises `KeyError` where `code` is unknown."""
        return Diagnostic(code, location, message, tuple(details), step, paste, CODES[code].severity)

    def with_severity(self, severity: Severity) -> Diagnostic:
        """A copy with another severity."""
        return replace(self, severity=severity)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The distinct diagnostics, sorted by file, line, column, severity, code and message, so that output is stable."""
    return sorted(set(diagnostics), key=lambda d: (d.location, WEIGHT[d.severity], d.code, d.message))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether any diagnostic is an error; warnings and notices do not count."""
    return any(d.severity == "error" for d in diagnostics)
