"""robots.txt, the sitemap, and `.nojekyll`, which keeps GitHub Pages from rebuilding the site. Reads no page.

The sitemap follows https://www.sitemaps.org/protocol.html: one file, or an index of several where one would be too
large.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from generator.model import Archive
from generator.outputs.last_changed import article_changed, claim_changed
from generator.outputs.page import Page
from generator.outputs.page_context import Site, site_of
from generator.urls import absolute, claim_path, page_path

SITEMAP = "sitemap.xml"
MOST_ADDRESSES_A_SITEMAP = 50_000
"""The most addresses that the protocol allows in one file."""
MOST_BYTES_A_SITEMAP = 50 * 1024 * 1024
"""The largest file that the protocol allows, in bytes."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def plan_sitemap(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    lines = ["User-agent: *", "Allow: /"]
    if _has_sitemap(site):
        lines.append(f"Sitemap: {absolute(site.url, SITEMAP)}")
        entries = (_entry("url", site, path, changed) for path, changed in readable_paths(archive))
        yield from _sitemap(site, entries)
    yield Page("robots.txt", "robots.txt", data="".join(f"{line}\n" for line in lines).encode())
    yield Page(".nojekyll", "the file .nojekyll")


def _sitemap(site: Site, entries: Iterable[str]) -> Iterator[Page]:
    """The sitemap, and its parts where it is an index of them: `sitemap-1.xml`, `sitemap-2.xml`, …"""
    parts = [_document("urlset", part) for part in _parts(entries)]
    if len(parts) == 1:
        yield Page(SITEMAP, "the sitemap", data=parts[0])
        return
    paths = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    yield Page(SITEMAP, "the sitemap", data=_document("sitemapindex", [_entry("sitemap", site, p) for p in paths]))
    for path, data in zip(paths, parts, strict=True):
        yield Page(path, f"the part {path} of the sitemap", data=data)


def _parts(entries: Iterable[str]) -> list[list[str]]:
    """The entries of each file, filled in order up to the limits of the protocol; at least one list."""
    parts: list[list[str]] = [[]]
    around = size = len(_document("urlset", ()))
    for entry in entries:
        length = len(entry.encode())
        if parts[-1] and (len(parts[-1]) == MOST_ADDRESSES_A_SITEMAP or size + length > MOST_BYTES_A_SITEMAP):
            parts.append([])
            size = around
        parts[-1].append(entry)
        size += length
    return parts


def _document(root: str, entries: Iterable[str]) -> bytes:
    return f"{_XML}<{root} {_NAMESPACE}>\n{''.join(entries)}</{root}>\n".encode()


def readable_paths(archive: Archive) -> Iterator[tuple[str, str]]:
    """The (path, time of the last change) of each page that search engines should know.

    The time is a UTC time stamp, since a day alone would be read as one of UTC; it is empty where it isn't known.

    Repeats and former addresses are left out, since they only lead to another page, and so are the pages of a list
    by date, which search engines reach from its index.
    """
    site = site_of(archive)
    urls = site.urls
    for output in ("home", "articles", "claims", "speakers", "sources", "publishers", "tags", "codebook"):
        if index := urls.index(output):
            yield index.path, ""
    for article in archive.articles:
        yield urls.article(article.id).path, article_changed(archive, article)
    if urls.writes("claims"):
        for claim in archive.claims:
            yield claim_path(claim.ref), claim_changed(archive, claim)
    addresses = [
        *(urls.verdict(verdict.key) for verdict in archive.settings.verdicts),
        *(urls.speaker(record.speaker.id) for record in archive.speakers),
        *(urls.publisher(publisher) for publisher in archive.publishers if not publisher.speaker),
        *(urls.tag(tag.name) for tag in archive.tags),
    ]
    yield from ((address.path, "") for address in addresses if address)
    if urls.writes("pages"):
        yield from ((page_path(page.id), "") for page in archive.pages)


def _has_sitemap(site: Site) -> bool:
    return bool(site.url) and site.urls.writes("sitemap")


def _entry(element: str, site: Site, path: str, changed: str = "") -> str:
    time = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(absolute(site.url, path), quote=False)}</loc>{time}</{element}>\n"
