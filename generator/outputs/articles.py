"""Plans the list of articles: its index with the newest, its pages by date, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.model import Archive
from generator.outputs.articles_csv import articles_table
from generator.outputs.dated_lists import DatedList, plain_rows
from generator.outputs.facets import facets, way_by_year, ways_through_articles
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.sums import summed
from generator.outputs.views import ArticlesPage, ListName
from generator.urls import index_path
from generator.values import replace


def plan_articles(archive: Archive) -> Iterator[Listing]:
    here = PageContext(index_path("articles"), site_of(archive), article_names(archive))
    ids = tuple(article.id for article in archive.articles)
    dated = DatedList.of(archive, here.path, "the list of articles", ListName("articles"), [ids], PAGE_SIZE)
    yield _index(archive, dated, here)
    yield from dated.pages(here, here.path, partial(plain_rows, archive), dated.years())
    yield from dated.tables(partial(articles_table, archive))


def _index(archive: Archive, dated: DatedList, here: PageContext) -> Listing:
    urls = here.site.urls
    view = ArticlesPage(
        frame=here.frame(),
        articles=(),
        count=len(dated.rows),
        facets=facets((way_by_year(dated), *ways_through_articles(archive, urls)), here),
        years=dated.page_links(here),
        tables=dated.table_links(here),
        publishers=here.href(urls.index("publishers")) if archive.publishers else "",
        tags=here.href(urls.index("tags")) if archive.tags else "",
    )
    page, newest = Page(here.path, dated.owner, "articles.html", view), dated.rows[:PAGE_SIZE]

    def whole() -> Page:
        return replace(page, view=replace(view, articles=tuple(summed(archive, id, here) for id in newest)))

    return Listing(page, newest, whole)
