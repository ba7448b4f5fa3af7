"""Tells which encoding a file seems to have that is not UTF-8, and how to convert it. It is a guess, and only shown."""

from __future__ import annotations

from itertools import pairwise

from generator.diagnostics import Diagnostic, Location

_LOOKED_AT = 1 << 16
"""Bytes from the first that is not ASCII on."""
_LATIN = {"WINDOWS-1252": "Windows-1252", "MACINTOSH": "Mac Roman"}
_CYRILLIC = {"WINDOWS-1251": "Windows-1251", "KOI8-R": "KOI8-R"}
_SIGNS = frozenset("‘’‚“”„‹›«»–—…•·°§©®™€£¥¢¡¿№±×÷½¼¾²³¹†‡¶\u00a0\u00ad")
_NAMES = {**_LATIN, **_CYRILLIC}
"""Single-byte encodings by the name that `iconv` and Python know; of two that fit, the first."""


def utf_16(data: bytes) -> str:
    """The name of the form of UTF-16 that a file has, by its mark or by the zeros of its ASCII letters; else empty."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return "UTF-16"
    start = data[: 1 << 10]
    if start.count(0) * 4 < len(start) or len(start) < 4:
        return ""
    return "UTF-16LE" if start[1::2].count(0) > start[::2].count(0) else "UTF-16BE"


def of_a_word_processor(data: bytes, path: str) -> Diagnostic | None:
    """The diagnostic for a document of an office program that was given the name of a text; None for any other file."""
    kind = document_kind(data)
    if not kind:
        return None
    message = f"The file is {kind}, and not a text."
    return Diagnostic.of("yaml-encoding", Location(path), message, step=_SAVE_AS_TEXT)


def document_kind(data: bytes) -> str:
    """What a document of an office program is, with its article, as its first bytes tell; empty for any other file."""
    return next((kind for begin, kind in _DOCUMENTS.items() if data.startswith(begin)), "")


_DOCUMENTS = {
    b"PK\x03\x04": "a document of an office program (or a ZIP archive)",
    b"\xd0\xcf\x11\xe0": "a document of an older office program",
    b"{\\rtf": "a document in Rich Text Format (RTF)",
}
_SAVE_AS_TEXT = "Open it in the program that wrote it, and save it as plain text in UTF-8 under this name."


def seems_to_be(data: bytes) -> str:
    """The encoding that a text which is not UTF-8 seems to have, as a clause with a comma before it; else empty."""
    name = utf_16(data)[:6] or _NAMES.get(single_byte(data), "")
    return f", but seems to be text in {name}" if name else ""


def encoding_name(encoding: str) -> str:
    """What people call an encoding that `single_byte` names."""
    return _NAMES.get(encoding, encoding)


def single_byte(data: bytes) -> str:
    """The name of the single-byte encoding in which a text that is not UTF-8 looks most like words; or empty."""
    first = next((n for n, byte in enumerate(data) if byte > 127), len(data))
    part = data[max(0, first - 1) : first + _LOOKED_AT]
    high = sum(byte > 127 for byte in part)
    in_rows = sum(a > 127 and b > 127 for a, b in pairwise(part))
    oddities = {name: _oddities(part, name) for name in (_CYRILLIC if in_rows * 2 > high else _LATIN)}
    fits = {name: odd for name, odd in oddities.items() if odd >= 0}
    return min(fits, key=fits.__getitem__, default="")


def _oddities(part: bytes, encoding: str) -> int:
    """How many characters stand where words have none in a text of this encoding; -1 where it has none such."""
    try:
        text = part.decode(encoding)
    except UnicodeDecodeError:
        return -1
    if any(not (c.isalpha() or c in _SIGNS) for c in text if not c.isascii()):
        return -1
    rows = zip(f" {text[:-1]}", text, f"{text[1:]} ", strict=True)
    return sum(_is_odd(*row) for row in rows if not row[1].isascii())


def _is_odd(before: str, character: str, after: str) -> bool:
    """Whether a character is a capital or a sign between letters, or a small letter before a capital."""
    if character.isalpha():
        return (before.islower() and character.isupper()) or (character.islower() and after.isupper())
    return before.isalpha() and after.isalpha() and character not in "\u2019\u2018-\u2013\u2014\u00b7\u2026\u00ad\u00a0"


def not_utf8(data: bytes, path: str, offset: int) -> Diagnostic:
    """The diagnostic for a text whose byte at `offset` is not UTF-8."""
    if utf_16(data):
        return in_utf_16(data, path)
    # A lone carriage return also ends a line, as in `decoded`.
    before = data[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace").removeprefix("\ufeff")) + 1
    details: tuple[str, ...] = ()
    message, step = f"The file is not UTF-8 text: byte 0x{data[offset]:02X} is invalid here.", _SAVE_AS_UTF8
    if not data.decode("utf-8", "ignore").isascii():  # converting the whole file would garble the other letters
        if _words_around(data, offset, "WINDOWS-1252"):
            character = data[offset : offset + 1].decode("cp1252")
            details, step = (f"in Windows-1252, this byte is “{character}”",), _REPLACE
    elif (name := single_byte(data)) and (words := _words_around(data, offset, name)):
        details = (f"in {_NAMES[name]}: {words}",)
        step = (
            f"If these words are right, convert the file with `iconv -f {name} -t UTF-8`, or open it as "
            f"{_NAMES[name]} and save it as UTF-8."
        )
    return Diagnostic.of(
        "yaml-encoding", Location(path, before.count(b"\n") + 1, column), message, details=details, step=step
    )


def in_utf_16(data: bytes, path: str) -> Diagnostic:
    """The diagnostic for a text in UTF-16, whose bytes may be UTF-8, too: letters with zeros between."""
    return Diagnostic.of("yaml-encoding", Location(path), _SAY_UTF_16, step=_convert(utf_16(data)))


_SAY_UTF_16 = "The file is encoded in UTF-16 instead of UTF-8."
_SAVE_AS_UTF8 = "Save the file as UTF-8 (in most editors: “Save with encoding”)."
_REPLACE = "Replace the byte by the character that is meant; other letters of the file are UTF-8 already."


def _convert(encoding: str) -> str:
    return (
        f"Save the file as UTF-8 (in most editors: “Save with encoding”), or convert it with `iconv -f {encoding} "
        "-t UTF-8`."
    )


def _words_around(data: bytes, offset: int, encoding: str) -> str:
    """The words around a byte in an encoding; empty if there are none."""
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - 30)
    around = data[start : offset + 30].partition(b"\n")[0]
    try:
        words = around.decode(encoding).strip()
    except UnicodeDecodeError:
        return ""
    return words if words.isprintable() else ""
