"""Reads YAML bytes into a tree with positions, and reports every problem instead of only the first.

Knows what a YAML file may contain (size, encoding, characters, depth); knows nothing of the meaning of its keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import Diagnostic, Location
from generator.yaml_text.repair import explain_fault
from generator.yaml_text.tree import CONTROL, Composed, Node, YamlText, compose

MOST_BYTES = 1 << 20
"""Bytes of a file, or characters of front matter.

Larger ones are refused: no article has that many annotations, and parsing them takes time and memory.
"""
MOST_PROBLEMS = 1000
"""Problems reported per file. A file with more is usually another kind of file with a wrong name."""
_MOST_TRIED = 4 << 20  # characters parsed while looking for repairs: limits the time spent on a damaged file
_MOST_SHOWN = 50  # syntax errors repaired and lines with control characters reported, per file


@dataclass(frozen=True, slots=True)
class Document:
    """The result of reading a YAML text. `root` is None where the text is empty or could not be read.

    `broken` means that the text has errors that prevent publishing. After a syntax error that could be repaired,
    `root` is the tree of the repaired text, so that later errors are found as well; `broken` is still True.
    The last field holds the numbers of the repaired lines.
    """

    text: YamlText
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: bool = False
    mended: frozenset[int] = frozenset()

    def trusted(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """The diagnostics outside repaired lines, whose problems are already reported."""
        return [d for d in diagnostics if d.location.line not in self.mended]


def read_yaml(data: bytes, path: str) -> Document:
    """Reads a whole YAML file. Problems become diagnostics of the document; never raises."""
    if len(data) > MOST_BYTES:
        return _unread(path, _too_large(path, "bytes"))
    text, problem = decoded(data, path)
    return _unread(path, problem) if problem else read_text(YamlText(path, text))


def read_text(text: YamlText) -> Document:
    """Reads decoded YAML: a whole file, or the front matter of one. Never raises."""
    if len(text.text) > MOST_BYTES:
        return _unread(text.path, _too_large(text.path, "characters"))
    if characters := control_characters(text):
        return Document(text, None, tuple(characters), broken=True)
    composed = compose(text)
    if composed.fault is None:
        return Document(text, composed.root, tuple(composed.diagnostics), broken=composed.too_deep)
    return _read_with_repairs(text, composed)


def _read_with_repairs(text: YamlText, composed: Composed) -> Document:
    """Repairs each syntax error in memory and parses again, so that all errors are reported and not only the first."""
    problems: list[Diagnostic] = []
    repaired: set[int] = set()
    tries = max(1, min(_MOST_SHOWN, _MOST_TRIED // (10 * len(text.text) + 1)))
    for _ in range(tries):
        if composed.fault is None:
            break
        explanation = explain_fault(text, composed.fault)
        paste = explanation.diagnostic.paste
        lines = set(range(paste.first, paste.last + 1)) if paste else {explanation.diagnostic.location.line}
        if lines & repaired:
            break  # a repair must have caused this error, so further errors would be misleading
        problems.append(explanation.diagnostic)
        if explanation.mended is None:
            break
        repaired |= lines
        text = explanation.mended
        composed = compose(text)
    document = Document(text, composed.root, (), broken=True, mended=frozenset(repaired))
    return replace(document, diagnostics=(*problems, *document.trusted(composed.diagnostics)))


def decoded(data: bytes, path: str) -> tuple[str, Diagnostic | None]:
    """Decodes UTF-8: the text without byte order mark and with `\\n` line ends, or an empty text and the problem."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", _not_utf8(data, path, error.start)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, None


def at_most(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The problems of one file; of more than `MOST_PROBLEMS` only the first, and a diagnostic that counts the rest."""
    if len(problems) <= MOST_PROBLEMS:
        return list(problems)
    ordered = sorted(problems, key=lambda d: (d.location.line, d.location.column))
    further = len(problems) - MOST_PROBLEMS
    message = f"{further:,} further problems in this file, from this line on, are not shown."
    step = "Check that this is the right file, then fix the problems above."
    return [
        *ordered[:MOST_PROBLEMS],
        Diagnostic.of("too-many-problems", ordered[MOST_PROBLEMS].location, message, step=step),
    ]


def control_characters(text: YamlText) -> list[Diagnostic]:
    """One diagnostic for each line with control characters, for the first `_MOST_SHOWN` such lines."""
    lines: dict[int, int] = {}
    for match in CONTROL.finditer(text.text):
        lines.setdefault(text.line_start(match.start()), match.start())
        if len(lines) == _MOST_SHOWN:
            break
    return [_control(text, offset) for offset in lines.values()]


def _unread(path: str, problem: Diagnostic) -> Document:
    return Document(YamlText(path, ""), None, (problem,), broken=True)


def _too_large(path: str, unit: str) -> Diagnostic:
    return Diagnostic.of(
        "yaml-size",
        Location(path),
        f"This YAML is larger than {MOST_BYTES:,} {unit}.",
        step="Check that this is the right file; speakers and sources can be split into several files.",
    )


def _not_utf8(data: bytes, path: str, offset: int) -> Diagnostic:
    # A lone carriage return also ends a line, as in `decoded`.
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace").removeprefix("\ufeff")) + 1
    utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return Diagnostic.of(
        "yaml-encoding",
        Location(path, before.count(b"\n") + 1, column),
        "The file is encoded in UTF-16 instead of UTF-8."
        if utf16
        else f"The file is not UTF-8 text: byte 0x{data[offset]:02X} is invalid here.",
        step="Save the file as UTF-8 (in most editors: “Save with encoding”).",
    )


def _control(text: YamlText, offset: int) -> Diagnostic:
    start, end = text.line_start(offset), text.line_end(offset)
    clean = CONTROL.sub(lambda c: " " if c[0].isspace() else "", text.text[start:end])
    return Diagnostic.of(
        "yaml-character",
        text.location(offset),
        f"The text contains an invisible character that is not allowed (U+{ord(text.text[offset]):04X}).",
        step="Remove the character or replace it with a space.",
        paste=text.replaced(start, end, clean),
    )
