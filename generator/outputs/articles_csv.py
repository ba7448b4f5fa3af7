"""Tables of articles: a row each, with how many claims and answers are marked in it. Knows no pages.

Their form is that of `csv_table`.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Archive, Article
from generator.outputs.csv_table import table
from generator.outputs.page_context import article_names
from generator.urls import Urls, absolute

ARTICLE_COLUMNS = (
    "article", "address", "title", "subtitle", "language", "publisher", "authors", "date", "updated", "original",
    "archived", "retold", "claims", "answers", "tags",
)  # fmt: skip
"""The columns of the table of articles."""


def articles_table(archive: Archive, ids: Iterable[str]) -> bytes:
    """The table of the articles with these ids: one row each, in their order."""
    urls = Urls.of(archive.settings)
    return table(ARTICLE_COLUMNS, (_row(archive, urls, archive.articles_by_id[id]) for id in ids))


def _row(archive: Archive, urls: Urls, article: Article) -> tuple[str, ...]:
    front, counts = article.front, article_names(archive)[article.id]
    return (
        *(article.id, absolute(archive.settings.url, urls.article(article.id).path)),
        *(front.title, front.subtitle, article.language),
        *(article.publisher.name if article.publisher else "", "; ".join(front.authors)),
        *(front.date, front.updated, front.url, front.archived, "yes" if front.retold else "no"),
        *(str(counts.claims), str(counts.counterpoints), "; ".join(front.tags)),
    )
