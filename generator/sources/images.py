"""Makes smaller copies of pictures, if Pillow is installed. Knows nothing of pages.

The copies are for smaller screens; without Pillow (the extra `images`) pages show only the original.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import PurePosixPath

from generator.sources.picture_head import head_of

ENDINGS = frozenset({"avif", "gif", "jpg", "jpeg", "png", "webp"})
WIDTHS = (480, 960, 1440)
"""Pixels: for a phone; for the text column on a high-resolution screen, or a tablet; for a high-resolution tablet."""
_SAVE_OPTIONS: Mapping[str, Mapping[str, int | bool]] = {
    "JPEG": {"quality": 82, "progressive": True, "optimize": True},
    "PNG": {"optimize": True},
    "WEBP": {"quality": 80, "method": 4},
}
"""Options for saving, by Pillow's name of the format. Pictures of other formats are not scaled."""
_UPRIGHT = {2: 0, 3: 3, 4: 1, 5: 5, 6: 4, 7: 6, 8: 2}
"""By EXIF orientation, the member of Pillow's `Image.Transpose` that turns a picture upright."""
_MODES = {"P": "RGB", "PA": "RGBA", "1": "L"}
"""By Pillow's mode, the one in which to scale: colours of a palette can't be mixed, nor can black and white."""


def is_picture(path: str) -> bool:
    """Whether a path has the ending of a picture; the file itself is not looked at."""
    return PurePosixPath(path).suffix[1:].lower() in ENDINGS


def smaller(data: bytes, width: int) -> bytes | None:
    """The bytes of a picture scaled to `width` pixels, in its own format and without metadata (place, camera).

    The copy is upright, whatever the orientation of the picture; its colour profile is kept. Returns None if the copy
    would not have fewer bytes, or if the picture can't be scaled (see `PictureHead`). Raises `DamagedPictureError`
    where Pillow can't read the picture. Deterministic for one version of Pillow.
    """
    from PIL import Image  # late: an extra, and only a new picture needs it

    head = head_of(io.BytesIO(data))
    if head is None or not head.scales:
        return None
    out = io.BytesIO()
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_SAVE_OPTIONS)) as opened:
            format_ = "JPEG" if opened.format == "MPO" else str(opened.format)  # MPO: a JPEG with further views
            upright = opened.transpose(Image.Transpose(_UPRIGHT[head.orientation])) if head.orientation > 1 else opened
            if upright.size != (head.width, head.height):
                raise DamagedPictureError
            mode = _MODES.get(upright.mode, upright.mode)
            if "transparency" in opened.info:
                mode = "LA" if mode == "L" else "RGBA"
            full = upright if mode == upright.mode else upright.convert(mode)
            height = max(1, round(head.height * width / head.width))
            scaled = full.resize((width, height), Image.Resampling.LANCZOS)
            scaled.info.clear()  # such as a comment, which would be saved again
            scaled.save(out, format_, icc_profile=opened.info.get("icc_profile"), **_SAVE_OPTIONS[format_])
    except Exception as error:  # decoders fail in many ways, and strangers send pictures
        raise DamagedPictureError from error
    return out.getvalue() if out.tell() < len(data) else None


class DamagedPictureError(ValueError):
    """A picture is cut off or damaged, so that Pillow can't read it."""


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
