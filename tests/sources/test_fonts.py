"""Fonts: found by the names of their files, and chosen by the letters that they have."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.fonts import FontFile, Fonts, system_fonts


def segments(letters: Iterable[int], *, by_index: bool = False) -> bytes:
    """A table of format 4, a segment for each letter; `by_index`: its glyph is looked up in an array."""
    codes = sorted(letters)
    count = len(codes) + 1
    deltas = [0 if by_index else (n - code) & 0xFFFF for n, code in enumerate(codes, 1)]
    offsets = [2 * count if by_index else 0 for _ in codes]
    body = struct.pack(f">{count}H", *codes, 0xFFFF) + b"\0\0" + struct.pack(f">{count}H", *codes, 0xFFFF)
    body += struct.pack(f">{count}H", *deltas, 1) + struct.pack(f">{count}H", *offsets, 0)
    body += struct.pack(f">{len(codes)}H", *range(1, count)) if by_index else b""
    return struct.pack(">HHHHHHH", 4, 14 + len(body), 0, 2 * count, 0, 0, 0) + body


def groups(letters: Iterable[int]) -> bytes:
    """A table of format 12, a group for each letter."""
    codes = sorted(letters)
    rows = b"".join(struct.pack(">III", code, code, n) for n, code in enumerate(codes, 1))
    return struct.pack(">HHIII", 12, 0, 16 + len(rows), 0, len(codes)) + rows


def font(table: bytes, *, encoding: int = 1, collection: bool = False) -> bytes:
    """The head of a font with one table of characters."""
    cmap = struct.pack(">HHHHI", 0, 1, 3, encoding, 12) + table
    start = 16 if collection else 0
    directory = b"\0\1\0\0" + struct.pack(">HHHH", 1, 0, 0, 0)
    directory += struct.pack(">4sIII", b"cmap", 0, start + 28, len(cmap))
    return (b"ttcf" + struct.pack(">III", 0x10000, 1, start) if collection else b"") + directory + cmap


LETTERS = frozenset(map(ord, "Abé"))
FORMS = {
    "segments": font(segments(LETTERS)),
    "segments with an array": font(segments(LETTERS, by_index=True)),
    "groups": font(groups(LETTERS | {0x1F600}), encoding=10),
    "a collection": font(segments(LETTERS), collection=True),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_font_has_the_letters_of_its_table(form, tmp_path):
    path = tmp_path / "NotoSans-Regular.ttf"
    path.write_bytes(FORMS[form])
    known = Fonts(system_fonts([tmp_path]), shapes=True)
    for text in ("A", "bé", "b A\u200d", "é\ufe0f", "", " "):
        assert known.font_for(text, "plain") == FontFile(str(path), known.font_for("A", "plain").digest), text  # type: ignore[union-attr]
    for text in ("c", "Abc", "\u0301"):
        assert known.font_for(text, "plain") is None
    assert (known.font_for("A\U0001f600", "record") is not None) == (form == "groups")


@given(data=st.binary(max_size=200), cut=st.integers(0, 200), form=st.sampled_from(sorted(FORMS)))
def test_any_bytes_are_a_font_or_none(data, cut, form, tmp_path_factory):
    """Law 16: a damaged font has no letters, and ends no build."""
    path = tmp_path_factory.getbasetemp() / "any.ttf"
    path.write_bytes(FORMS[form][:cut] + data)
    Fonts([FontFile(str(path), "")], shapes=True)._letters_of(FontFile(str(path), ""))


def write(folder: Path, *names: str, table: bytes = FORMS["segments"]) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(table)


def test_the_best_font_that_has_the_letters_is_chosen_whatever_the_order_of_the_disk(tmp_path):
    write(
        tmp_path, "z/NotoSerif-Regular.ttf", "DejaVuSerif.ttf", "a/DejaVuSans.ttf", "Times New Roman.ttf", "Other.ttf"
    )
    write(tmp_path, "NotoSerifDogra-Regular.otf", table=font(groups({0x11800}), encoding=10))
    found = system_fonts([tmp_path])
    assert [Path(one.path).name for one in found] == sorted(Path(one.path).name for one in found)
    assert not any("Other" in one.path for one in found)
    known = Fonts(found, shapes=True)

    def name(text: str, style: str) -> str:
        chosen = known.font_for(text, style)  # type: ignore[arg-type]
        return Path(chosen.path).name if chosen else ""

    assert name("Ab", "record") == "NotoSerif-Regular.ttf"
    assert name("Ab", "plain") == name("Ab", "bold") == "DejaVuSans.ttf"
    assert name("\U00011800", "record") == name("\U00011800", "plain") == "NotoSerifDogra-Regular.otf"
    assert name("A\U00011800", "record") == ""


def test_of_two_fonts_with_one_name_the_first_folder_s_counts(tmp_path):
    write(tmp_path, "one/NotoSans-Regular.ttf", "two/NotoSans-Regular.ttf")
    (only,) = system_fonts([tmp_path / "two", tmp_path / "one", tmp_path / "none"])
    assert only.path == str(tmp_path / "two/NotoSans-Regular.ttf")


def test_a_font_s_digest_changes_with_its_name_and_content_and_not_with_its_place_or_time(tmp_path):
    write(tmp_path, "one/NotoSans-Regular.ttf", "two/NotoSans-Regular.ttf", "three/NotoSans-Bold.ttf")
    os.utime(tmp_path / "two/NotoSans-Regular.ttf", (0, 0))
    (one,), (two,), (three,) = (system_fonts([tmp_path / folder]) for folder in ("one", "two", "three"))
    assert one.digest == two.digest != three.digest
    write(tmp_path, "one/NotoSans-Regular.ttf", table=FORMS["groups"])
    assert system_fonts([tmp_path / "one"])[0].digest != two.digest


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links here")
def test_no_link_is_followed(tmp_path):
    write(tmp_path, "real/NotoSans-Regular.ttf")
    (tmp_path / "links").mkdir()
    (tmp_path / "links/NotoSans-Regular.ttf").symlink_to(tmp_path / "real/NotoSans-Regular.ttf")
    (tmp_path / "links/folder").symlink_to(tmp_path / "real")
    assert system_fonts([tmp_path / "links"]) == ()


@pytest.mark.parametrize("text", ["كتب", "שלום", "हिन्दी", "ไทย", "e\u0301", "a\u200db", "ꠇ", "𑠀", "\u1100\u1161"])
def test_letters_that_join_turn_or_carry_marks_are_drawn_only_where_they_can_be_shaped(text, tmp_path):
    """A picture with letters in the wrong order or form is worse than none."""
    letters = frozenset(map(ord, text + "Aя日한"))
    write(tmp_path, "NotoSans-Regular.ttf", table=font(groups(letters), encoding=10))
    found = system_fonts([tmp_path])
    assert Fonts(found, shapes=True).font_for(text, "plain")
    assert Fonts(found, shapes=False).font_for(text, "plain") is None
    assert Fonts(found, shapes=False).font_for("A я 日 한", "plain")
