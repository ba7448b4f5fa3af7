"""robots.txt, the sitemap, and `.nojekyll`, which keeps GitHub Pages from rebuilding the site. Reads no page.

The sitemap follows https://www.sitemaps.org/protocol.html: an index of parts. An article that comes in changes the part
of its year, the index, and the part of the lists only where a list comes into being.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from generator.linking.queries import article_days
from generator.model import Archive
from generator.outputs.last_changed import article_changed, claim_changed
from generator.outputs.page import Page
from generator.outputs.page_context import Site, site_of
from generator.outputs.sources import source_pages
from generator.outputs.speakers_index import speaker_letters
from generator.urls import absolute, claim_path, page_path

SITEMAP = "sitemap.xml"
OTHER_PAGES = "lists"
"""The name of the part with all pages that are no article and no claim."""
MOST_ADDRESSES_A_SITEMAP = 50_000
"""The most addresses that the protocol allows in one file."""
MOST_BYTES_A_SITEMAP = 50 * 1024 * 1024
"""The largest file that the protocol allows, in bytes."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def plan_sitemap(archive: Archive, more: Iterable[str] = ()) -> Iterator[Page]:
    """The sitemap and what names it. `more` are the paths of pages that are there only in some archives."""
    site = site_of(archive)
    lines = ["User-agent: *", "Allow: /"]
    if _has_sitemap(site):
        lines.append(f"Sitemap: {absolute(site.url, SITEMAP)}")
        yield from _sitemap(archive, site, more)
    yield Page("robots.txt", "robots.txt", data="".join(f"{line}\n" for line in lines).encode())
    yield Page(".nojekyll", "the file .nojekyll")


def _sitemap(archive: Archive, site: Site, more: Iterable[str]) -> Iterator[Page]:
    """The index, then its parts: `sitemap/2015.xml`, `sitemap/lists.xml`. A part beyond the limits of the protocol goes
    on in `sitemap/2015-2.xml`."""
    parts: list[Page] = []
    named: list[str] = []
    for name, pages in readable_pages(archive, more).items():
        last = max(changed for _, changed in pages)
        files = _files(_entry("url", site, path, changed) for path, changed in pages)
        for number, entries in enumerate(files, 1):
            path = f"sitemap/{name}.xml" if number == 1 else f"sitemap/{name}-{number}.xml"
            named.append(_entry("sitemap", site, path, last))
            parts.append(Page(path, f"the part {path} of the sitemap", data=_document("urlset", entries)))
    yield Page(SITEMAP, "the sitemap", data=_document("sitemapindex", named))
    yield from parts


def _files(entries: Iterable[str]) -> list[list[str]]:
    """The entries of each file, filled in order up to the limits of the protocol; at least one list."""
    files: list[list[str]] = [[]]
    around = size = len(_document("urlset", ()))
    for entry in entries:
        length = len(entry.encode())
        if files[-1] and (len(files[-1]) == MOST_ADDRESSES_A_SITEMAP or size + length > MOST_BYTES_A_SITEMAP):
            files.append([])
            size = around
        files[-1].append(entry)
        size += length
    return files


def _document(root: str, entries: Iterable[str]) -> bytes:
    return f"{_XML}<{root} {_NAMESPACE}>\n{''.join(entries)}</{root}>\n".encode()


def readable_pages(archive: Archive, more: Iterable[str] = ()) -> dict[str, list[tuple[str, str]]]:
    """Name of a part → the (path, time of the last change) of its pages, for the pages that search engines should know.

    A part is a year, latest first, with its articles and the claims in them, or `OTHER_PAGES`, the last. The time is a
    UTC time stamp, since a day alone would be read as one of UTC; it is empty where it isn't known. Repeats and former
    addresses are left out, since they only lead to another page, and so are the pages of a list by date, which search
    engines reach from its index.
    """
    parts: dict[str, list[tuple[str, str]]] = {}
    urls, days = site_of(archive).urls, article_days(archive)
    for article in archive.articles:
        page = (urls.article(article.id).path, article_changed(archive, article))
        parts.setdefault(days[article.id][:4], []).append(page)
    for claim in archive.claims if urls.writes("claims") else ():
        year = days[archive.statements[claim.ref].article][:4]
        parts[year].append((claim_path(claim.ref), claim_changed(archive, claim)))
    lists = [(path, "") for path in (*_lists(archive), *more)]
    return {year: parts[year] for year in sorted(parts, reverse=True)} | ({OTHER_PAGES: lists} if lists else {})


def _lists(archive: Archive) -> Iterator[str]:
    """The paths of all pages that are no article and no claim. The further pages of a list are left out, since search
    engines reach them from its first page."""
    urls = site_of(archive).urls
    for output in ("home", "articles", "claims", "speakers", "sources", "publishers", "tags", "codebook"):
        if index := urls.index(output):
            yield index.path
    addresses = [
        *(urls.verdict(verdict.key) for verdict in archive.settings.verdicts),
        *(urls.speaker(record.speaker.id) for record in archive.speakers),
        *(urls.publisher(publisher) for publisher in archive.publishers if not publisher.speaker),
        *(urls.tag(tag.name) for tag in archive.tags),
    ]
    yield from (address.path for address in addresses if address)
    if urls.writes("speakers"):
        yield from speaker_letters(archive)
    if urls.writes("sources"):
        yield from source_pages(archive)
    if urls.writes("pages"):
        yield from (page_path(page.id) for page in archive.pages)


def _has_sitemap(site: Site) -> bool:
    return bool(site.url) and site.urls.writes("sitemap")


def _entry(element: str, site: Site, path: str, changed: str = "") -> str:
    time = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<{element}><loc>{escape(absolute(site.url, path), quote=False)}</loc>{time}</{element}>\n"
