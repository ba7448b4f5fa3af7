"""The heads of pictures: how large they are shown, how they are turned, and whether they can be scaled."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.picture_head import PictureHead, head_of


def png(*chunks: tuple[bytes, bytes], width: int = 30, height: int = 20) -> bytes:
    """A PNG of no pixels, with chunks before them."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    parts = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (header, *chunks, (b"IDAT", b""), (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def exif(orientation: int, order: str = "<", before: int = 0, kind: int = 3) -> bytes:
    """EXIF data with an orientation, behind some other entries."""
    entries = [struct.pack(f"{order}HHII", 0x0100 + n, 4, 1, 7) for n in range(before)]
    entries.append(struct.pack(f"{order}HHIHH", 0x0112, kind, 1, orientation, 0))
    head = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(f"{order}I", 8)
    return head + struct.pack(f"{order}H", len(entries)) + b"".join(entries)


def webp(*chunks: tuple[bytes, bytes], flags: int = 0) -> bytes:
    """The extended form of a WebP, without pixels. The size of a chunk may be odd."""
    header = (b"VP8X", bytes([flags, 0, 0, 0]) + (29).to_bytes(3, "little") + (19).to_bytes(3, "little"))
    parts = (kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for kind, data in (header, *chunks))
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def jpeg(*segments: bytes, after: bytes = b"") -> bytes:
    """A JPEG of no pixels, with EXIF segments before and after the one with its size."""
    parts = (b"\xff\xe1" + struct.pack(">H", len(data) + 2) + data for data in segments)
    size = b"\xff\xc0\0\x0b\x08" + struct.pack(">HH", 20, 30) + b"\1\1\x11\0"
    return b"\xff\xd8" + b"".join(parts) + size + after


GIF = b"GIF89a" + struct.pack("<HH", 30, 20) + b"\0\0\0;"
STILL = {
    "png": png(),
    "webp": webp((b"VP8 ", b"xyz")),
    "lossy webp": b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 30, 20),
    "scaled webp": b"RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 30 | 1 << 14, 20),
    "jpeg": jpeg(),
    "jpeg with another remark": jpeg(b"http://ns.adobe.com/xap/1.0/\0<x/>"),
}


@pytest.mark.parametrize("data", STILL.values(), ids=STILL)
def test_the_size_is_read_from_the_head_of_a_file(data):
    assert head_of(io.BytesIO(data)) == PictureHead(30, 20, 1, scales=True)


def test_a_gif_has_a_size_and_is_not_scaled():
    assert head_of(io.BytesIO(GIF)) == PictureHead(30, 20)


def with_orientation(data: bytes) -> dict[str, bytes]:
    """Pictures of each format with these EXIF data."""
    return {
        "png": png((b"tEXt", b"odd"), (b"eXIf", data)),
        "webp": webp((b"ICCP", b"odd"), (b"VP8 ", b"xyz"), (b"EXIF", data), flags=0x28),
        "webp as some cameras write it": webp((b"VP8 ", b"xy"), (b"EXIF", b"Exif\0\0" + data), flags=8),
        "jpeg": jpeg(b"Exif\0\0" + data),
        "jpeg behind another remark": jpeg(b"http://ns.adobe.com/xap/1.0/\0<x/>", b"Exif\0\0" + data),
    }


@pytest.mark.parametrize("name", with_orientation(b""))
@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize(("order", "before"), [("<", 0), (">", 0), ("<", 9), (">", 9)])
def test_a_picture_that_a_camera_held_upright_has_the_size_that_is_shown(name, orientation, order, before):
    data = with_orientation(exif(orientation, order, before))[name]
    size = (30, 20) if orientation < 5 else (20, 30)
    assert head_of(io.BytesIO(data)) == PictureHead(*size, orientation, scales=True)


