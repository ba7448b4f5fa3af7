"""Bytes become a text, or a reason that somebody who chose the wrong file understands."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.file_text import FileKind, FileText, about_encoding, file_text, ruled_out
from generator.importing.imported import NotImported

KIND = FileKind("a list", 2**20, "Choose another.", "Split it.")
GUESSING = replace(KIND, guesses=True)
WORDS = "Le café de l’été"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_with_and_without_its_mark(encoding: str):
    assert file_text(WORDS.encode(encoding), KIND) == FileText(WORDS)


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1))
def test_any_text_in_utf_8_comes_back(text: str):
    found = file_text(text.encode("utf-8-sig"), KIND)
    assert found == (FileText(text) if text.strip() else NotImported("There is nothing to import.", "Choose another."))


def test_another_encoding_is_guessed_only_where_that_is_allowed_and_then_said():
    data = WORDS.encode("cp1252")
    assert file_text(data, GUESSING) == FileText(WORDS, "Windows-1252")
    assert about_encoding("Windows-1252") != about_encoding("") == ()
    found = file_text(data, KIND)
    assert isinstance(found, NotImported)
    assert (found.line, found.column) == (1, 7)
    assert found.message == f"The file is not UTF-8 text: byte 0xE9 is invalid here (in Windows-1252: {WORDS})."
    assert "iconv" in found.step


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "There is nothing to import."),
        (b"\xef\xbb\xbf \r\n", "There is nothing to import."),
        ("\u2003\n".encode("utf-16"), "There is nothing to import."),
        (b"%PDF-1.7\n", "The file is a PDF, and not a list."),
        (b"\x1f\x8b\x08", "The file is a compressed file, and not a list."),
        (b"{\\rtf1 a}", "The file is a document in Rich Text Format (RTF), and not a list."),
        (b"\xff\xfea\0b", "The file begins as text in UTF-16 does, but is damaged."),
        (b"a\nb\0c", "The file has characters that no text has."),
        (b"a\x01" * 9, "The file has characters that no text has."),
    ],
)
@pytest.mark.parametrize("kind", [KIND, GUESSING], ids=["exact", "guessing"])
def test_what_is_no_text_is_refused_with_the_step_of_its_kind(data: bytes, message: str, kind: FileKind):
    found = file_text(data, kind)
    assert isinstance(found, NotImported)
    assert (found.message, found.step) == (message, "Choose another.")


def test_a_file_is_too_large_by_one_byte_and_the_message_shows_it():
    assert ruled_out(b"a" * 2**20, KIND) is None
    message = "The file has 1.1 MiB, and 1 MiB are read at most."
    assert ruled_out(b"a" * (2**20 + 1), KIND) == NotImported(message, "Split it.")


@given(st.binary(max_size=200))
def test_any_bytes_end_in_a_text_or_a_reason(data: bytes):
    for kind in (KIND, GUESSING):
        found = file_text(data, kind)
        assert (found.message and found.step) if isinstance(found, NotImported) else found.text.strip()
