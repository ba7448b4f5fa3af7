"""Plans the lists of articles, newest first: of all articles, and of each year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.linking.queries import year_of
from generator.model import Archive, Article
from generator.outputs.facets import facets, ways_through_articles
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext, article_names, pager, pages_of, site_of
from generator.outputs.sums import summed
from generator.outputs.views import ArticlesPage
from generator.urls import Address, articles_index
from generator.values import replace


def plan_articles(archive: Archive) -> Iterator[Listing]:
    site, names = site_of(archive), article_names(archive)
    ways = ways_through_articles(archive, site.urls)
    by_year: dict[str, list[Article]] = {}
    for article in archive.articles:
        by_year.setdefault(year_of(article), []).append(article)
    lists: list[tuple[str, Sequence[Article]]] = [("", archive.articles), *by_year.items()]
    here = PageContext(articles_index(), site, names)
    for year, articles in lists:
        for number, total, shown in pages_of(articles):
            here = here.at(articles_index(year or None, number))
            view = ArticlesPage(
                frame=here.frame(current=articles_index()),
                year=year,
                articles=(),
                count=len(articles) if number == 1 else 0,
                facets=facets(ways, here, Address(articles_index(year or None)), counted=number == 1),
                all=here.to(articles_index()),
                publishers=here.href(site.urls.index("publishers")) if archive.publishers else "",
                tags=here.href(site.urls.index("tags")) if archive.tags else "",
                pager=pager(number, total, lambda n, year=year: articles_index(year or None, n), here),  # type: ignore[misc]
            )
            page = Page(here.path, f"the list of articles{f' of {year}' if year else ''}", "articles.html", view)
            yield _with_rows(archive, page, view, tuple(article.id for article in shown), here)


def _with_rows(
    archive: Archive, page: Page, view: ArticlesPage, articles: tuple[str, ...], here: PageContext
) -> Listing:
    def whole() -> Page:
        return replace(page, view=replace(view, articles=tuple(summed(archive, id, here) for id in articles)))

    return Listing(page, articles, whole)
