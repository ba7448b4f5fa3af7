"""Finds the fonts of this computer by the names of their files, and which letters each has. Draws nothing.

Only the heads of files and their tables of characters (`cmap`) are read:
https://learn.microsoft.com/typography/opentype/spec/cmap
"""

from __future__ import annotations

import os
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Literal, NamedTuple

from generator.cache.digest import sha256_hex
from generator.sources.safe_open import open_plainly

FontStyle = Literal["record", "plain", "bold"]
"""The typefaces: for what is quoted from the record; for what the archive says; the same, bold."""
_PLAIN = (
    "NotoSans-Regular", "LiberationSans-Regular", "Arial", "arial", "FreeSans", "DejaVuSans", "NotoSansArabic-Regular",
    "NotoNaskhArabic-Regular", "NotoSans*-Regular", "NotoSerif*-Regular",
)  # fmt: skip
_NAMES: dict[FontStyle, tuple[str, ...]] = {
    "record": (
        "NotoSerif-Regular", "LiberationSerif-Regular", "Georgia", "georgia", "Times New Roman", "times", "DejaVuSerif",
        "NotoNaskhArabic-Regular", "Amiri-Regular", "NotoSerif*-Regular", *_PLAIN,
    ),
    "plain": _PLAIN,
    "bold": (
        "NotoSans-Bold", "LiberationSans-Bold", "Arial Bold", "arialbd", "FreeSansBold", "DejaVuSans-Bold",
        "NotoSansArabic-Bold", "NotoNaskhArabic-Bold", "NotoSans*-Bold", *_PLAIN,
    ),
}  # fmt: skip
"""The names of font files that are looked for, without their endings, best first."""
_UNJOINED = (
    (0x0000, 0x0590),  # Latin, Greek, Cyrillic, Armenian
    (0x10A0, 0x1100),  # Georgian
    (0x1E00, 0xA800),  # signs, Han, kana
    (0xAC00, 0xFB00),  # Hangul, Han
    (0xFE30, 0xFE70),
    (0xFF00, 0x10000),
    (0x20000, 0x40000),
)
"""Ranges of code points, the end left out, of scripts whose letters stand side by side from left to right."""
_ENDINGS = (".ttf", ".otf", ".ttc")
_HEAD = 4096
"""Bytes at the beginning of a font. They hold the checksums of its tables, and so change with any of it."""
_MOST_TABLE = 2**22
"""Bytes of a table of characters."""


class FontFile(NamedTuple):
    """A font of this computer: its path, and a digest that changes with its name and content."""

    path: str
    digest: str


def font_folders() -> list[Path]:
    """The folders in which systems keep their fonts."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is none
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        home / ".fonts",
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        home / "Library/Fonts",
        Path(os.environ.get("WINDIR", "C:\\Windows")) / "Fonts",
    ]


def system_fonts(folders: Iterable[Path]) -> tuple[FontFile, ...]:
    """The fonts below the folders that can be used, by name; of several with one name the first. Follows no links."""
    found: dict[str, FontFile] = {}
    for folder in folders:
        for at, below, names in os.walk(folder):
            below.sort()
            for name in sorted(names):
                if name not in found and _is_wanted(name) and (font := _font(Path(at, name))):
                    found[name] = font
    return tuple(found[name] for name in sorted(found))


def _is_wanted(name: str) -> bool:
    path = PurePath(name)
    if path.suffix.lower() not in _ENDINGS:
        return False
    return any(fnmatchcase(path.stem, pattern) for patterns in _NAMES.values() for pattern in patterns)


def _font(path: Path) -> FontFile | None:
    try:
        with open_plainly(path) as file:
            head = file.read(_HEAD)
            size = os.fstat(file.fileno()).st_size
    except OSError:  # a link, or not ours to read
        return None
    return FontFile(str(path), sha256_hex(f"{path.name} {size} {head.hex()}"))


class Fonts:
    """Chooses among fonts the one for a text. `shapes` says whether joined and right-to-left letters can be drawn."""

    def __init__(self, fonts: Sequence[FontFile], *, shapes: bool) -> None:
        self._shapes = shapes
        self._letters: dict[FontFile, frozenset[int]] = {}
        self._by_style = {style: tuple(_in_order(fonts, names)) for style, names in _NAMES.items()}

    def font_for(self, text: str, style: FontStyle) -> FontFile | None:
        """The best font that has all letters of the text; None where there is none, or it can't be drawn right."""
        letters = frozenset(ord(c) for c in text if not c.isspace() and not _is_ignorable(c))
        if not self._shapes and not all(map(_needs_no_shaping, text)):
            return None
        return next((font for font in self._by_style[style] if letters <= self._letters_of(font)), None)

    def _letters_of(self, font: FontFile) -> frozenset[int]:
        if font not in self._letters:
            try:
                self._letters[font] = frozenset(_characters_of(font.path))
            except (OSError, struct.error, ValueError):  # gone, or damaged
                self._letters[font] = frozenset()
        return self._letters[font]


