"""Finishes compiled HTML for the page that it is shown on, in one pass over its tags.

Compiling knows an article alone. Where linking decides, it leaves a placeholder inside a tag: `site:<path>#<fragment>`
for an address in the output, and the class `verdict:<id>` for the verdict of a claim that repeats another. Either
counts only in an attribute that compiling has opened: a writer's text, such as the title of a link, can hold no
unescaped quotation mark.
"""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from markupsafe import Markup

from generator.model import PictureFile
from generator.outputs.page_context import PageContext
from generator.outputs.pictures import SIZES, srcset

# Attribute values are escaped: neither `"` nor `>` can be in one, so a tag ends at the first `>`.
_TAG = re.compile(r"<(?:a|img|mark)\s[^>]*>|</a>")
_ADDRESS = re.compile(r'(\s(?:href|src)=")site:([^"#]*)(?:#([^"]*))?"')
_ALT = re.compile(r'\salt="([^"]*)"')
_VERDICT = re.compile(r'(\sclass="(?:ref )?[a-z]+) verdict:([a-z0-9-]+)')


def finish_html(
    html: str,
    here: PageContext,
    exists: Callable[[str], bool],
    pictures: Mapping[str, PictureFile],
    verdicts: Mapping[str, str] | None = None,
) -> Markup:
    """Compiled HTML as it is on the page `here`.

    Where `exists("path#fragment")` is false, the fragment of a link is left out; where `exists("path")` is false, too,
    the link is unwrapped to what it holds, and an image gives its alternative text. Pictures get the size of their
    file in `pictures` and load late. `verdicts` are keys of the vocabulary by annotation id.
    """
    if '="site:' not in html and " verdict:" not in html:
        return Markup(html)
    return Markup(_Finish(here, exists, pictures, verdicts or {}).applied(html))


class _Finish:
    """One pass over one text: it remembers which links are open, and whether each was kept."""

    def __init__(
        self,
        here: PageContext,
        exists: Callable[[str], bool],
        pictures: Mapping[str, PictureFile],
        verdicts: Mapping[str, str],
    ) -> None:
        self._here, self._exists, self._pictures, self._verdicts = here, exists, pictures, verdicts
        self._kept_links: list[bool] = []

    def applied(self, html: str) -> str:
        return _TAG.sub(lambda tag: self._tag(tag[0]), html)

    def _tag(self, tag: str) -> str:
        if tag == "</a>":
            return tag if not self._kept_links or self._kept_links.pop() else ""
        tag = _VERDICT.sub(self._verdict, tag)
        address = _ADDRESS.search(tag)
        path = _unescaped(address[2]) if address else ""
        kept = address is None or self._exists(path)
        if tag.startswith("<a"):
            self._kept_links.append(kept)
        if not kept:
            alt = _ALT.search(tag) if tag.startswith("<img") else None
            return alt[1] if alt else ""
        if not address:
            return tag
        whole = _ADDRESS.sub(self._address, tag)
        return whole[:-1] + self._picture(path) + ">" if tag.startswith("<img") else whole

    def _verdict(self, placeholder: re.Match[str]) -> str:
        key = self._verdicts.get(placeholder[2])
        return f"{placeholder[1]} v-{key}" if key else placeholder[1]

    def _address(self, found: re.Match[str]) -> str:
        before, path, fragment = (_unescaped(part or "") for part in found.groups())
        known = bool(fragment) and self._exists(f"{path}#{fragment}")
        return f'{before}{self._here.to(path, fragment if known else "")}"'

    def _picture(self, path: str) -> str:
        """The attributes of a picture: its size, and its smaller copies."""
        file = self._pictures.get(path)
        if file is None:
            return ' loading="lazy"'
        copies = srcset(path, file, self._here)
        widths = f' srcset="{html_text.escape(copies)}" sizes="{SIZES}"' if copies else ""
        return f' width="{file.width}" height="{file.height}" loading="lazy"{widths}'


def _unescaped(text: str) -> str:
    return unquote(html_text.unescape(text))
