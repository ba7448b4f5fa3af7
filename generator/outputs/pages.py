"""Plans ordinary pages, alias pages (redirects from former addresses), and the 404 page."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Archive
from generator.outputs.finish_html import finish_html
from generator.outputs.link_targets import Destinations
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import AliasPage, NotFoundPage, OrdinaryPage
from generator.text import direction_of
from generator.urls import NOT_FOUND, article_at, page_path

FALSE = "false"
"""The verdict that the 404 page shows: the address claims that there is a page."""


def plan_pages(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.urls.writes("pages"):
        return
    paths = Destinations(archive)
    for page in archive.pages:
        here = PageContext(page_path(page.id), site, {})
        html = finish_html(page.html, here, paths.__contains__, archive.pictures)
        language = page.language or site.language
        title = here.text(page.title, language, page.direction or direction_of(language))
        view = OrdinaryPage(here.frame(), title, page.summary, html)
        yield Page(here.path, f"the page “{page.id}”", "page.html", view)


def plan_aliases(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    for former, present in archive.aliases:
        path, _, fragment = present.partition("#")
        here = PageContext(former, site, {})
        view = AliasPage(here.frame(canonical=path), here.to(path, fragment), _title(archive, path))
        yield Page(here.path, f"the former address of {path}", "alias.html", view)


def plan_not_found(archive: Archive) -> Iterator[Page]:
    """The 404 page. A host shows it at any address, so its links are absolute."""
    site = site_of(archive)
    here = PageContext(NOT_FOUND, site, {}, whole=True)
    verdict = here.verdict(archive.settings.verdict(FALSE))
    articles, claims = site.urls.index("articles"), site.urls.index("claims")
    view = NotFoundPage(here.frame(), verdict, here.href(articles), here.href(claims))
    yield Page(here.path, "the page for missing addresses", "404.html", view)


def _title(archive: Archive, path: str) -> str:
    """The title of the article or ordinary page at a path, an article's in the interface's language if it has one; the
    path itself for a claim."""
    if article := archive.articles_by_id.get(article_at(path)):
        name = article_names(archive)[article.id]
        return name.headline or name.title
    page = next((page for page in archive.pages if page_path(page.id) == path), None)
    return page.title if page else path
