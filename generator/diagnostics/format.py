"""Formats diagnostics as text, as JSON, as GitHub workflow commands or as a Markdown table.

Reads no files: for source lines the caller passes a `SourceLine` function.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.diagnostics.diagnostic import WEIGHT, Diagnostic, Paste, Severity
from generator.diagnostics.location import Location

SourceLine = Callable[[str, int], str | None]
"""Maps a path and a line number (from 1) to that line's text, or to None where it cannot be shown."""


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`; empty where there are neither. Notices are not counted."""
    severities = [d.severity for d in diagnostics]
    counts = [(severities.count(s), s) for s in ("error", "warning")]
    return ", ".join(f"{n} {word}{'s' if n != 1 else ''}" for n, word in counts if n)


def as_text(diagnostic: Diagnostic, line_of: SourceLine, bar: str = "") -> str:
    """`path:line:col: error[code] message`, then the source line with a caret, details, next step and paste.

    `bar` is written before each line of the details and the paste, which contents of the site may begin. Long texts are
    cut, and where there are many details the rest are counted.
    """
    d, at = diagnostic, diagnostic.location
    out = [f"{printable(str(at))}: {d.severity}[{d.code}] {printable(_cut(d.message))}"]
    source = line_of(at.path, at.line)
    if source is not None:
        gutter = f"{at.line:>5} | "
        shown, caret = _clipped(source, at.column - 1)
        out += [gutter + shown, " " * (len(gutter) - 2) + "| " + " " * caret + "^"]
    out += [f"        {bar}{printable(_cut(line))}" for line in d.details[:_MOST_DETAILS]]
    if len(d.details) > _MOST_DETAILS:
        out.append(f"        {bar}… and {len(d.details) - _MOST_DETAILS:,} more")
    if d.step:
        out.append(f"  next: {printable(_cut(d.step))}")
    if d.paste:
        out += [f"      {bar}{line}".rstrip() for line in _paste_lines(d.paste)]
    return "\n".join(out)


def as_json(diagnostics: Iterable[Diagnostic], further: Mapping[str, object] | None = None) -> str:
    """A JSON object: `{"diagnostics": [{code, severity, path, line, column, message, details, next, paste}]}`.

    `paste` is null or `{first, last, lines, guess}`; see `Paste` and `Diagnostic.is_guess`. `further` are further keys
    of the object.
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
            "paste": d.paste and _as_values(d.paste, guess=d.is_guess),
        }
        for d in diagnostics
    ]
    text = json.dumps({"diagnostics": rows, **(further or {})}, ensure_ascii=False, indent=2)
    text = _UNSAFE_IN_JSON.sub(lambda c: f"\\u{ord(c[0]):04x}", text)
    return without_commands(text) if "##" in text else text


def _as_values(paste: Paste, *, guess: bool) -> dict[str, object]:
    return {"first": paste.first, "last": paste.last, "lines": list(paste.lines), "guess": guess}


def as_github(diagnostics: Iterable[Diagnostic]) -> str:
    """GitHub workflow commands, one a line, errors first: GitHub shows only ten of each kind per step.

    Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    return "\n".join(
        _command(d.severity, d.location, d.code, _whole_message(d))
        for d in sorted(diagnostics, key=lambda d: WEIGHT[d.severity])
    )


def github_notice(location: Location, title: str, lines: Iterable[str]) -> str:
    """The workflow command for a notice that is no problem."""
    return _command("notice", location, title, "\n".join(printable(_cut(line)) for line in lines))


def github_warning(sentence: str) -> str:
    """The workflow command for a warning about the run, and no place in the site."""
    return f"::warning::{_data(printable(_cut(sentence)))}"


def _command(severity: Severity, at: Location, title: str, text: str) -> str:
    where = f"file={_property(at.path)},line={at.line},col={at.column}"
    return f"::{severity} {where},title={_property(title)}::{_data(text)}"


def as_markdown_table(diagnostics: Iterable[Diagnostic]) -> str:
    """A Markdown table of all diagnostics, for the summary page of a GitHub run."""
    rows = ((d.severity, str(d.location), d.code, _whole_message(d)) for d in diagnostics)
    return markdown_table(("", "where", "code", "what"), rows, plain=(0, 2))


def markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]], *, plain: Sequence[int] = ()) -> str:
    """A Markdown table. Each cell is in code spans: nothing that a site contains becomes a link, a picture, a mention
    or another cell. Only the columns `plain`, which hold words of the program, are not."""
    shown = ([cell if n in plain else _cell(cell) for n, cell in enumerate(row)] for row in rows)
    lines = ("|".join(f" {cell} " if cell else " " for cell in row) for row in (head, *shown))
    first, *others = (f"|{line}|" for line in lines)
    return "\n".join([first, f"|{'---|' * len(head)}", *others, ""])


def printable(text: str) -> str:
    """The text with control and bidirectional characters escaped (`\\u001b`), so that it cannot steer a terminal."""
    if text.isprintable():
        return text
    text_and_before = zip(text, " " + text, strict=False)
    return "".join(c if _is_shown(c, before) else f"\\u{ord(c):04x}" for c, before in text_and_before)


def _is_shown(character: str, before: str) -> bool:
    """Whether a character is printed as it is: also a joiner where Persian, Indic scripts and emoji need it."""
    if character in "\u200c\u200d" and not before.isascii():
        return unicodedata.category(before) in {"Lo", "Mn", "Mc", "So", "Sk"}
    return character.isprintable() or unicodedata.category(character) in {"Zs", "Co"}


def without_commands(text: str) -> str:
    """The text, without anything that GitHub's runner would take for a command in the log of a workflow.

    It obeys lines that begin with `::`, after any white space, and `##[` wherever it is.
    """
    return _LINE_COMMAND.sub(r"\1| ", _COMMAND_IN_LINE.sub(r"\1\\u005b", text))


_COMMAND_IN_LINE = re.compile(r"(##\w{0,40})\[")
_LINE_COMMAND = re.compile(r"((?:^|[\r\n])[^\S\r\n]*)(?=::)")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029]")
"""Characters that JSON allows in a string, although a terminal obeys them or ends a line there."""
_STEERING = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""Characters that no source may contain. All others have to be pasted as they are."""
_LONGEST = 2_000
"""Characters of a message, a step or a line of details that are shown."""
_MOST_DETAILS = 50
_LONGEST_PASTE = 20_000
"""Characters. Longer lines to paste are left to `--format json`."""


