"""Reads the sizes of pictures and, if Pillow is installed, makes smaller copies of them. Knows nothing of pages.

With a picture's size a browser can lay out the page before the picture has loaded. The smaller copies are for smaller
screens; without Pillow (the extra `images`) pages show only the original.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import PurePosixPath
from typing import BinaryIO

ENDINGS = frozenset({"avif", "gif", "jpg", "jpeg", "png", "webp"})
WIDTHS = (480, 960, 1440)
"""Pixels: for a phone; for the text column on a high-resolution screen, or a tablet; for a high-resolution tablet."""
_SAVE_OPTIONS: Mapping[str, Mapping[str, int | bool]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}
"""Options for saving, by Pillow's name of the format. Pictures of other formats are not scaled."""
_SIGNATURES = re.compile(rb"\x89PNG|\xff\xd8|GIF8|RIFF|.{4}ftyp", re.DOTALL)
"""The first bytes of PNG, JPEG, GIF, WebP and AVIF files."""


def is_picture(path: str) -> bool:
    """Whether a path has the ending of a picture; the file itself is not looked at."""
    return format_of(path) in ENDINGS


def size_of(file: BinaryIO) -> tuple[int, int] | None:
    """Width and height in pixels, as a browser shows the picture; None if the file is not a picture.

    Reads only the head of the open file.
    """
    head = file.read(16)
    if not _SIGNATURES.match(head):  # imagesize would parse it as XML next, and a hostile file can make that very slow
        return None
    import imagesize  # late: it imports much of an HTTP client

    file.seek(0)
    width, height = imagesize.get(file)
    return (width, height) if width > 0 and height > 0 else None


def smaller(data: bytes, width: int) -> bytes:
    """The bytes of a picture scaled to `width` pixels, in its own format and without metadata (place, camera).

    Returns `data` itself if Pillow can't read it, if it is an animation, or if the scaled picture would not be smaller.
    Deterministic for one version of Pillow.
    """
    from PIL import Image, ImageOps  # late: an extra, and only a new picture needs it

    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_SAVE_OPTIONS)) as opened:
            format_ = str(opened.format)
            if getattr(opened, "n_frames", 1) > 1:
                return data
            upright = ImageOps.exif_transpose(opened)
            height = max(1, round(upright.height * width / upright.width))
            full = upright.convert("RGBA") if upright.mode in ("P", "PA", "1", "LA") else upright
            scaled = full.resize((width, height), Image.Resampling.LANCZOS)
            scaled.save(out, format_, icc_profile=upright.info.get("icc_profile"), **_SAVE_OPTIONS[format_])
    except (
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
    ):  # Pillow raises SyntaxError for a broken PNG
        return data
    return min(data, out.getvalue(), key=len)


def scaler() -> str:
    """The library that scales pictures, with its version (`Pillow 12.0.0`); empty if there is none.

    Part of the digest of a build's inputs: another version may give other bytes.
    """
    if not can_scale():
        return ""
    from PIL import __version__  # late: an extra

    return f"Pillow {__version__}"


def can_scale() -> bool:
    """Whether Pillow is installed."""
    return find_spec("PIL") is not None


def format_of(path: str) -> str:
    """The ending of a path in lower case, without its dot: `jpg`."""
    return PurePosixPath(path).suffix[1:].lower()
