"""The sizes of pictures, and their smaller copies."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.model import Archive
from generator.pipeline.build import build_site
from generator.sources import images as pictures


def png(width: int, height: int) -> bytes:
    """A picture of noise: one that is smaller has fewer bytes, too."""
    noise = Random(width)
    rows = b"".join(b"\0" + noise.randbytes(width) for _ in range(height))
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    ]
    parts = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


GIF = b"GIF89a" + struct.pack("<HH", 30, 20) + b"\0\0\0;"
WEBP = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + (29).to_bytes(3, "little") + (19).to_bytes(3, "little")
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08" + struct.pack(">HH", 20, 30) + b"\1\1\x11\0"

# ── how large ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("data", [png(30, 20), GIF, WEBP, JPEG], ids=["png", "gif", "webp", "jpeg"])
def test_the_size_is_read_from_the_head_of_a_file(data):
    assert pictures.size_of(io.BytesIO(data)) == (30, 20)


def test_the_size_of_a_picture_that_a_camera_held_upright_is_the_one_that_is_shown():
    image = pytest.importorskip("PIL.Image")
    out, noted = io.BytesIO(), image.Exif()
    noted[0x0112] = 6  # a quarter turn
    image.new("RGB", (30, 20)).save(out, "JPEG", exif=noted)
    assert pictures.size_of(io.BytesIO(out.getvalue())) == (20, 30)


def test_an_avif_has_a_size():
    image, features = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.features")
    if not features.check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    out = io.BytesIO()
    image.new("RGB", (30, 20)).save(out, "AVIF")
    assert pictures.size_of(io.BytesIO(out.getvalue())) == (30, 20)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"picture",
        b"\x89PNG",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>',
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><svg width="&a;"/>',
        b"\xff\xd8\xff",
        png(30, 20)[:18],
        b"GIF89a\0\0\0\0",
    ],
)
def test_what_is_no_picture_has_no_size(data):
    assert pictures.size_of(io.BytesIO(data)) is None


@given(
    st.sampled_from([png(30, 20), GIF, WEBP, JPEG]),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 255))),
    st.data(),
)
def test_a_damaged_picture_has_some_size_or_none(whole, changes, data):
    damaged = bytearray(whole)
    for place, value in changes:
        damaged[place % len(damaged)] = value
    cut = data.draw(st.integers(0, len(damaged)))
    size = pictures.size_of(io.BytesIO(bytes(damaged[:cut])))
    assert size is None or min(size) > 0


# ── smaller copies ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_a_smaller_copy_keeps_its_kind_and_proportions(kind, mode):
    image = pytest.importorskip("PIL.Image")
    if kind == "JPEG" and mode in ("P", "RGBA"):
        pytest.skip("no JPEG has that")
    out = io.BytesIO()
    image.effect_noise((900, 600), 90).convert(mode).save(out, kind)
    copy = pictures.smaller(out.getvalue(), 480)
    made = image.open(io.BytesIO(copy))
    assert (made.format, made.size) == (kind, (480, 320))
    assert pictures.smaller(out.getvalue(), 480) == copy, "the same bytes each time"


def test_a_smaller_copy_stands_upright_and_tells_nothing_of_the_camera():
    image = pytest.importorskip("PIL.Image")
    out, noted = io.BytesIO(), image.Exif()
    noted[0x0112], noted[0x0110] = 6, "A camera"
    image.effect_noise((900, 600), 90).save(out, "JPEG", exif=noted)
    copy = pictures.smaller(out.getvalue(), 480)
    assert image.open(io.BytesIO(copy)).size == (480, 720)
    assert b"A camera" in out.getvalue()
    assert b"A camera" not in copy


@pytest.mark.parametrize("data", [b"", b"picture", png(900, 600)[:200], png(30, 20)[:-30], GIF])
def test_what_cannot_be_scaled_stays_as_it_is(data):
    pytest.importorskip("PIL")
    assert pictures.smaller(data, 480) == data


def test_a_picture_that_moves_stays_as_it_is():
    image = pytest.importorskip("PIL.Image")
    out = io.BytesIO()
    frames = [image.new("RGB", (900, 600), colour) for colour in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    assert pictures.smaller(out.getvalue(), 480) == out.getvalue()


def test_a_copy_that_would_have_more_bytes_is_the_original():
    image = pytest.importorskip("PIL.Image")
    out = io.BytesIO()
    image.effect_noise((900, 600), 90).convert("1").save(out, "PNG")  # black and white becomes grey when it is scaled
    assert pictures.smaller(out.getvalue(), 480) == out.getvalue()


# ── in a build ───────────────────────────────────────────────────────────────────────────────────────────────────

ARTICLE = """\
---
title: A bridge
date: 2016-03-01
image: {src: bridge.png, alt: A bridge}
---

