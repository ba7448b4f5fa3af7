"""The text of a file that is imported, or why it has none. Knows encodings, and nothing of what a text says."""

from __future__ import annotations

from generator.importing.imported import NotImported
from generator.yaml_text.document import decoded

MOST_IMPORTED = 2 * 2**20
"""Bytes of a text: a book has half as many."""
_MOST_CONTROL = 0.01
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_OTHER_FILES = {
    b"%PDF-": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a compressed file",
}


def imported_text(data: bytes) -> str | NotImported:
    """The text of a file in UTF-8, or in UTF-16 with its mark; without the mark."""
    if not data.strip():
        return NotImported("There is no text to import.", "Copy the article's text, then run the command again.")
    if len(data) > MOST_IMPORTED:
        size = f"{len(data) / 2**20:,.1f}"
        step = "Check that this is the right file, or import it in parts."
        return NotImported(f"The text has {size} MiB, and {MOST_IMPORTED // 2**20} are read at most.", step)
    if kind := next((kind for mark, kind in _OTHER_FILES.items() if data.startswith(mark)), ""):
        return NotImported(f"The file is {kind}, and not a text.", _COPY)
    if data[:2] in _MARKS:
        try:
            return _if_text(data.decode(_MARKS[data[:2]]))
        except UnicodeDecodeError:
            return NotImported("The file begins as text in UTF-16 does, but is damaged.", _COPY)
    text, problem, _ = decoded(data, "")
    if problem is None:
        return _if_text(text)
    return NotImported(problem.message, problem.step, problem.location.line, problem.location.column)


_COPY = "Open it in the program that shows it, copy the text of the article, and import that."


def _if_text(text: str) -> str | NotImported:
    control = sum(1 for sign in text if sign < " " and sign not in "\t\n\r\x0b\x0c\x1e\x1f")
    if "\0" in text or control > _MOST_CONTROL * len(text):
        return NotImported("The file has characters that no text has.", _COPY)
    return text
