"""Reads from the head of a picture file how large it is shown, and whether it can be scaled. Decodes no picture.

Cameras store a picture as the sensor saw it, with a note of how to turn it. Browsers turn JPEG, PNG and WebP by the
orientation in their EXIF data, and AVIF by its property `irot`; EXIF data in an AVIF is ignored.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import BinaryIO, Literal, NamedTuple

PictureFormat = Literal["PNG", "JPEG", "GIF", "WEBP", "AVIF"]
_SIGNATURES: tuple[tuple[re.Pattern[bytes], PictureFormat], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "PNG"),
    (re.compile(rb"\xff\xd8"), "JPEG"),
    (re.compile(rb"GIF8"), "GIF"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "WEBP"),
    (re.compile(rb".{4}ftyp", re.DOTALL), "AVIF"),
)
_SCALED: frozenset[PictureFormat] = frozenset({"PNG", "JPEG", "WEBP"})
_MOST_CHUNKS = 10_000
"""Chunks that are looked at: a hostile file has millions of empty ones."""
_MOST_EXIF = 2**16
"""Bytes. The orientation is among the first of the EXIF data."""
_MOST_AVIF = 2**18
"""Bytes. The properties of an AVIF precede its pixels and seldom take more than 1 KB."""
_ORIENTATION = 0x0112
"""The tag of the orientation in EXIF data, a 16-bit number from 1 to 8."""
_EXIF_FLAG, _ANIMATION_FLAG = 0x08, 0x02
"""Bits in the header of a WebP file: it has EXIF data; it is an animation."""


class PictureHead(NamedTuple):
    """The size of a picture in pixels as a browser shows it, and how it is stored.

    `orientation` is EXIF's: 1 for upright, 2 to 8 for turned or mirrored (of an AVIF, only for turned). `scales` says
    whether smaller copies can be made: of a still JPEG, PNG or WebP, whatever its ending. In an animation only the
    first picture would be left.
    """

    width: int
    height: int
    orientation: int = 1
    scales: bool = False


def head_of(file: BinaryIO) -> PictureHead | None:
    """The head of an open picture file; None if it is not a picture, or too short to tell."""
    start = file.read(32)
    format_ = next((name for signature, name in _SIGNATURES if signature.match(start)), None)
    if format_ is None:  # imagesize would parse it as XML next, and a hostile file can make that very slow
        return None
    if format_ == "AVIF":
        return _of_avif(file)
    import imagesize  # late: it imports much of an HTTP client

    try:
        known = imagesize.get_info(file, dpi=False, colors=False, exif_rotation=False, channels=False)
    except Exception:  # noqa: BLE001 - it raises many kinds of exceptions for damaged files
        return None
    width, height, orientation, is_still = known.width, known.height, known.rotation, True
    if format_ == "PNG":
        orientation, is_still = _of_png(file)
    elif format_ == "WEBP":
        orientation, is_still = _of_webp(file)
        width, height = (width & 0x3FFF, height & 0x3FFF) if start[12:16] == b"VP8 " else (width, height)
    if width <= 0 or height <= 0:
        return None
    orientation = orientation if 1 <= orientation <= 8 else 1
    width, height = (height, width) if orientation >= 5 else (width, height)
    return PictureHead(width, height, orientation, is_still and format_ in _SCALED)


# ── by format ────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_png(file: BinaryIO) -> tuple[int, bool]:
    """The orientation of a PNG, and whether it is still. Both are known before its pixels begin."""
    orientation = 1
    for kind, size in _chunks(file, 8, ">I4s", 12, 1):
        if kind == b"eXIf":
            orientation = _orientation(file.read(min(size, _MOST_EXIF)))
        elif kind == b"acTL":
            return orientation, False
        elif kind in (b"IDAT", b"IEND"):
            break
    return orientation, True


def _of_webp(file: BinaryIO) -> tuple[int, bool]:
    """The orientation of a WebP, and whether it is still."""
    file.seek(12)
    head = file.read(9)
    flags = head[8] if head[:4] == b"VP8X" and len(head) == 9 else 0
    if flags & _EXIF_FLAG:
        for kind, size in _chunks(file, 12, "<4sI", 8, 2):
            if kind == b"EXIF":
                return _orientation(file.read(min(size, _MOST_EXIF))), not flags & _ANIMATION_FLAG
    return 1, not flags & _ANIMATION_FLAG


def _of_avif(file: BinaryIO) -> PictureHead | None:
    """The head of an AVIF: the size and the rotation among the properties of its primary item."""
    file.seek(0)  # not read by imagesize, which finds no size where there is a rotation (2.0.1)
    top = dict(_boxes(file.read(_MOST_AVIF)))
    brands = top.get(b"ftyp", b"")
    meta = dict(_boxes(top.get(b"meta", b"")[4:]))
    primary, properties = meta.get(b"pitm", b""), dict(_boxes(meta.get(b"iprp", b"")))
    if not (b"avif" in brands or b"avis" in brands) or len(primary) < 6:
        return None
    item = int.from_bytes(primary[4:8] if primary[0] else primary[4:6], "big")
    known = list(_boxes(properties.get(b"ipco", b"")))
    width = height = orientation = 0
    for number in _properties_of(item, properties.get(b"ipma", b"")):
        kind, value = known[number - 1] if 0 < number <= len(known) else (b"", b"")
        if kind == b"ispe" and len(value) >= 12:
            width, height = struct.unpack_from(">II", value, 4)
        elif kind == b"irot" and value:
            orientation = (1, 8, 3, 6)[value[0] & 3]
    width, height = (height, width) if orientation >= 5 else (width, height)
    return PictureHead(width, height, orientation or 1) if width and height else None


def _boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The kind and the content of each box of an ISO media file, up to the first that is malformed."""
    at = 0
    while len(data) >= at + 8:
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(data[at + 8 : at + 16], "big")
        size = size or len(data) - at
        if size < head:
            return
        yield kind, data[at + head : at + size]
        at += size


