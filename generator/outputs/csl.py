"""Sources and articles as CSL-JSON, which reference managers read. Knows no files.

The form is https://github.com/citation-style-language/schema (csl-data.json). Names are not split into given and family
names, since a guess would be wrong in silence; nor is the type of a source guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model import Article, CitedSource
from generator.outputs.external_links import outside
from generator.outputs.table_values import CellValue
from generator.urls import Urls, absolute, source_anchor


def source_item(cited: CitedSource) -> dict[str, CellValue]:
    """A source. Its `id` is that of a shared source, else made from its title and address; see `source_anchor`."""
    source = cited.source
    given: dict[str, CellValue] = {
        "title": source.title,
        "URL": outside(source.url),
        "publisher": cited.publisher.name if cited.publisher else "",
        "author": _names(source.authors),
        "issued": _date(source.date),
        "accessed": _date(source.accessed),
        "language": source.language,
    }
    return {"id": source_anchor(source), "type": "webpage", **_without_empty(given)}


def article_item(article: Article, site_url: str, urls: Urls) -> dict[str, CellValue]:
    """An article with the address of the original, else with its own. A retelling is a page of the archive: no outlet
    published it."""
    front = article.front
    own = absolute(site_url, urls.article(article.id).path)
    original = "" if front.retold else outside(front.url)
    given: dict[str, CellValue] = {
        "title": front.title,
        "container-title": article.publisher.name if article.publisher and not front.retold else "",
        "author": _names(front.authors),
        "issued": _date(front.date),
        "accessed": _date(front.captured) if original else {},
        "URL": original or own,
        "language": article.language,
    }
    kind = "webpage" if front.retold else "article-newspaper"
    return {"id": article.id, "type": kind, **_without_empty(given)}


def _names(names: Iterable[str]) -> list[dict[str, str]]:
    return [{"literal": name} for name in names]


def _date(date: str) -> dict[str, object]:
    """`2015`, `2015-12` or `2015-12-23`, a time behind it left out."""
    return {"date-parts": [[int(part) for part in date[:10].split("-")]]} if date else {}


def _without_empty(values: Mapping[str, CellValue]) -> dict[str, CellValue]:
    return {name: value for name, value in values.items() if value}
