"""Pictures: how large they are and, where Pillow is installed, smaller copies of them; knows nothing of pages.

Their sizes let a page keep its lines in place while it loads. The smaller copies are for smaller screens; without
Pillow (the extra `images`) the original alone is shown.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import BinaryIO

from generator.model import Archive, PictureFile
from generator.urls import link_target, smaller_picture_path

ENDINGS = frozenset({"avif", "gif", "jpg", "jpeg", "png", "webp"})
WIDTHS = (480, 960, 1440)
"""Pixels: a phone, the column of text on a fine screen or a tablet, a tablet with a fine screen."""

_SCALED = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
_SAVED: Mapping[str, Mapping[str, int | bool]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}
_MOST_PIXELS = 50_000_000
"""Of larger pictures no copies are made: their pixels would take more memory than a small machine has."""
_BEGINNINGS = re.compile(rb"\x89PNG|\xff\xd8|GIF8|RIFF|.{4}ftyp", re.DOTALL)


def is_picture(path: str) -> bool:
    return _ending(path) in ENDINGS


def size_of(file: BinaryIO) -> tuple[int, int] | None:
    """Width and height in pixels, as a browser shows it, from the head of an open file; None of what is no picture."""
    head = file.read(16)
    if not _BEGINNINGS.match(head):  # imagesize would try XML next, which can be made to take very long
        return None
    import imagesize  # late: it brings half a web client along

    file.seek(0)
    width, height = imagesize.get(file)
    return (width, height) if width > 0 and height > 0 else None


def with_files(archive: Archive, copied: Iterable[tuple[str, str]], sizes: Mapping[str, tuple[int, int]]) -> Archive:
    """The archive, told which files are copied, and how large the pictures are that it shows.

    `copied` are (path in the output, path in the site), `sizes` width and height of pictures by path in the site.
    """
    files = dict(copied)
    shown = sorted({path for path in _shown(archive) if files.get(path) in sizes})
    pictures = {path: _picture(path, *sizes[files[path]]) for path in shown}
    return replace(archive, files=frozenset(files), pictures=pictures)


def smaller_copies(archive: Archive, copied: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """The copies that the archive's pictures name: path in the output, path of the original in the site, width."""
    files = dict(copied)
    for path, picture in archive.pictures.items():
        for width, copy in picture.copies:
            yield copy, files[path], width


def smaller(data: bytes, width: int) -> bytes:
    """A picture, scaled to this width, in its own format, without what was noted in it (place, camera).

    What Pillow can't read stays as it is, and so does what would have more bytes. The same bytes and the same Pillow
    give the same bytes.
    """
    from PIL import Image, ImageOps

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_SAVED)) as opened:
            format_ = str(opened.format)
            if getattr(opened, "n_frames", 1) > 1:
                return data
            upright = ImageOps.exif_transpose(opened)
            height = max(1, round(upright.height * width / upright.width))
            full = upright.convert("RGBA") if upright.mode in ("P", "PA", "1", "LA") else upright
            scaled = full.resize((width, height), Image.Resampling.LANCZOS)
            scaled.save(out, format_, icc_profile=upright.info.get("icc_profile"), **_SAVED[format_])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # SyntaxError: Pillow's for a bad PNG
        return data
    return min(data, out.getvalue(), key=len)


def scaler() -> str:
    """What makes the smaller copies, for the digest of a build's inputs: `Pillow 12.0.0`, or empty."""
    if not _can_scale():
        return ""
    from PIL import __version__

    return f"Pillow {__version__}"


def _can_scale() -> bool:
    return find_spec("PIL") is not None


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix[1:].lower()


def _picture(path: str, width: int, height: int) -> PictureFile:
    scales = _can_scale() and _ending(path) in _SCALED and width * height <= _MOST_PIXELS
    widths = [w for w in WIDTHS if w < width] if scales else []
    return PictureFile(width, height, tuple((w, smaller_picture_path(path, w)) for w in widths))


def _shown(archive: Archive) -> Iterable[str]:
    """Paths of all that the archive's texts link to or show, and of its articles' and speakers' pictures."""
    for article in archive.articles:
        yield from article.facts.links
        if article.front.image:
            yield article.front.image.src
    for page in archive.pages:
        yield from page.links
    for record in archive.speakers:
        if record.speaker.image:
            yield link_target(record.speaker.path, record.speaker.image)