def _properties_of(item: int, associations: bytes) -> list[int]:
    """The numbers, from 1, of the properties that the box `ipma` gives to an item; empty where it is malformed."""
    if len(associations) < 8:
        return []
    of_item, of_property = (4 if associations[0] else 2), (2 if associations[3] & 1 else 1)
    at = 8
    while len(associations) > at + of_item:
        name, count = int.from_bytes(associations[at : at + of_item], "big"), associations[at + of_item]
        at += of_item + 1
        if name == item:
            numbers = (associations[n : n + of_property] for n in range(at, at + count * of_property, of_property))
            return [int.from_bytes(n, "big") & (0x7FFF if of_property == 2 else 0x7F) for n in numbers]
        at += count * of_property
    return []


def _chunks(file: BinaryIO, start: int, form: str, around: int, even: int) -> Iterator[tuple[bytes, int]]:
    """The kind and size in bytes of each chunk from `start` on. The file is then at the chunk's data.

    `form` is that of a chunk's head, `around` the bytes that a chunk has beside its data, and `even` the number of
    which the size is padded to a multiple.
    """
    for _ in range(_MOST_CHUNKS):
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            return
        one, other = struct.unpack(form, head)
        kind, size = (one, other) if isinstance(one, bytes) else (other, one)
        yield kind, size
        start += around + size + size % even


def _orientation(exif: bytes) -> int:
    """The orientation in EXIF data (a TIFF structure); 1 where it has none."""
    tiff = exif.removeprefix(b"Exif\0\0")
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None or len(tiff) < 8:
        return 1
    (start,) = struct.unpack_from(f"{order}I", tiff, 4)
    entries = tiff[start + 2 :]
    if len(tiff) < start + 2:
        return 1
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    for at in range(0, min(count * 12, len(entries) - 11), 12):
        tag, kind, values, value = struct.unpack_from(f"{order}HHIH", entries, at)
        if (tag, kind, values) == (_ORIENTATION, 3, 1):
            return int(value)
    return 1
