"""What machines ask for: robots.txt, the sitemap, and the file that keeps GitHub Pages from rebuilding the site."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from generator.linking.queries import year_of
from generator.model import Archive
from generator.outputs.last_changed import article_changed, claim_changed
from generator.outputs.page import Page
from generator.outputs.page_context import Site, site_of
from generator.urls import absolute, articles_index, claim_path, claims_index, page_path

SITEMAP = "sitemap.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def plan(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    lines = ["User-agent: *", "Allow: /"]
    if _has_sitemap(site):
        lines.append(f"Sitemap: {absolute(site.url, SITEMAP)}")
        entries = "".join(_entry(site, path, changed) for path, changed in readable_paths(archive))
        yield Page(SITEMAP, "the sitemap", data=f"{_HEAD}{entries}</urlset>\n".encode())
    yield Page("robots.txt", "robots.txt", data="".join(f"{line}\n" for line in lines).encode())
    yield Page(".nojekyll", "the file .nojekyll")


def readable_paths(archive: Archive) -> Iterator[tuple[str, str]]:
    """The pages that search engines should know, each with the day of its last change where that is known.

    Repeats and former addresses lead elsewhere; what a list goes on with is found from its first page.
    """
    site = site_of(archive)
    urls = site.urls
    for output in ("home", "articles", "claims", "speakers", "sources", "publishers", "tags"):
        if index := urls.index(output):
            yield index.path, ""
    for year in dict.fromkeys(map(year_of, archive.articles)):
        yield articles_index(year), ""
    for article in archive.articles:
        yield urls.article(article.id).path, article_changed(archive, article)[:10]
    if urls.writes("claims"):
        of_claims = (archive.articles_by_id[archive.statements[claim.ref].article] for claim in archive.claims)
        for year in dict.fromkeys(map(year_of, of_claims)):
            yield claims_index(year), ""
        for claim in archive.claims:
            yield claim_path(claim.ref), claim_changed(archive, claim)[:10]
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


def _entry(site: Site, path: str, changed: str) -> str:
    day = f"<lastmod>{changed}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(site.url, path), quote=False)}</loc>{day}</url>\n"
