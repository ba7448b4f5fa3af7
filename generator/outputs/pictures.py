"""How pictures stand in a page: with their size, loaded late, in as many widths as there are copies.

Knows what is known of each picture file; reads none.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Mapping
from urllib.parse import unquote

from markupsafe import Markup

from generator.model import PictureFile
from generator.outputs.page_context import Here
from generator.outputs.views import Picture

SIZES = "(min-width: 42rem) 40rem, 100vw"
"""How wide a picture is shown: the column of text where there is room for it, else the screen."""
PORTRAIT = "10rem"
"""How wide that of a speaker is shown."""

NO_WORDS = Markup()
_PICTURE = re.compile(r'<img src="site:([^"#]*)"[^>]*')


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
    srcset = _srcset(path, file, here)
    return Picture(here.to(path), alt, caption, credit, file.width, file.height, srcset, sizes if srcset else "")


def with_sizes(html: str, here: Here, pictures: Mapping[str, PictureFile]) -> str:
    """Rendered text whose pictures, still under `site:` addresses, say how large they are and load late."""
    return _PICTURE.sub(lambda tag: tag[0] + _attributes(tag[1], here, pictures), html) if "<img " in html else html


def _attributes(written: str, here: Here, pictures: Mapping[str, PictureFile]) -> str:
    path = unquote(html_text.unescape(written))
    file = pictures.get(path)
    if file is None:
        return ' loading="lazy"'
    srcset = _srcset(path, file, here)
    widths = f' srcset="{html_text.escape(srcset)}" sizes="{SIZES}"' if srcset else ""
    return f' width="{file.width}" height="{file.height}" loading="lazy"{widths}'


def _srcset(path: str, file: PictureFile, here: Here) -> str:
    """`x-480.jpg 480w, …, x.jpg 2000w`; empty without copies. Links are percent-encoded: no comma stands in one."""
    if not file.copies:
        return ""
    return ", ".join(f"{here.to(one)} {width}w" for width, one in (*file.copies, (file.width, path)))
