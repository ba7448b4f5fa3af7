"""Makes the site's own links in HTML relative to the page they stand on."""

from __future__ import annotations

import html as html_text
import re
from collections.abc import Callable
from urllib.parse import unquote

from generator.urls.links import relative

# Attribute values are escaped: neither `"` nor `>` can stand in one, so a tag ends at the first `>`.
_LINK_TAG = re.compile(r"<(?:a|img)\s[^>]*>|</a>")
_SITE_ATTRIBUTE = re.compile(r'(\s(?:href|src)=")site:([^"#]*)(?:#([^"]*))?"')
_ALT_ATTRIBUTE = re.compile(r'\salt="([^"]*)"')


def localize(html: str, page_path: str, exists: Callable[[str], bool]) -> str:
    """Rendered text with its `site:` links made relative to a page.

    Where `exists("path#fragment")` is false, the fragment is left out; where `exists("path")` is false, too, a link is
    unwrapped to what it holds and an image gives its alternative text.
    """
    if '="site:' not in html:
        return html
    out: list[str] = []
    kept_links: list[bool] = []
    end = 0
    for tag in _LINK_TAG.finditer(html):
        out.append(html[end : tag.start()])
        out.append(_localized_tag(tag.group(), page_path, exists, kept_links))
        end = tag.end()
    return "".join([*out, html[end:]])


def _localized_tag(tag: str, page: str, exists: Callable[[str], bool], kept_links: list[bool]) -> str:
    if tag == "</a>":
        return tag if not kept_links or kept_links.pop() else ""
    link = _SITE_ATTRIBUTE.search(tag)
    path = unquote(html_text.unescape(link.group(2))) if link else ""
    kept = link is None or exists(path)
    if tag.startswith("<a"):
        kept_links.append(kept)
    if not kept:
        alt = _ALT_ATTRIBUTE.search(tag) if tag.startswith("<img") else None
        return alt.group(1) if alt else ""
    return _SITE_ATTRIBUTE.sub(lambda found: _localized_attribute(found, page, exists), tag) if link else tag


def _localized_attribute(found: re.Match[str], page: str, exists: Callable[[str], bool]) -> str:
    before, path, fragment = (unquote(html_text.unescape(part or "")) for part in found.groups())
    known = bool(fragment) and exists(f"{path}#{fragment}")
    return f'{before}{relative(page, path, fragment if known else "")}"'
