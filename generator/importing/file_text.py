"""The text of a file that another program wrote: its encoding, and why a file is no text. Reads no file itself."""

from __future__ import annotations

from dataclasses import dataclass

from generator.importing.imported import NotImported
from generator.yaml_text.encodings import of_a_word_processor, single_byte, utf_16

MOST_BYTES_READ = 16 << 20
"""Bytes of a file of annotations in JSON that is read. A sidecar has a sixteenth of that at most."""
MOST_BYTES_OF_TABLE = 40 << 20
"""Bytes of a table that is read. That of an archive with 60,000 claims has 26 MB."""


@dataclass(frozen=True, slots=True)
class FileText:
    """A text without its byte order mark. `guessed` is the encoding where it is only likely, else empty."""

    text: str
    guessed: str = ""


def file_text(data: bytes, most: int = MOST_BYTES_READ) -> FileText | NotImported:
    """The text of a file with `most` bytes at most: UTF-8, UTF-16, or the likeliest encoding of one byte a letter."""
    if len(data) > most:
        size = len(data) / (1 << 20)
        return NotImported(
            f"The file has {size:.0f} MB, and {most >> 20} MB are read at most.",
            "Split it into smaller files, and import each.",
        )
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        return _EMPTY
    if document := of_a_word_processor(data, ""):
        return NotImported(
            document.message, "Open it in the program that wrote it, and save it as CSV or JSON in UTF-8."
        )
    found = _decoded(data)
    if isinstance(found, FileText) and not found.text.strip():
        return _EMPTY
    if isinstance(found, FileText) and "\0" in found.text:
        return _binary(found.text[: found.text.index("\0")].count("\n") + 1)
    return found


_EMPTY = NotImported("The file is empty.", "Export it again, and look into it before you import it.")


def _decoded(data: bytes) -> FileText | NotImported:
    if name := utf_16(data):
        try:
            return FileText(data.decode(name).removeprefix("\ufeff"))
        except UnicodeDecodeError as error:
            return _binary(line_of_byte=data[: error.start].decode(name, "ignore").count("\n") + 1)
    try:
        return FileText(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        guessed = "" if 0 in data else single_byte(data)
        try:
            return (
                FileText(data.decode(guessed), _called(guessed))
                if guessed
                else _binary(data[: error.start].count(b"\n") + 1)
            )
        except UnicodeDecodeError as later:
            return _binary(data[: later.start].count(b"\n") + 1)


def _called(encoding: str) -> str:
    return {"MACINTOSH": "Mac Roman", "KOI8-R": "KOI8-R"}.get(encoding, encoding.title())


def _binary(line_of_byte: int) -> NotImported:
    return NotImported(
        "The file is not a text in UTF-8.",
        "Choose the file that was exported; if this is it, save it as UTF-8 in an editor.",
        line_of_byte,
    )
