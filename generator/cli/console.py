"""Prints the problems of a site, in three formats, and the messages of the commands. Knows streams; decides nothing."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

from generator.diagnostics import (
    Diagnostic,
    Location,
    SourceLine,
    as_github,
    as_json,
    as_markdown_table,
    as_plain_text,
    github_notice,
    github_warning,
    markdown_table,
    printable,
    without_commands,
)
from generator.values import replace

if TYPE_CHECKING:  # a build needs none of what it imports
    from generator.cli.change_report import ChangeReport

Format = Literal["text", "json", "github"]

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[33m", "notice": "\x1b[36m"}
_OF_LINES = {"-": "\x1b[31m", "+": "\x1b[32m", "@": "\x1b[36m"}
_PLAIN = "\x1b[0m"
_MOST_ALIKE = 100
"""Problems of one code that are printed for one file, as text."""
_MOST = 1_000
"""Problems that are printed in all, as text."""
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
            self._print(printable(sentence), self.out if self.format == "text" else self.err)

    def print(self, text: str) -> None:
        """Print the result of a command to `out`, unchanged, also under `-q`."""
        self._print(text, self.out)

    def trace(self, text: str) -> None:
        """Print the traceback of an internal error."""
        self._print("\n".join(printable(line) for line in text.splitlines()), self.err)

    def complain(self, sentence: str, step: str = "") -> None:
        """Print an error, and the next step if there is one."""
        self._print(f"{self._coloured('error')}: {printable(sentence)}", self.err)
        if step:
            self._print(f"  next: {printable(step)}", self.err)

    def warn(self, sentence: str) -> None:
        """Print a warning; the command continues. GitHub shows it on the page of the run."""
        if self.format == "github":
            _print(github_warning(sentence), self.out)
        else:
            self._print(f"{self._coloured('warning')}: {printable(sentence)}", self.err)

    def ask(self, question: str) -> str:
        """A person's answer, without its line end; `q` where the input has ended."""
        print(question, end="", file=self.out, flush=True)
        try:
            return input()
        except EOFError:
            return "q"

    def show_diff(self, lines: Iterable[str]) -> None:
        """Print the lines of a diff, coloured where that can be seen."""
        for line in lines:
            colour = "" if _is_dull(self.out) else _OF_LINES.get(line[:1], "")
            self._print(f"{colour}{printable(line)}{_PLAIN if colour else ''}", self.out)

    def show(
        self,
        diagnostics: Iterable[Diagnostic],
        line_of: SourceLine,
        site: Path,
        report: ChangeReport | None = None,
    ) -> None:
        """Print all problems, in the order given, and what changed, if there is a report of that.

        `site` is the folder of site.yaml, from which their paths start.
        """
        if self.format == "json":
            _print(as_json(diagnostics, report.as_values() if report else None), self.out)
            return
        if report:
            for line in report.as_text():
                self.say(line)
        if self.format == "github":
            self._show_to_github([_relative_to_here(d, site) for d in diagnostics], report, site)
        else:
            self._show_as_text(list(diagnostics), line_of)

    def _show_as_text(self, diagnostics: list[Diagnostic], line_of: SourceLine) -> None:
        """Print the problems; where there are very many, count the rest. No error gives way to a warning."""
        shown = _not_too_many(diagnostics)
        for diagnostic in diagnostics:
            if id(diagnostic) in shown:
                self._print(self._as_text(diagnostic, line_of), self.err)
        more = [diagnostic for diagnostic in diagnostics if id(diagnostic) not in shown]
        if more:
            kinds = ", ".join(f"{n:,} × {code}" for code, n in Counter(d.code for d in more).most_common())
            self._print(f"… and {len(more):,} more ({kinds}): `check --format json` lists all of them.", self.err)

    def _as_text(self, diagnostic: Diagnostic, line_of: SourceLine) -> str:
        text = as_plain_text(diagnostic, line_of, "| " if _is_in_workflow() else "")
        plain = f" {diagnostic.severity}["
        return text.replace(plain, f" {self._coloured(diagnostic.severity)}[", 1)

    def _coloured(self, severity: str) -> str:
        return severity if _is_dull(self.err) else f"{_COLOURS[severity]}{severity}{_PLAIN}"

    def _show_to_github(self, diagnostics: list[Diagnostic], report: ChangeReport | None, site: Path) -> None:
        commands = [as_github(diagnostics)] if diagnostics else []
        tables = [as_markdown_table(diagnostics)] if diagnostics else []
        if report:
            notices = report.notices()
            commands += [github_notice(_from_here(at, site), title, lines) for at, title, lines in notices]
            table = f"\n{markdown_table(report.HEAD, report.rows(), plain=(0,))}" if report.changes else ""
            tables.append(f"{report.heading}\n{table}")
        if commands:
            _print("\n".join(commands), self.out)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if summary and tables:
            try:
                with Path(summary).open("a", encoding="utf-8") as file:
                    file.write(_cut("\n".join(tables)))
            except OSError as error:
                self.warn(f"The summary can't be written to `{summary}`: {error.strerror or error}.")

    @staticmethod
    def _print(text: str, stream: TextIO) -> None:
        """Print text for people, in which GitHub's runner finds no command."""
        _print(without_commands(text) if _is_in_workflow() else text, stream)


def _is_dull(stream: TextIO) -> bool:
    """Whether to print no colour to a stream."""
    return "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb" or not stream.isatty()


def _is_in_workflow() -> bool:
    """Whether GitHub's runner, or one that works alike, reads what is printed."""
    return bool(os.environ.get("GITHUB_ACTIONS"))


def _not_too_many(diagnostics: list[Diagnostic]) -> set[int]:
    """The identities of the problems to print: the most severe first, and of each kind and file only so many."""
    alike: Counter[tuple[str, str]] = Counter()
    shown: list[int] = []
    for diagnostic in sorted(diagnostics, key=lambda d: ("error", "warning", "notice").index(d.severity)):
        kind = diagnostic.code, diagnostic.location.path
        alike[kind] += 1
        if alike[kind] <= _MOST_ALIKE and len(shown) < _MOST:
            shown.append(id(diagnostic))
    return {*shown}


def _print(text: str, stream: TextIO) -> None:
    with suppress(BrokenPipeError):  # the reader of the pipe has gone; the exit code stays the same
        print(text, file=stream)


def _relative_to_here(diagnostic: Diagnostic, site: Path) -> Diagnostic:
    """The diagnostic with its path relative to the current folder, which in a GitHub workflow is the repository's."""
    return replace(diagnostic, location=_from_here(diagnostic.location, site))


def _from_here(location: Location, site: Path) -> Location:
    return replace(location, path=os.path.relpath(site / location.path).replace(os.sep, "/"))


def _cut(table: str) -> str:
    data = table.encode()
    if len(data) <= _SUMMARY_LIMIT:
        return table
    whole_rows = data[:_SUMMARY_LIMIT].decode(errors="ignore").rpartition("\n")[0]
    return (
        f"{whole_rows}\n\n… and {table.count(chr(10)) - whole_rows.count(chr(10)) - 1} more; the log has all of them.\n"
    )
