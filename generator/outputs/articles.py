"""Plans the list of articles: its index with the newest, its pages by date, its tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.model import Archive
from generator.outputs.articles_csv import articles_table
from generator.outputs.dated_lists import DatedList, plain_rows
from generator.outputs.facets import facets, way_by_year, ways_through_articles
from generator.outputs.members import ARTICLES, Lists
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.sums import summed
from generator.outputs.views import ArticlesPage, ListName
from generator.urls import index_path
from generator.values import replace


def plan_articles(archive: Archive, lists: Lists) -> Iterator[Unit]:
    here = PageContext(index_path("articles"), site_of(archive), article_names(archive))
    dated = DatedList(lists, here.path, "the list of articles", ListName("articles"), [ARTICLES], PAGE_SIZE)
    yield _index(archive, lists, dated, here)
    yield dated.by_date(
        lambda: dated.pages(here, here.path, partial(plain_rows, archive), dated.years()),
        lambda: dated.tables(partial(articles_table, archive)),
    )


def _index(archive: Archive, lists: Lists, dated: DatedList, here: PageContext) -> Unit:
    urls = here.site.urls
    view = ArticlesPage(
        frame=here.frame(),
        articles=(),
        count=len(dated),
        facets=facets((way_by_year(dated), *ways_through_articles(archive, lists)), here),
        years=dated.page_links(here),
        tables=dated.table_links(here),
        publishers=here.href(urls.index("publishers")) if archive.publishers else "",
        tags=here.href(urls.index("tags")) if archive.tags else "",
    )

    def with_rows() -> ArticlesPage:
        return replace(view, articles=tuple(summed(archive, id, here) for id in dated.newest(PAGE_SIZE)))

    return index_of(Page(here.path, dated.owner, "articles.html", view), dated.parts, with_rows)
