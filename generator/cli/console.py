"""Prints the problems of a site, in three formats, and the messages of the commands. Knows streams; decides nothing."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TextIO

from generator.diagnostics import (
    Diagnostic,
    SourceLine,
    as_github,
    as_json,
    as_markdown_table,
    as_plain_text,
    printable,
)

Format = Literal["text", "json", "github"]

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[33m", "notice": "\x1b[36m"}
_PLAIN = "\x1b[0m"
_SUMMARY_LIMIT = 1_000_000
"""Bytes. GitHub discards a step's summary that is larger than 1 MiB."""


@dataclass(frozen=True, slots=True)
class Console:
    """Where to print, and how. Problems go to `err` as text, and to `out` in the formats for programs."""

    out: TextIO
    err: TextIO
    format: Format = "text"
    quiet: bool = False
    verbose: bool = False

    def say(self, sentence: str) -> None:
        """Print information: nothing under `-q`, and to `err` where `out` is for programs."""
        if not self.quiet:
            _print(printable(sentence), self.out if self.format == "text" else self.err)

    def print(self, text: str) -> None:
        """Print the result of a command to `out`, unchanged, also under `-q`."""
        _print(text, self.out)

    def complain(self, sentence: str, step: str = "") -> None:
        """Print an error, and the next step if there is one."""
        _print(f"{self._coloured('error')}: {printable(sentence)}", self.err)
        if step:
            _print(f"  next: {printable(step)}", self.err)

    def warn(self, sentence: str) -> None:
        """Print a warning; the command continues."""
        _print(f"{self._coloured('warning')}: {printable(sentence)}", self.err)

    def show(self, diagnostics: Iterable[Diagnostic], line_of: SourceLine, site: Path) -> None:
        """Print all problems, in the order given. `site` is the folder of site.yaml, from which their paths start."""
        if self.format == "json":
            _print(as_json(diagnostics), self.out)
        elif self.format == "github":
            self._show_to_github([_relative_to_here(d, site) for d in diagnostics])
        else:
            for diagnostic in diagnostics:
                _print(self._as_text(diagnostic, line_of), self.err)

    def _as_text(self, diagnostic: Diagnostic, line_of: SourceLine) -> str:
        text = as_plain_text(diagnostic, line_of)
        plain = f" {diagnostic.severity}["
        return text.replace(plain, f" {self._coloured(diagnostic.severity)}[", 1)

    def _coloured(self, severity: str) -> str:
        dull = "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not self.err.isatty()
        return severity if dull else f"{_COLOURS[severity]}{severity}{_PLAIN}"

    def _show_to_github(self, diagnostics: list[Diagnostic]) -> None:
        if not diagnostics:
            return
        _print(as_github(diagnostics), self.out)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary:
            with Path(summary).open("a", encoding="utf-8") as file:
                file.write(_cut(as_markdown_table(diagnostics)))


def _print(text: str, stream: TextIO) -> None:
    with suppress(BrokenPipeError):  # the reader of the pipe has gone; the exit code stays the same
        print(text, file=stream)


def _relative_to_here(diagnostic: Diagnostic, site: Path) -> Diagnostic:
    """The diagnostic with its path relative to the current folder, which in a GitHub workflow is the repository's."""
    path = os.path.relpath(site / diagnostic.location.path).replace(os.sep, "/")
    return replace(diagnostic, location=replace(diagnostic.location, path=path))


def _cut(table: str) -> str:
    data = table.encode()
    if len(data) <= _SUMMARY_LIMIT:
        return table
    whole_rows = data[:_SUMMARY_LIMIT].decode(errors="ignore").rpartition("\n")[0]
    return (
        f"{whole_rows}\n\n… and {table.count(chr(10)) - whole_rows.count(chr(10)) - 1} more; the log has all of them.\n"
    )
