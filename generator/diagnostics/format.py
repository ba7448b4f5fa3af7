"""Prints diagnostics: as text, as JSON, for GitHub, as a table."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable

from generator.diagnostics.diagnostic import WEIGHT, Diagnostic

SourceLine = Callable[[str, int], str | None]


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`; empty where there is nothing to count. Notices are not counted."""
    severities = [d.severity for d in diagnostics]
    counts = [(severities.count(s), s) for s in ("error", "warning")]
    return ", ".join(f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts if n)


def as_text(diagnostic: Diagnostic, line_of: SourceLine) -> str:
    """`path:line:col: error[code] message`, the source line with a caret, the details and the next step."""
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
    """A JSON object: `{"diagnostics": [{code, severity, path, line, column, message, details, next, paste}]}`."""
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
    """Workflow commands, errors first: GitHub shows ten of each kind a step.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        f"::{d.severity} file={_property(d.location.path)},line={d.location.line},col={d.location.column},"
        f"title={_property(d.code)}::{_data(_whole_message(d))}"
        for d in sorted(diagnostics, key=lambda d: WEIGHT[d.severity])
    )


def as_markdown_table(diagnostics: Iterable[Diagnostic]) -> str:
    """All of them as one table, for the summary page of a GitHub run."""
    rows = [f"| {d.severity} | `{d.location}` | {d.code} | {_cell(_whole_message(d))} |" for d in diagnostics]
    return "\n".join(["| | where | code | what |", "|---|---|---|---|", *rows, ""])


def printable(text: str) -> str:
    """Text that can't steer a terminal: control and bidirectional characters become `\\u001b` and the like."""
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
    """The part of a source line around a column that fits the screen, and the cell in it under which the caret goes."""
    start = max(0, column - width // 2) if len(line) > width else 0
    shown = line[start : start + width]
    before = printable(shown[: column - start].replace("\t", " "))
    text = printable(shown.replace("\t", " "))
    lead, tail = ("…" if start else ""), ("…" if start + width < len(line) else "")
    return (lead + text + tail).rstrip(), len(lead) + sum(_cells(c) for c in before)


def _cells(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_ABOUT_A_WHOLE_FILE = ("file-", "sidecar-ending", "sidecar-alone", "names-fold-together", "path-claimed-twice")


def as_plain_text(diagnostic: Diagnostic, line_of: SourceLine) -> str:
    """As on a terminal without colour: with the source line, unless the whole file is what is wrong."""
    return as_text(diagnostic, _no_line if diagnostic.code.startswith(_ABOUT_A_WHOLE_FILE) else line_of)


def _no_line(path: str, line: int) -> str | None:
    return None
