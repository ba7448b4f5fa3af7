"""What a fix changes, as people read it."""

from __future__ import annotations

from generator.diagnostics import Paste
from generator.fixing.hunk import hunk
from generator.yaml_text.splice import splice_of

LETTERS = b"\n".join([*map(str.encode, "abcdefghij")]) + b"\n"


def shown(data: bytes, paste: Paste) -> list[str]:
    return list(hunk(data, splice_of(data, paste)))


def test_three_lines_around_it_are_shown():
    assert shown(LETTERS, Paste(5, 5, ("E", "F"))) == [
        "@@ -2,7 +2,8 @@", " b", " c", " d", "-e", "+E", "+F", " f", " g", " h"
    ]  # fmt: skip


def test_unchanged_lines_of_a_paste_are_none_of_the_change():
    assert shown(LETTERS, Paste(1, 3, ("a", "B", "c"))) == [
        "@@ -1,5 +1,5 @@", " a", "-b", "+B", " c", " d", " e"
    ]  # fmt: skip


def test_lines_are_added_and_taken_away():
    assert shown(b"a\nb\n", Paste(1, 0, ("x",))) == ["@@ -1,2 +1,3 @@", "+x", " a", " b"]
    assert shown(b"a\nb\n", Paste(3, 2, ("x",))) == ["@@ -1,2 +1,3 @@", " a", " b", "+x"]
    assert shown(b"a\nb\n", Paste(2, 2, ())) == ["@@ -1,2 +1 @@", " a", "-b"]


def test_line_ends_and_a_byte_order_mark_are_not_shown():
    assert shown(b"\xef\xbb\xbfa\r\nb", Paste(1, 1, ("x",))) == ["@@ -1,2 +1,2 @@", "-a", "+x", " b"]


def test_a_paste_of_very_many_lines_is_shown_without_comparing_them():
    many = tuple("x" for _ in range(500))
    assert len(shown(b"a\n", Paste(1, 1, many))) == 502


def test_a_change_of_nothing_is_no_hunk():
    assert shown(b"a\nb\n", Paste(1, 1, ("a",))) == []