def _cut(text: str) -> str:
    more = len(text) - _LONGEST
    return f"{text[:_LONGEST]}… ({more:,} more characters)" if more > 0 else text


def _paste_lines(paste: Paste) -> list[str]:
    """The lines to paste, in which control characters are escaped: a source that has one is refused anyway."""
    if sum(map(len, paste.lines)) > _LONGEST_PASTE:
        return ["(The lines are too long for this list; `check --format json` gives them whole.)"]
    return [_STEERING.sub(lambda c: f"\\u{ord(c[0]):04x}", line) for line in paste.lines]


def _whole_message(d: Diagnostic) -> str:
    parts = [d.message, *d.details[:_MOST_DETAILS]]
    if len(d.details) > _MOST_DETAILS:
        parts.append(f"… and {len(d.details) - _MOST_DETAILS:,} more")
    shown = [printable(_cut(part)) for part in (*parts, *([d.step] if d.step else []))]
    return "\n".join([*shown, *(_paste_lines(d.paste) if d.paste else ())])


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def _cell(text: str) -> str:
    return "<br>".join(_code(printable(line.replace("\t", " "))) for line in text.split("\n") if line.strip())


def _code(line: str) -> str:
    """A line as code spans. A pipe would end the cell even there, so it comes between two of them."""
    return "&#124;".join(_code_span(part) if part.strip() else part for part in line.split("|"))


def _code_span(text: str) -> str:
    """A code span ends at as many backticks as it begins with, so it begins with more than are in the text."""
    fence = "`" * (max(map(len, re.findall("`+", text)), default=0) + 1)
    pad = " " if len(fence) > 1 else ""
    return f"{fence}{pad}{text}{pad}{fence}"


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


_WHOLE_FILE_CODES = (
    "file-",
    "sidecar-ending",
    "sidecar-alone",
    "sidecar-empty",
    "names-fold-together",
    "path-claimed-twice",
    "vanished-id",
    "sidecar-emptied",
)


def as_plain_text(diagnostic: Diagnostic, line_of: SourceLine, bar: str = "") -> str:
    """The text form without colour. Problems with a file as a whole are shown without a source line.

    For `bar`, see `as_text`.
    """
    return as_text(diagnostic, _no_line if diagnostic.code.startswith(_WHOLE_FILE_CODES) else line_of, bar)


def _no_line(path: str, line: int) -> str | None:
    return None
