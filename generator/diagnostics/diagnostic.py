"""Problems as values: what is wrong, where, and the next step; each code explained; shown as text, JSON or for GitHub.

A diagnostic is made where the fault is known and printed only by the outermost command. This module knows no files:
whoever prints hands in a function that gives a source line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from generator.diagnostics.codes import CODES
from generator.diagnostics.location import Location

Severity = Literal["error", "warning", "notice"]
WEIGHT: dict[Severity, int] = {"error": 0, "warning": 1, "notice": 2}
"""The order of severities, the gravest first."""


@dataclass(frozen=True, slots=True)
class Paste:
    """A mend: lines `first` to `last` (both included, from 1) of the file are replaced by `lines`.

    `last == first - 1` inserts before `first`. Pasted as it stands, it makes the problem go away (law 21).
    """

    first: int
    last: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `message` is a whole sentence; `details` are lines that show more (places, differences);
    `step` is the next step in words; `paste` the lines to put in place."""

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
        """A diagnostic with the severity its code has by default."""
        return Diagnostic(code, location, message, tuple(details), step, paste, CODES[code].severity)

    def with_severity(self, severity: Severity) -> Diagnostic:
        return replace(self, severity=severity)


def in_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Each once: by file, line, column, then weight, so that two runs print the same."""
    return sorted(set(diagnostics), key=lambda d: (d.location, WEIGHT[d.severity], d.code, d.message))


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(d.severity == "error" for d in diagnostics)
