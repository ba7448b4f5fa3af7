"""Pictures: how large they are and, where Pillow is installed, smaller copies of them; knows nothing of pages.

Their sizes let a page keep its lines in place while it loads. The smaller copies are for smaller screens; without
Pillow (the extra `images`) the original alone is shown.
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
"""Pixels: a phone, the column of text on a fine screen or a tablet, a tablet with a fine screen."""
_SAVED: Mapping[str, Mapping[str, int | bool]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}
_BEGINNINGS = re.compile(rb"\x89PNG|\xff\xd8|GIF8|RIFF|.{4}ftyp", re.DOTALL)


def is_picture(path: str) -> bool:
    return format_of(path) in ENDINGS


def size_of(file: BinaryIO) -> tuple[int, int] | None:
    """Width and height in pixels, as a browser shows it, from the head of an open file; None of what is no picture."""
    head = file.read(16)
    if not _BEGINNINGS.match(head):  # imagesize would try XML next, which can be made to take very long
        return None
    import imagesize  # late: it brings half a web client along

    file.seek(0)
    width, height = imagesize.get(file)
    return (width, height) if width > 0 and height > 0 else None


def smaller(data: bytes, width: int) -> bytes:
    """A picture, scaled to this width, in its own format, without what was noted in it (place, camera).

    What Pillow can't read stays as it is, and so does what would have more bytes. The same bytes and the same Pillow
    give the same bytes.
    """
    from PIL import Image, ImageOps  # late: an extra, and only a new picture needs it

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
    if not can_scale():
        return ""
    from PIL import __version__  # late: an extra

    return f"Pillow {__version__}"


def can_scale() -> bool:
    return find_spec("PIL") is not None


def format_of(path: str) -> str:
    return PurePosixPath(path).suffix[1:].lower()
