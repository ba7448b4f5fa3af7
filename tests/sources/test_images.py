"""The sizes of pictures, and their smaller copies."""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

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


# ── smaller copies ───────────────────────────────────────────────────────────────────────────────────────────────


def copy_of(data: bytes, width: int) -> bytes:
    """A smaller copy that can be made."""
    copy = pictures.smaller(data, width)
    assert copy is not None
    return copy


def drawn(kind: str, image: Any, **options: object) -> bytes:
    """The bytes of a picture, saved in a format."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "RGBA"])
def test_a_smaller_copy_keeps_its_kind_and_proportions(kind, mode):
    image = pytest.importorskip("PIL.Image")
    if kind == "JPEG" and mode in ("P", "RGBA"):
        pytest.skip("no JPEG has that")
    out = io.BytesIO()
    image.effect_noise((900, 600), 90).convert(mode).save(out, kind)
    copy = copy_of(out.getvalue(), 480)
    made = image.open(io.BytesIO(copy))
    assert (made.format, made.size) == (kind, (480, 320))
    assert pictures.smaller(out.getvalue(), 480) == copy, "the same bytes each time"


MARKED = {1: (0, 0), 2: (1, 0), 3: (1, 1), 4: (0, 1), 5: (0, 0), 6: (0, 1), 7: (1, 1), 8: (1, 0)}
"""By orientation, the corner of a stored picture (right, down) that is shown at the top left."""


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_smaller_copy_is_upright_and_tells_nothing_of_the_camera(kind, orientation):
    image = pytest.importorskip("PIL.Image")
    noted = image.Exif()
    noted[0x0112], noted[0x0110] = orientation, "A camera"
    right, down = MARKED[orientation]
    stored = image.effect_noise((900, 600), 90).convert("RGB")
    stored.paste("red", (right * 600, down * 300, right * 600 + 300, down * 300 + 300))
    data = drawn(kind, stored, exif=noted)
    copy = image.open(io.BytesIO(copy_of(data, 480)))
    assert copy.size == ((480, 320) if orientation < 5 else (480, 720))
    assert copy.getexif().get(0x0112, 1) == 1
    red, green, blue = copy.convert("RGB").getpixel((5, 5))
    assert red > 200
    assert max(green, blue) < 60
    assert b"A camera" in data
    assert b"A camera" not in copy_of(data, 480)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_smaller_copy_keeps_the_colour_profile_and_no_remark(kind):
    image = pytest.importorskip("PIL.Image")
    cms = pytest.importorskip("PIL.ImageCms")
    profile = cms.ImageCmsProfile(cms.createProfile("sRGB")).tobytes()
    remark = {"comment": b"By the river"} if kind == "JPEG" else {"xmp": b"By the river"} if kind == "WEBP" else {}
    data = drawn(kind, image.effect_noise((900, 600), 90).convert("RGB"), icc_profile=profile, **remark)
    copy = copy_of(data, 480)
    assert image.open(io.BytesIO(copy)).info["icc_profile"] == profile
    assert b"By the river" not in copy


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK"])
def test_a_picture_of_any_mode_is_scaled_and_keeps_its_colours(mode):
    image = pytest.importorskip("PIL.Image")
    kind = "JPEG" if mode == "CMYK" else "PNG"
    if mode == "I;16":
        stored = image.frombytes("I;16", (900, 600), Random(1).randbytes(900 * 600 * 2))
    else:
        stored = image.effect_noise((900, 600), 90).convert(mode)
        stored.paste(stored.getpixel((0, 0)), (0, 0, 300, 300))
    data = drawn(kind, stored)
    made = pictures.smaller(data, 480)
    if made is None:
        assert mode in ("1", "P"), "only in these a copy in full colour may be larger"
        return
    copy = image.open(io.BytesIO(made))
    assert copy.size == (480, 320)
    if mode != "I;16":
        before, after = (one.convert("RGBA").getpixel((20, 20)) for one in (stored, copy))
        assert max(abs(a - b) for a, b in zip(before, after, strict=True)) < 12


@pytest.mark.parametrize("mode", ["P", "L", "RGB", "RGBA", "LA"])
def test_what_is_transparent_stays_transparent(mode):
    image = pytest.importorskip("PIL.Image")
    if mode in ("RGBA", "LA"):
        stored = image.effect_noise((900, 600), 90).convert(mode)
        stored.paste((0,) * len(mode), (0, 0, 300, 300))
        data = drawn("PNG", stored)
    else:
        key = (7, 7, 7) if mode == "RGB" else 7
        stored = image.effect_noise((900, 600), 90).point(lambda value: value if value != 7 else 8).convert(mode)
        stored.paste(key, (0, 0, 300, 300))
        data = drawn("PNG", stored, transparency=key)
    made = pictures.smaller(data, 480)
    if made is None:
        assert mode == "P"
        return
    copy = image.open(io.BytesIO(made)).convert("RGBA")
    assert copy.getpixel((20, 20))[3] == 0
    assert copy.getpixel((470, 310))[3] == 255


def test_a_palette_with_transparency_is_scaled():
    image = pytest.importorskip("PIL.Image")
    stored = image.linear_gradient("L").resize((3000, 2000)).convert("P")
    stored.paste(0, (0, 0, 1500, 2000))
    data = drawn("PNG", stored, transparency=0, compress_level=0)
    copy = image.open(io.BytesIO(copy_of(data, 480)))
    assert copy.size == (480, 320)
    assert copy.convert("RGBA").getpixel((20, 200))[3] == 0


@pytest.mark.parametrize("data", [b"", b"picture", GIF])
def test_what_cannot_be_scaled_has_no_copy(data):
    pytest.importorskip("PIL")
    assert pictures.smaller(data, 480) is None


def half(kind: str) -> bytes:
    image = pytest.importorskip("PIL.Image")
    data = drawn(kind, image.effect_noise((1000, 600), 90).convert("RGB"))
    return data[: len(data) // 2]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_reported(kind):
    data = half(kind)
    with pytest.raises(pictures.DamagedPictureError):
        pictures.smaller(data, 480)


@given(st.integers(20, 5_000), st.binary(min_size=1, max_size=40))
def test_a_picture_with_damage_in_it_has_a_true_copy_or_is_reported(place, noise):
    image = pytest.importorskip("PIL.Image")
    for kind, whole in WHOLE_PICTURES.items():
        damaged = bytearray(whole or drawn(kind, image.effect_noise((600, 90), 90).convert("RGB")))
        WHOLE_PICTURES[kind] = bytes(damaged)
        damaged[place : place + len(noise)] = noise
        try:
            copy = pictures.smaller(bytes(damaged), 480)
        except pictures.DamagedPictureError:
            continue
        assert copy is None or image.open(io.BytesIO(copy)).width == 480


WHOLE_PICTURES = {"JPEG": b"", "PNG": b"", "WEBP": b""}


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "GIF"])
def test_a_picture_that_moves_has_no_copy(kind):
    image = pytest.importorskip("PIL.Image")
    frames = [image.effect_noise((900, 600), spread).convert("RGB") for spread in (40, 90)]
    data = drawn(kind, frames[0], save_all=True, append_images=frames[1:])
    assert image.open(io.BytesIO(data)).n_frames == 2
    assert pictures.smaller(data, 480) is None


def test_of_a_picture_with_further_views_the_first_is_scaled():
    """As some cameras and telephones store them: format MPO, called .jpg."""
    image = pytest.importorskip("PIL.Image")
    views = [image.effect_noise((900, 600), spread).convert("RGB") for spread in (40, 90)]
    data = drawn("MPO", views[0], save_all=True, append_images=views[1:])
    copy = image.open(io.BytesIO(copy_of(data, 480)))
    assert (copy.format, copy.size) == ("JPEG", (480, 320))


def test_a_copy_that_would_have_more_bytes_is_not_made():
    image = pytest.importorskip("PIL.Image")
    data = drawn("PNG", image.effect_noise((900, 600), 90).convert("1"))  # black and white becomes grey when scaled
    assert pictures.smaller(data, 480) is None


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


@pytest.mark.parametrize("data", [b"no picture", b"", png(30, 20)[:18], b"\xff\xd8\xff"])
def test_a_damaged_picture_is_shown_without_a_size_and_reported(tmp_path, data):
    built = made(a_site(tmp_path, **{"content/articles/2016/chart.png": data}))
    assert images(built)["chart.png"] == '<img src="chart.png" alt="A chart" loading="lazy">'
    assert built.codes.count("picture-damaged") == 1


def test_a_damaged_picture_that_no_page_shows_is_not_reported(tmp_path):
    assert "picture-damaged" not in made(a_site(tmp_path, **{"content/articles/2016/spare.png": b""})).codes


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_is_cut_off_is_reported_once_and_has_no_copies(tmp_path, kind):
    root = a_site(tmp_path, **{"content/articles/2016/chart.png": half(kind)})
    for _ in range(2):
        built = made(root)
        assert built.codes.count("picture-damaged") == 1
        assert 'width="1000" height="600"' in images(built)["chart.png"]
        assert "srcset" not in images(built)["chart.png"]
        assert not [path for path in built.files if "chart-" in path]


ANY_PICTURE = {
    "upright JPEG": ("JPEG", 1), "turned JPEG": ("JPEG", 6), "mirrored JPEG": ("JPEG", 5), "turned WebP": ("WEBP", 8),
    "mirrored WebP": ("WEBP", 7), "turned PNG": ("PNG", 6), "upside-down PNG": ("PNG", 3), "turned AVIF": ("AVIF", 6),
    "moving WebP": ("WEBP", 0), "moving PNG": ("PNG", 0), "moving GIF": ("GIF", 0),
}  # fmt: skip


@pytest.mark.parametrize("name", ["chart.png", "chart.jpg", "chart.webp"])
@pytest.mark.parametrize(("kind", "orientation"), ANY_PICTURE.values(), ids=ANY_PICTURE)
def test_each_copy_is_as_wide_as_the_page_says_whatever_its_name(tmp_path, kind, orientation, name):
    image, ops = pytest.importorskip("PIL.Image"), pytest.importorskip("PIL.ImageOps")
    if kind == "AVIF" and not pytest.importorskip("PIL.features").check("avif"):
        pytest.skip("this Pillow writes no AVIF")
    frames = [image.effect_noise((1000, 500), spread).convert("RGB") for spread in (40, 90)]
    noted = image.Exif()
    noted[0x0112] = orientation
    moving = {"save_all": True, "append_images": frames[1:]} if not orientation else {"exif": noted}
    data = drawn(kind, frames[0], **moving, **({"speed": 10} if kind == "AVIF" else {}))
    article = ARTICLE.replace("chart.png", name).encode()
    built = made(
        a_site(tmp_path, **{"content/articles/2016/bridge.md": article, f"content/articles/2016/{name}": data})
    )
    width, height = ops.exif_transpose(image.open(io.BytesIO(data))).size
    tag = images(built)[name]
    assert f'width="{width}" height="{height}"' in tag
    copies = re.findall(r"(assets/\S+) (\d+)w", tag)
    assert bool(copies) == (orientation > 0 and kind != "AVIF")
    for path, told in copies:
        copy = image.open(io.BytesIO(built.files[path]))
        assert (copy.width, copy.getexif().get(0x0112, 1)) == (int(told), 1)


def test_a_copy_that_would_be_larger_is_not_offered(tmp_path):
    image = pytest.importorskip("PIL.Image")
    data = drawn("PNG", image.effect_noise((900, 600), 90).convert("1"))
    built = made(a_site(tmp_path, **{"content/articles/2016/chart.png": data}))
    assert "srcset" not in images(built)["chart.png"]
    assert not [path for path in built.files if "chart-" in path]


def test_a_picture_of_huge_size_is_shown_as_it_is(tmp_path):
    """Of 400 bytes or so, which would be 3.6 GB in memory."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0)
    whole = png(30, 20)
    data = whole[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + whole[33:]
    built = made(a_site(tmp_path, **{"content/articles/2016/chart.png": data}))
    assert images(built)["chart.png"].count("60000") == 2
    assert "srcset" not in images(built)["chart.png"]
    assert "picture-damaged" not in built.codes


def test_a_copied_file_that_is_called_as_a_copy_is_reported(tmp_path):
    pytest.importorskip("PIL")
    name = "content/assets/images/articles/2016/bridge-480.png"
    built = made(a_site(tmp_path, **{name: png(3, 3)}))
    assert "path-claimed-twice" in built.codes
