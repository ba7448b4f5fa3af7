"""How pictures stand in a page: with their size, loaded late, in as many widths as there are copies.

Knows what is known of each picture file; reads none.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from generator.model import PictureFile
from generator.outputs.page_context import Here
from generator.outputs.views import Picture

SIZES = "(min-width: 42rem) 40rem, 100vw"
"""How wide a picture is shown: the column of text where there is room for it, else the screen."""
PORTRAIT = "10rem"
"""How wide that of a speaker is shown."""

NO_WORDS = Markup()


def picture(
    path: str,
    here: Here,
    pictures: Mapping[str, PictureFile],
    *,
    alt: str,
    caption: Markup = NO_WORDS,
    credit: str = "",
    sizes: str = SIZES,
) -> Picture:
    """A picture of the output for a template; `path` is empty where only its caption was kept."""
    file = pictures.get(path)
    if file is None:
        return Picture(here.to(path) if path else "", alt, caption, credit)
    copies = srcset(path, file, here)
    return Picture(here.to(path), alt, caption, credit, file.width, file.height, copies, sizes if copies else "")


def srcset(path: str, file: PictureFile, here: Here) -> str:
    """`x-480.jpg 480w, …, x.jpg 2000w`; empty without copies. Links are percent-encoded: no comma stands in one."""
    if not file.copies:
        return ""
    return ", ".join(f"{here.to(one)} {width}w" for width, one in (*file.copies, (file.width, path)))
