"""Pictures in a page: their size, lazy loading, and a `srcset` of their smaller copies.

Gets the size and copies of each picture file; reads no file.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from generator.model import PictureFile
from generator.outputs.page_context import PageContext
from generator.outputs.views import Picture

SIZES = "(min-width: 42rem) 40rem, 100vw"
"""The `sizes` attribute of a picture: the width of the text column if there is room for it, else that of the window."""
PORTRAIT = "10rem"
"""The `sizes` attribute of a speaker's picture."""

NO_WORDS = Markup()


def picture(
    path: str,
    here: PageContext,
    pictures: Mapping[str, PictureFile],
    *,
    alt: str,
    caption: Markup = NO_WORDS,
    credit: str = "",
    sizes: str = SIZES,
) -> Picture:
    """The view of a picture. `path` is its path in the output, empty where only its caption was kept."""
    file = pictures.get(path)
    if file is None:
        return Picture(here.to(path) if path else "", alt, caption, credit)
    copies = srcset(path, file, here)
    return Picture(here.to(path), alt, caption, credit, file.width, file.height, copies, sizes if copies else "")


def srcset(path: str, file: PictureFile, here: PageContext) -> str:
    """`x-480.jpg 480w, …, x.jpg 2000w`; empty without copies. Links are percent-encoded and so have no commas."""
    if not file.copies:
        return ""
    return ", ".join(f"{here.to(one)} {width}w" for width, one in (*file.copies, (file.width, path)))
