"""robots.txt, the sitemap, and `.nojekyll`, which keeps GitHub Pages from rebuilding the site. Reads no page.

The sitemap follows https://www.sitemaps.org/protocol.html: an index of parts. An article that comes in changes the part
of its year, the index, and the part of the lists only where a list comes into being.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import escape

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps
from generator.model import Archive
from generator.outputs.dated_lists import is_statement
from generator.outputs.members import ARTICLES, CLAIMS, Lists
from generator.outputs.page import Listing, Page, Unit
from generator.outputs.page_context import Site, site_of
from generator.outputs.sources import source_pages
from generator.outputs.speakers_index import speaker_letters
from generator.urls import Urls, absolute, claim_path, page_path
from generator.values import Immutable, replace

SITEMAP = "sitemap.xml"
OTHER_PAGES = "lists"
"""The name of the part with all pages that are no article and no claim."""
MOST_ADDRESSES_A_SITEMAP = 50_000
"""The most addresses that the protocol allows in one file."""
MOST_BYTES_A_SITEMAP = 50 * 1024 * 1024
"""The largest file that the protocol allows, in bytes."""

_LONG_ENTRY = 2_100
"""Bytes of an entry with the longest address that the protocol allows."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def plan_sitemap(archive: Archive, lists: Lists, more: Iterable[str] = ()) -> Iterator[Page | Unit]:
    """The sitemap and what names it. `more` are the paths of pages that are there only in some archives."""
    site = site_of(archive)
    lines = ["User-agent: *", "Allow: /"]
    if _has_sitemap(site):
        lines.append(f"Sitemap: {absolute(site.url, SITEMAP)}")
        parts = _parts(archive, lists, more)
        yield _index(parts, lists, site)
        yield from (_unit(part, site) for part in parts)
    yield Page("robots.txt", "robots.txt", data="".join(f"{line}\n" for line in lines).encode())
    yield Page(".nojekyll", "the file .nojekyll")


class _Part(Immutable):
    """A part of the sitemap: `sitemap/2015.xml`, `sitemap/lists.xml`. Beyond the limits of the protocol it goes on in
    `sitemap/2015-2.xml`. `lists` are those whose entries of the year it has, `shape` is all that it shows besides."""

    name: str
    count: int
    pages: Callable[[], Sequence[tuple[str, str]]]
    lists: tuple[str, ...] = ()
    shape: str = ""

    def files(self, site: Site) -> Sequence[Sequence[str]]:
        """The entries of each of its files."""
        return _files(_entry("url", site, path, changed) for path, changed in self.pages())

    def paths(self, site: Site) -> list[str]:
        """The paths of its files. Only a large part is made to find how many there are."""
        fits = self.count <= MOST_ADDRESSES_A_SITEMAP and self.count * _LONG_ENTRY <= MOST_BYTES_A_SITEMAP
        numbers = range(2, 1 + (1 if fits else len(self.files(site))))
        return [f"sitemap/{self.name}.xml", *(f"sitemap/{self.name}-{number}.xml" for number in numbers)]


def _unit(part: _Part, site: Site) -> Unit:
    days = (part.name, f"{part.name}~") if part.lists else ("", "")

    def pages() -> Iterator[Listing]:
        for n, path in enumerate(part.paths(site)):
            owner = f"the part {path} of the sitemap"
            yield Listing(path, owner, "", partial(_file, part, n, Page(path, owner), site), str(n), *days)

    return Unit(f"{part.name} in {SITEMAP}", part.lists, part.shape, pages)


def _file(part: _Part, number: int, page: Page, site: Site) -> Page:
    return replace(page, data=_document("urlset", part.files(site)[number]))


def _index(parts: Sequence[_Part], lists: Lists, site: Site) -> Unit:
    page = Page(SITEMAP, "the sitemap")
    of_lists = tuple(dict.fromkeys(name for part in parts for name in part.lists))

    def whole() -> Page:
        last = lists.last_changes(of_lists)
        named = (_entry("sitemap", site, path, last.get(part.name, "")) for part in parts for path in part.paths(site))
        return replace(page, data=_document("sitemapindex", named))

    shape = repr([(part.name, part.shape) for part in parts])
    return Unit(SITEMAP, of_lists, shape, lambda: [Listing(page.path, page.owner, "", whole)])


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


def readable_pages(archive: Archive, lists: Lists, more: Iterable[str] = ()) -> dict[str, Sequence[tuple[str, str]]]:
    """Name of a part → the (path, time of the last change) of its pages, for the pages that search engines should know.

    A part is a year, latest first, with its articles and the claims in them, or `OTHER_PAGES`, the last. The time is a
    UTC time stamp, since a day alone would be read as one of UTC; it is empty where it isn't known. Repeats and former
    addresses are left out, since they only lead to another page, and so are the pages of a list by date, which search
    engines reach from its index.
    """
    return {part.name: part.pages() for part in _parts(archive, lists, more)}


def _parts(archive: Archive, lists: Lists, more: Iterable[str]) -> list[_Part]:
    urls = site_of(archive).urls
    of_year = (ARTICLES, CLAIMS) if urls.writes("claims") else (ARTICLES,)
    counts: Counter[str] = Counter()
    for day, count in lists.days(of_year).items():
        counts[day[:4]] += count
    parts = [
        _Part(year, count, partial(_of_year, year, of_year, lists, urls), of_year) for year, count in counts.items()
    ]
    if others := [(path, "") for path in (*_lists(archive), *more)]:
        parts.append(_Part(OTHER_PAGES, len(others), lambda: others, shape=sha256_of_parts(dumps(others))))
    return parts


def _of_year(year: str, of_year: Sequence[str], lists: Lists, urls: Urls) -> list[tuple[str, str]]:
    members = (member for name in of_year for member in lists.between([name], year, f"{year}~"))
    return [(claim_path(m.ref) if is_statement(m.ref) else urls.article(m.ref).path, m.stamp) for m in members]


def _lists(archive: Archive) -> Iterator[str]:
    """The paths of all pages that are no article and no claim. The further pages of a list are left out, since search
    engines reach them from its first page."""
    urls = site_of(archive).urls
    for output in ("home", "articles", "claims", "speakers", "sources", "publishers", "tags", "codebook", "data"):
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
