"""The text of a file that another program wrote: its encoding, and why a file is no text. Knows no format of texts."""

from __future__ import annotations

import math
from dataclasses import dataclass

from generator.importing.imported import NotImported
from generator.yaml_text.encodings import document_kind, encoding_name, not_utf8, single_byte, utf_16

_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\0"
_OTHER_FILES = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
    b"bplist00": "a web archive of Safari",
}
"""What files are that people take for texts, by their first bytes."""
_MARKS = frozenset({b"\xff\xfe", b"\xfe\xff"})
_DAMAGED = "The file begins as text in UTF-16 does, but is damaged."
_NO_TEXT = "The file has characters that no text has."
_MOST_CONTROL = 0.01
_CONTROL_OF_TEXTS = "\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f"


@dataclass(frozen=True, slots=True)
class FileKind:
    """What an importer reads: `a table`, of `most` bytes. `otherwise` is what to do where a file is empty or no text,
    and `smaller` where it is too large, each a sentence.

    With `guesses`, a text that is not UTF-8 is read in the encoding that it seems to have.
    """

    noun: str
    most: int
    otherwise: str
    smaller: str
    guesses: bool = False


@dataclass(frozen=True, slots=True)
class FileText:
    """A text without its byte order mark. `guessed` is the encoding where it is only likely, else empty."""

    text: str
    guessed: str = ""


def ruled_out(data: bytes, kind: FileKind) -> NotImported | None:
    """Why a file can't be of a kind, as far as its size and its first bytes tell; else None."""
    if len(data) > kind.most:
        size = math.ceil(len(data) / 2**20 * 10) / 10
        return NotImported(f"The file has {size:,} MiB, and {kind.most >> 20} MiB are read at most.", kind.smaller)
    if not data.strip(_BLANK):
        return empty(kind)
    found = document_kind(data) or next((what for begin, what in _OTHER_FILES.items() if data.startswith(begin)), "")
    return NotImported(f"The file is {found}, and not {kind.noun}.", kind.otherwise) if found else None


def empty(kind: FileKind) -> NotImported:
    """The answer to a file in which nothing is."""
    return NotImported("There is nothing to import.", kind.otherwise)


def file_text(data: bytes, kind: FileKind) -> FileText | NotImported:
    """The text of a file: in UTF-8, in UTF-16, or where the kind allows it in the likeliest encoding of one byte a
    letter."""
    if reason := ruled_out(data, kind):
        return reason
    found = _decoded(data, kind)
    if isinstance(found, NotImported):
        return found
    if not found.text.strip():
        return empty(kind)
    control = sum(1 for sign in found.text if sign < " " and sign not in _CONTROL_OF_TEXTS)
    if "\0" in found.text or control > _MOST_CONTROL * len(found.text):
        line = found.text.partition("\0")[0].count("\n") + 1 if "\0" in found.text else 0
        return NotImported(_NO_TEXT, kind.otherwise, line)
    return found


def about_encoding(guessed: str) -> tuple[str, ...]:
    """A sentence for the editor on an encoding that is only likely; none where it is empty."""
    return (f"The file is not UTF-8 and was read as {guessed}: check the letters with accents.",) if guessed else ()


def _decoded(data: bytes, kind: FileKind) -> FileText | NotImported:
    name = utf_16(data)
    try:
        return FileText(data.decode(name or "utf-8-sig").removeprefix("\ufeff" if name else ""))
    except UnicodeDecodeError as error:
        if name:
            line = data[: error.start].decode(name, "ignore").count("\n") + 1
            return NotImported(_DAMAGED if data[:2] in _MARKS else _NO_TEXT, kind.otherwise, line)
        return _guessed(data, kind) or _not_utf8(data, error.start)


def _guessed(data: bytes, kind: FileKind) -> FileText | None:
    name = single_byte(data) if kind.guesses and 0 not in data else ""
    try:
        return FileText(data.decode(name), encoding_name(name)) if name else None
    except UnicodeDecodeError:
        return None


def _not_utf8(data: bytes, offset: int) -> NotImported:
    problem = not_utf8(data, "", offset)
    details = "".join(f" ({detail})" for detail in problem.details)
    message = f"{problem.message.removesuffix('.')}{details}."
    return NotImported(message, problem.step, problem.location.line, problem.location.column)