![A chart](chart.png) ![Gone, in fact](gone.png)
"""


def a_site(root: Path, **files: bytes) -> Path:
    given_files = {"site.yaml": b"title: A site\n", "content/articles/2016/bridge.md": ARTICLE.encode()}
    given_files |= {"content/articles/2016/bridge.png": png(1000, 500), "content/articles/2016/chart.png": png(30, 20)}
    for path, data in (given_files | files).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


class Made(NamedTuple):
    files: Mapping[str, bytes]
    archive: Archive
    codes: list[str]


def made(root: Path) -> Made:
    built = build_site(root)
    assert built.files is not None
    assert built.archive is not None
    files = {path: data.read_bytes() if isinstance(data, Path) else data for path, data in built.files.items()}
    return Made(files, built.archive, [d.code for d in built.diagnostics])


def images(built: Made) -> dict[str, str]:
    """The tags of the article's pictures, by their `src`."""
    html = built.files["articles/2016/bridge.html"].decode()
    return {re.search(r'src="([^"]*)"', tag)[1]: tag for tag in re.findall(r"<img [^>]*>", html)}  # type: ignore[index]


def test_pictures_are_written_with_their_size_and_loaded_late(tmp_path):
    tags = images(made(a_site(tmp_path)))
    assert tags.keys() == {"bridge.png", "chart.png"}
    assert 'width="1000" height="500" loading="lazy"' in tags["bridge.png"]
    assert tags["chart.png"] == '<img src="chart.png" alt="A chart" width="30" height="20" loading="lazy">'


def test_a_large_picture_has_smaller_copies_where_there_is_pillow(tmp_path):
    image = pytest.importorskip("PIL.Image")
    built = made(a_site(tmp_path))
    copies = {path: data for path, data in built.files.items() if path.startswith("assets/images/")}
    assert {path: image.open(io.BytesIO(data)).size for path, data in copies.items()} == {
        "assets/images/articles/2016/bridge-480.png": (480, 240),
        "assets/images/articles/2016/bridge-960.png": (960, 480),
    }
    srcset = re.search(r'srcset="([^"]*)"', images(built)["bridge.png"])
    assert srcset
    assert srcset[1] == (
        "../../assets/images/articles/2016/bridge-480.png 480w, "
        "../../assets/images/articles/2016/bridge-960.png 960w, bridge.png 1000w"
    )


def test_without_pillow_the_original_alone_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    built = made(a_site(tmp_path))
    assert not [path for path in built.files if path.startswith("assets/images/")]
    assert "srcset" not in images(built)["bridge.png"]
    assert 'width="1000" height="500"' in images(built)["bridge.png"]


def test_installing_pillow_is_a_change_of_what_a_build_reads(tmp_path, monkeypatch):
    pytest.importorskip("PIL")
    root = a_site(tmp_path)
    before = build_site(root).inputs
    monkeypatch.setattr(pictures, "find_spec", lambda name: None)
    assert build_site(root).inputs != before


def test_a_picture_that_nothing_shows_is_copied_and_no_more(tmp_path):
    built = made(a_site(tmp_path, **{"content/articles/2016/spare.png": png(1000, 10)}))
    assert "articles/2016/spare.png" in built.files
    assert "articles/2016/spare.png" not in built.archive.pictures
    assert not [path for path in built.files if "spare-" in path]


def test_a_broken_picture_is_shown_without_a_size(tmp_path):
    tags = images(made(a_site(tmp_path, **{"content/articles/2016/chart.png": b"no picture"})))
    assert tags["chart.png"] == '<img src="chart.png" alt="A chart" loading="lazy">'


def test_a_copied_file_that_is_called_as_a_copy_is_reported(tmp_path):
    pytest.importorskip("PIL")
    name = "content/assets/images/articles/2016/bridge-480.png"
    built = made(a_site(tmp_path, **{name: png(3, 3)}))
    assert "path-claimed-twice" in built.codes
