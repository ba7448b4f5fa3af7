"""Pages in all encodings are read as their authors meant them."""

from __future__ import annotations

import pytest

from generator.importing.html_source import WebPage, read_page

pytest.importorskip("lxml")

RUSSIAN = "Паром будет ходить каждый час, решил совет."
CHINESE = "议会决定渡轮每小时一班。"
ARABIC = "قرر المجلس أن العبارة ستبحر كل ساعة"


def text(data: bytes) -> str:
    found = read_page(data)
    assert isinstance(found, WebPage), found
    return str(found.root.text_content())


@pytest.mark.parametrize(
    ("words", "encoding", "declared"),
    [
        (RUSSIAN, "utf-8", "windows-1251"),  # saved by a browser, with the old declaration
        (RUSSIAN, "windows-1251", "windows-1251"),
        (RUSSIAN, "utf-16", "utf-8"),
        (RUSSIAN, "utf-8-sig", "koi8-r"),
        (ARABIC, "windows-1256", "windows-1256"),
        (CHINESE, "gb18030", "gb2312"),
        (CHINESE, "big5hkscs", "big5"),
        ("“Straße”", "windows-1252", "iso-8859-1"),
    ],
)
def test_the_encoding_is_that_of_the_bytes(words, encoding, declared):
    words = words if encoding != "big5hkscs" else "渡輪每小時一班"
    assert words in text(f'<meta charset="{declared}"><p>{words}</p>'.encode(encoding))


def test_an_encoding_that_nobody_declares_is_guessed_and_said():
    found = read_page(f"<p>{RUSSIAN * 5}</p>".encode("windows-1251"))
    assert isinstance(found, WebPage)
    assert RUSSIAN in found.root.text_content()
    assert "was read as Windows-1251" in found.notices[0]


def test_bytes_that_are_no_letters_are_said():
    found = read_page(f"<meta charset=utf-8><p>{RUSSIAN * 5}".encode() + b"\xff</p>")
    assert isinstance(found, WebPage)
    assert "1 place" in found.notices[0]


@pytest.mark.parametrize("declared", ["base64", "rot13", "utf-16", "nonsense", "idna", "unicode_escape"])
def test_a_declaration_that_is_no_encoding_of_text_is_passed_over(declared):
    words = "Le café de la gare, où l’été \\u0041 recommence."
    assert words in text(f'<meta charset="{declared}"><p>{words}</p>'.encode("windows-1252"))


def test_pictures_inside_the_page_do_not_count():
    picture = b"<img src='data:image/png;base64," + b"A" * 12_000_000 + b"'>"
    assert "words" in text(picture + b"<p>words</p>" + picture)


def test_a_comparison_in_a_script_is_no_tag():
    script = "<script>if (i<a " + "b = c; " * 5_000 + ") {}</script>"
    assert "words" in text(f"{script}<p data-json='{'a b=' * 5_000}'>words</p>".encode())
