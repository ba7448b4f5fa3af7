"""The ids of feeds and of their entries: tags (RFC 4151) that outlive renames and other addresses of the site."""

from __future__ import annotations

import re
from urllib.parse import quote

from generator.model import Archive, Article, Statement
from generator.outputs.page_context import Site

_YEAR_OF_FEEDS = "2026"
"""The date of the ids of feeds, which have no article that could give one. It says nothing, and never changes."""
_YEAR = re.compile(r"[0-9]{4}(?=/)")


def id_of_feed(site: Site, path: str) -> str:
    """The id of a feed, by the path that it had at first."""
    return _tag(site, _YEAR_OF_FEEDS, path)


def id_of_article(site: Site, article: Article) -> str:
    """The id of an article's entry, by the first id that it had."""
    return _tag(site, _first_year(article), f"articles/{_first_id(article)}")


def id_of_claim(site: Site, archive: Archive, claim: Statement) -> str:
    """The id of the entry of a claim, by the first ids of its article and of itself."""
    article = archive.articles_by_id[claim.article]
    return _tag(site, _first_year(article), f"claims/{_first_id(article)}/{_first_id_in_article(claim)}")


def id_of_passage(site: Site, archive: Archive, statement: Statement) -> str:
    """The id of the entry of a statement in its article, by the first ids of both."""
    return f"{id_of_article(site, archive.articles_by_id[statement.article])}#{_first_id_in_article(statement)}"


def _tag(site: Site, year: str, path: str) -> str:
    """A tag of the site: `tag:example.org,2015:archive/articles/2015/a`."""
    host, slash, folder = site.feed_host.partition("/")
    return f"tag:{host},{year}:{folder}{slash}{quote(path, safe='/')}"


def _first_year(article: Article) -> str:
    """The year in the first id of an article, which a corrected date doesn't change; the year of its date without."""
    found = _YEAR.match(_first_id(article))
    return found[0] if found else article.front.date[:4]


def _first_id(article: Article) -> str:
    """The first id that an article had: `aliases` has the oldest first."""
    return next(iter(article.front.aliases), article.id)


def _first_id_in_article(statement: Statement) -> str:
    return next(iter(statement.facts.annotation.aliases), statement.id)