@pytest.mark.parametrize("name", with_orientation(b""))
@pytest.mark.parametrize(
    "data",
    [exif(0), exif(9), exif(6)[:-12], exif(6)[:12], b"", b"II*\0\xff\xff\xff\xff", b"II*\0", exif(6, kind=2)],
    ids=["0", "9", "no entry", "cut off", "empty", "outside", "short", "text"],
)
def test_an_orientation_that_is_none_counts_as_upright(name, data):
    assert head_of(io.BytesIO(with_orientation(data)[name])) == PictureHead(30, 20, 1, scales=True)


def test_exif_data_that_the_header_of_a_webp_does_not_announce_are_ignored_as_browsers_do():
    assert head_of(io.BytesIO(webp((b"VP8 ", b"x"), (b"EXIF", exif(6))))) == PictureHead(30, 20, 1, scales=True)


@pytest.mark.parametrize(
    "data",
    [png((b"acTL", bytes(8))), png((b"eXIf", exif(1)), (b"acTL", bytes(8))), webp((b"ANIM", bytes(6)), flags=2)],
)
def test_an_animation_is_not_scaled(data):
    head = head_of(io.BytesIO(data))
    assert head
    assert not head.scales


def test_a_turned_animation_has_the_size_that_is_shown():
    assert head_of(io.BytesIO(webp((b"ANIM", bytes(6)), (b"EXIF", exif(6)), flags=10))) == PictureHead(20, 30, 6)


def avif(**options: Any) -> bytes:
    image, features = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.features")
    if not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    out = io.BytesIO()
    image.new("RGB", (30, 20)).save(out, "AVIF", **options)
    return out.getvalue()


def test_an_avif_has_a_size():
    assert head_of(io.BytesIO(avif())) == PictureHead(30, 20)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_an_avif_is_turned_by_its_properties(orientation):
    image = pytest.importorskip("PIL.Image")
    noted = image.Exif()
    noted[0x0112] = orientation
    head = head_of(io.BytesIO(avif(exif=noted)))
    assert head
    assert (head.width, head.height) == ((30, 20) if orientation < 5 else (20, 30))


def test_exif_data_in_an_avif_turn_nothing_as_in_browsers():
    """Pillow writes the property and takes the tag away, so both are put back."""
    image = pytest.importorskip("PIL.Image")
    noted = image.Exif()
    noted[0x0110], noted[0x0112] = "A camera", 6
    data = avif(exif=noted)
    assert b"irot" in data
    assert head_of(io.BytesIO(data.replace(b"irot", b"skip"))) == PictureHead(30, 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"picture",
        b"\x89PNG",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><svg width="&a;"/>',
        b"\xff\xd8\xff",
        png()[:18],
        png(width=0),
        b"GIF89a\0\0\0\0",
        b"RIFF\x16\0\0\0WAVEfmt ",
        b"RIFF\x16\0\0\0WEBPVP8",
        b"\0\0\0\x18ftypmp42",
    ],
)
def test_what_is_no_picture_has_no_head(data):
    assert head_of(io.BytesIO(data)) is None


@given(
    st.sampled_from([*STILL.values(), GIF, *with_orientation(exif(6)).values()]),
    st.lists(st.tuples(st.integers(0, 90), st.integers(0, 255))),
    st.data(),
)
def test_a_damaged_picture_has_some_size_or_none(whole, changes, data):
    damaged = bytearray(whole)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    cut = data.draw(st.integers(0, len(damaged)))
    head = head_of(io.BytesIO(bytes(damaged[:cut])))
    assert head is None or min(head.width, head.height) > 0


class _Counted(io.BytesIO):
    """A file that counts how often something is read."""

    reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        return super().read(size)


@pytest.mark.parametrize("form", [png, webp])
def test_of_a_picture_of_a_hundred_thousand_chunks_some_are_read(form):
    file = _Counted(form(*[(b"tEXt", b"")] * 100_000, **({"flags": 8} if form is webp else {})))
    head = head_of(file)
    assert head
    assert (head.width, head.height) == (30, 20)
    assert file.reads < 10_100
