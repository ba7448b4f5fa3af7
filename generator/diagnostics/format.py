"""Formats diagnostics as text, as JSON, as GitHub workflow commands or as a Markdown table.

Reads no files: for source lines the caller passes a `SourceLine` function.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable

from generator.diagnostics.diagnostic import WEIGHT, Diagnostic

SourceLine = Callable[[str, int], str | None]
"""Maps a path and a line number (from 1) to that line's text, or to None where it cannot be shown."""


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`; empty where there are neither. Notices are not counted."""
    severities = [d.severity for d in diagnostics]
    counts = [(severities.count(s), s) for s in ("error", "warning")]
    return ", ".join(f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts if n)


def as_text(diagnostic: Diagnostic, line_of: SourceLine) -> str:
    """`path:line:col: error[code] message`, then the source line with a caret, details, next step and paste."""
    d, at = diagnostic, diagnostic.location
    out = [f"{at}: {d.severity}[{d.code}] {printable(d.message)}"]
    source = line_of(at.path, at.line)
    if source is not None:
        gutter = f"{at.line:>5} | "
        shown, caret = _clipped(source, at.column - 1)
        out += [gutter + shown, " " * (len(gutter) - 2) + "| " + " " * caret + "^"]
    out += [f"        {printable(line)}" for line in d.details]
    if d.step:
        out.append(f"  next: {printable(d.step)}")
    if d.paste:
        out += [f"      {line}".rstrip() for line in d.paste.lines]
    return "\n".join(out)


def as_json(diagnostics: Iterable[Diagnostic]) -> str:
    """A JSON object: `{"diagnostics": [{code, severity, path, line, column, message, details, next, paste}]}`.

    `paste` is null or `{first, last, lines}`; see `Paste`.
    """
    rows = [
        {
            "code": d.code,
            "severity": d.severity,
            "path": d.location.path,
            "line": d.location.line,
            "column": d.location.column,
            "message": d.message,
            "details": list(d.details),
            "next": d.step,
            "paste": d.paste and {"first": d.paste.first, "last": d.paste.last, "lines": list(d.paste.lines)},
        }
        for d in diagnostics
    ]
    return json.dumps({"diagnostics": rows}, ensure_ascii=False, indent=2)


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """GitHub workflow commands, one a line, errors first: GitHub shows only ten of each kind per step.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{d.severity} file={_property(d.location.path)},line={d.location.line},col={d.location.column},"
        f"title={_property(d.code)}::{_data(_whole_message(d))}"
        for d in sorted(diagnostics, key=lambda d: WEIGHT[d.severity])
    )


def as_markdown_table(diagnostics: Iterable[Diagnostic]) -> str:
    """A Markdown table of all diagnostics, for the summary page of a GitHub run."""
    rows = [f"| {d.severity} | `{d.location}` | {d.code} | {_cell(_whole_message(d))} |" for d in diagnostics]
    return "\n".join(["| | where | code | what |", "|---|---|---|---|", *rows, ""])


def printable(text: str) -> str:
    """The text with control and bidirectional characters escaped (`\\u001b`), so that it cannot steer a terminal."""
    if text.isprintable():
        return text
    return "".join(
        c if c.isprintable() or unicodedata.category(c) in {"Zs", "Co"} else f"\\u{ord(c):04x}" for c in text
    )


def _whole_message(d: Diagnostic) -> str:
    parts = [d.message, *d.details, *([d.step] if d.step else []), *(d.paste.lines if d.paste else ())]
    return "\n".join(parts)


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "\\|").replace("`", "\\`")
    return escaped.replace("\n", "<br>")


def _clipped(line: str, column: int, width: int = 100) -> tuple[str, int]:
    """The part of a source line around `column` (from 0) that fits the screen, and the offset of the caret.

    `width` is in characters, the offset in terminal cells.
    """
    start = max(0, column - width // 2) if len(line) > width else 0
    shown = line[start : start + width]
    before = printable(shown[: column - start].replace("\t", " "))
    text = printable(shown.replace("\t", " "))
    lead, tail = ("…" if start else ""), ("…" if start + width < len(line) else "")
    return (lead + text + tail).rstrip(), len(lead) + sum(_cells(c) for c in before)


def _cells(character: str) -> int:
    """Terminal cells that a character occupies: 0, 1 or 2."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_WHOLE_FILE_CODES = ("file-", "sidecar-ending", "sidecar-alone", "names-fold-together", "path-claimed-twice")


def as_plain_text(diagnostic: Diagnostic, line_of: SourceLine) -> str:
    """The text form without colour. Problems with a file as a whole are shown without a source line."""
    return as_text(diagnostic, _no_line if diagnostic.code.startswith(_WHOLE_FILE_CODES) else line_of)


def _no_line(path: str, line: int) -> str | None:
    return None
