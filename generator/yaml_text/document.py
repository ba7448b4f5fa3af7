"""YAML as the format allows it: bytes in; a tree that knows its lines, and all that is wrong with it, out.

Knows what a YAML file may hold (size, encoding, characters, depth); what its keys mean is for others to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.diagnostics import Diagnostic, Location
from generator.yaml_text.repair import explain_fault
from generator.yaml_text.tree import CONTROL, Composed, Node, YamlText, compose

MOST_BYTES = 1 << 20
MOST_PROBLEMS = 1000
_MOST_TRIED = 4 << 20  # characters composed in search of mends: bounds the time a damaged file takes
_MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML text that was read. `root` is None where it holds nothing; `broken` tells that it could not be read.

    After an error that could be mended in thought, `root` is the mended tree, so that later errors are found, too:
    `broken` is True all the same, and nothing of it may be published. `mended` holds the lines concerned.
    """

    text: YamlText
    root: Node | None
    diagnostics: tuple[Diagnostic, ...] = ()
    broken: bool = False
    mended: frozenset[int] = frozenset()

    def trusted(self, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """Those that don't stand in a line that had to be mended: such a line is reported already."""
        return [d for d in diagnostics if d.location.line not in self.mended]


def read_yaml(data: bytes, path: str) -> Document:
    """A whole YAML file."""
    if len(data) > MOST_BYTES:
        return _unread(path, _too_large(path, len(data)))
    text, problem = decoded(data, path)
    return _unread(path, problem) if problem else read_text(YamlText(path, text))


def read_text(text: YamlText) -> Document:
    """A YAML text that was decoded: a file, or the front matter of one."""
    if len(text.text) > MOST_BYTES:
        return _unread(text.path, _too_large(text.path, len(text.text)))
    if characters := control_characters(text):
        return Document(text, None, tuple(characters), broken=True)
    composed = compose(text)
    if composed.fault is None:
        return Document(text, composed.root, tuple(composed.diagnostics), broken=composed.too_deep)
    return _read_on(text, composed)


def _read_on(text: YamlText, composed: Composed) -> Document:
    """Mends in thought what YAML gave up at and reads on, so that all errors are shown and not the first."""
    found: list[Diagnostic] = []
    mended: set[int] = set()
    tries = max(1, min(_MOST_SHOWN, _MOST_TRIED // (10 * len(text.text) + 1)))
    for _ in range(tries):
        if composed.fault is None:
            break
        explanation = explain_fault(text, composed.fault)
        paste = explanation.diagnostic.paste
        lines = set(range(paste.first, paste.last + 1)) if paste else {explanation.diagnostic.location.line}
        if lines & mended:
            break  # what is wrong here comes from a mend that was not meant: nothing more can be told
        found.append(explanation.diagnostic)
        if explanation.mended is None:
            break
        mended |= lines
        text = explanation.mended
        composed = compose(text)
    document = Document(text, composed.root, (), broken=True, mended=frozenset(mended))
    return replace(document, diagnostics=(*found, *document.trusted(composed.diagnostics)))


def decoded(data: bytes, path: str) -> tuple[str, Diagnostic | None]:
    """The text of UTF-8 bytes without byte order mark, its line ends `\\n`; else an empty text and what is wrong."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", _not_utf8(data, path, error.start)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, None


def at_most(found: Sequence[Diagnostic]) -> list[Diagnostic]:
    """The problems of one file, or the first thousand of them and how many there are besides."""
    if len(found) <= MOST_PROBLEMS:
        return list(found)
    ordered = sorted(found, key=lambda d: (d.location.line, d.location.column))
    further = len(found) - MOST_PROBLEMS
    message = f"{further:,} further problems of this file, from here on, are not shown."
    step = "see to those above first; is this the right file?"
    return [
        *ordered[:MOST_PROBLEMS],
        Diagnostic.of("too-many-problems", ordered[MOST_PROBLEMS].location, message, step=step),
    ]


def control_characters(text: YamlText) -> list[Diagnostic]:
    """One diagnostic a line that holds characters which can't be shown; none where the text is clean."""
    lines: dict[int, int] = {}
    for match in CONTROL.finditer(text.text):
        lines.setdefault(text.line_start(match.start()), match.start())
        if len(lines) == _MOST_SHOWN:
            break
    return [_control(text, offset) for offset in lines.values()]


def _unread(path: str, problem: Diagnostic) -> Document:
    return Document(YamlText(path, ""), None, (problem,), broken=True)


def _too_large(path: str, size: int) -> Diagnostic:
    return Diagnostic.of(
        "yaml-size",
        Location(path),
        f"This file holds {size:,} bytes; a YAML file may hold at most 1 MiB.",
        step="see whether it is the right file; speakers and sources may be spread over several files",
    )


def _not_utf8(data: bytes, path: str, offset: int) -> Diagnostic:
    # A lone carriage return ends a line, too, as it does in the text that is read.
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace").removeprefix("\ufeff")) + 1
    utf16 = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
    return Diagnostic.of(
        "yaml-encoding",
        Location(path, before.count(b"\n") + 1, column),
        "This file is UTF-16 and not UTF-8." if utf16 else f"This byte (0x{data[offset]:02X}) is not UTF-8 text.",
        step="save the file as UTF-8 (in most editors: “Save with encoding”)",
    )


def _control(text: YamlText, offset: int) -> Diagnostic:
    start, end = text.line_start(offset), text.line_end(offset)
    clean = CONTROL.sub(lambda c: " " if c[0].isspace() else "", text.text[start:end])
    return Diagnostic.of(
        "yaml-character",
        text.location(offset),
        f"A character that can't be shown stands here (U+{ord(text.text[offset]):04X}).",
        step="remove it, or put a space in its place",
        paste=text.replaced(start, end, clean),
    )
