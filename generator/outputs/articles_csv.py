"""Tables of articles: a row each, with how many claims and answers are marked in it. Knows no pages.

Their form is that of `csv_table`.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Archive, Article, Kind
from generator.outputs.csv_table import table_of_lines
from generator.outputs.table_values import CellValue, Counted, csv_line
from generator.urls import Urls, absolute

ARTICLE_COLUMNS = (
    "article", "address", "title", "subtitle", "language", "publisher", "authors", "date", "updated", "original",
    "archived", "retold", "claims", "answers", "tags",
)  # fmt: skip
"""The columns of the table of articles."""


def articles_table(archive: Archive, ids: Iterable[str]) -> bytes:
    """The table of the articles with these ids: one row each, in their order."""
    urls, url = Urls.of(archive.settings), archive.settings.url
    rows = (article_values(archive.articles_by_id[id], url, urls).values() for id in ids)
    return table_of_lines(ARTICLE_COLUMNS, map(csv_line, rows))


def article_values(article: Article, site_url: str, urls: Urls) -> dict[str, CellValue]:
    """What the columns say of an article, by column."""
    front = article.front
    values = (
        *(article.id, absolute(site_url, urls.article(article.id).path)),
        *(front.title, front.subtitle, article.language),
        *(article.publisher.name if article.publisher else "", list(front.authors)),
        *(front.date, front.updated, front.url, front.archived, front.retold),
        *(marked(article, "claim"), marked(article, "counterpoint"), list(front.tags)),
    )
    return dict(zip(ARTICLE_COLUMNS, values, strict=True))


def marked(article: Article, kind: Kind) -> Counted:
    """The references of an article's annotations of a kind, in the order of its notes."""
    placed = zip(article.statements, article.facts.annotations, strict=True)
    return Counted(ref for ref, facts in placed if facts.annotation.kind == kind)