def _in_order(fonts: Sequence[FontFile], names: Iterable[str]) -> Iterator[FontFile]:
    stems = [(PurePath(font.path).stem, font) for font in fonts]
    return iter(dict.fromkeys(font for name in names for stem, font in stems if fnmatchcase(stem, name)))


def _is_ignorable(character: str) -> bool:
    """Whether a font need not have it: joiners, marks of direction, variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _needs_no_shaping(character: str) -> bool:
    """Whether letters like this one can be drawn one after the other: they neither join, nor turn, nor carry marks."""
    if unicodedata.category(character) in {"Mn", "Mc", "Cf"}:
        return False
    return any(first <= ord(character) < end for first, end in _UNJOINED)


# ── the table of characters ──────────────────────────────────────────────────────────────────────────────────────


def _characters_of(path: str) -> Iterator[int]:
    """The code points for which a font has a glyph. Raises `OSError`, `struct.error` or `ValueError`."""
    with open_plainly(path) as file:
        start = 0
        if file.read(4) == b"ttcf":  # a collection: its first font counts
            file.seek(12)
            (start,) = struct.unpack(">I", file.read(4))
        file.seek(start + 4)
        (tables,) = struct.unpack(">H", file.read(2))
        file.seek(start + 12)
        directory = file.read(16 * tables)
        places = {tag: place for tag, _, *place in struct.iter_unpack(">4sIII", directory)}
        if b"cmap" not in places:
            raise ValueError("The font has no table of characters.")
        offset, length = places[b"cmap"]
        file.seek(offset)
        table = file.read(min(length, _MOST_TABLE))
    (count,) = struct.unpack_from(">H", table, 2)
    kinds: dict[int, int] = {}
    for platform, encoding, at in struct.iter_unpack(">HHI", table[4 : 4 + 8 * count]):
        if platform == 0 or (platform, encoding) in {(3, 1), (3, 10)}:
            kinds[struct.unpack_from(">H", table, at)[0]] = at
    if 12 in kinds:
        return _of_groups(table, kinds[12])
    if 4 in kinds:
        return _of_segments(table, kinds[4])
    raise ValueError("The font has no table of Unicode characters.")


def _of_groups(table: bytes, at: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", table, at + 12)
    for first, last, _ in struct.iter_unpack(">III", table[at + 16 : at + 16 + 12 * count]):
        yield from range(first, min(last, 0x10FFFF) + 1)


def _of_segments(table: bytes, at: int) -> Iterator[int]:
    (twice,) = struct.unpack_from(">H", table, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, at + 14)
    starts = struct.unpack_from(f">{count}H", table, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", table, at + 16 + 2 * twice)
    offsets = struct.unpack_from(f">{count}H", table, at + 16 + 3 * twice)
    for n, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = struct.unpack_from(">H", table, at + 16 + 3 * twice + 2 * n + offset + 2 * (code - start))
            if glyph and (glyph + delta) & 0xFFFF:
                yield code
