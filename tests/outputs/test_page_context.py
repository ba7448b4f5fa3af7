"""What pages show of an archive: the same whatever was shown on the page before."""

from __future__ import annotations

import pytest

from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import StatementView
from tests.archives import ARTICLES, archive_of, settings

ARCHIVE = archive_of(ARTICLES, settings())
ALONE = PageContext("index.html", site_of(ARCHIVE), article_names(ARCHIVE))
PAGES = (
    "index.html", "articles/2015/amnesty.html", "articles/2015/plane.html", "articles/2016/answer.html",
    "claims/2015/amnesty/only-cliches.html", "verdicts/false.html", "verdicts/false/in-2015.html", "claims/index.html",
)  # fmt: skip


def shown(here: PageContext) -> list[StatementView]:
    return [here.statement(statement) for statement in ARCHIVE.statements.values()]


@pytest.mark.parametrize("before", PAGES)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_the_same_whichever_was_made_before(path, before):
    earlier = PageContext(before, ALONE.site, ALONE.articles)
    shown(earlier)
    assert shown(earlier.at(path)) == shown(PageContext(path, ALONE.site, ALONE.articles))


def test_pages_of_one_folder_share_what_they_show():
    here = ALONE.at("verdicts/false.html")
    assert here.at("verdicts/unsupported.html").article("2015/amnesty") is here.article("2015/amnesty")


def test_a_page_that_is_read_elsewhere_has_whole_links():
    whole = PageContext("404.html", ALONE.site, ALONE.articles, whole=True)
    assert whole.article("2015/amnesty").href == "https://example.org/archive/articles/2015/amnesty.html"
    assert whole.at("x/404.html").to("a.html", "b") == "https://example.org/archive/a.html#b"
