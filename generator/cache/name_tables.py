"""Tables of what all articles are called and what they refer to. A query looks many names up at once.

Knows names as text and articles by their ids, and neither what a name means nor what an article holds.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.values import Immutable

_MOST_AT_ONCE = 500
"""Names in one query: SQLite before 3.32 allows 999 parameters."""
_TABLES = """
CREATE TABLE article (id TEXT PRIMARY KEY, digest TEXT, instant TEXT, published INT, claims INT) STRICT, WITHOUT ROWID;
CREATE INDEX by_date ON article (instant, id) WHERE published;
CREATE TABLE name (kind TEXT, name TEXT, article TEXT, PRIMARY KEY (kind, name, article)) STRICT, WITHOUT ROWID;
CREATE INDEX of_article ON name (article);
CREATE TABLE cited (anchor TEXT, article TEXT, page TEXT, PRIMARY KEY (anchor, article)) STRICT, WITHOUT ROWID;
CREATE INDEX of_page ON cited (page);
CREATE INDEX cited_by ON cited (article);
"""


class NamesOfArticle(Immutable):
    """The names of one article. `instant` is its date as a UTC time stamp; `published` says whether the build shows it,
    `claims` whether it has any.

    `names` holds (kind, name): what it is called, what it refers to, whom it describes. `cited` maps the anchor of each
    source that it cites to the list that the source stands in.
    """

    id: str
    digest: str
    instant: str
    published: bool
    claims: bool
    names: frozenset[tuple[str, str]]
    cited: Mapping[str, str]


class NameTables:
    """The names of all articles, in memory. Articles are given by their ids."""

    def __init__(self) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.executescript(_TABLES)

    def digests(self) -> dict[str, str]:
        """Article id → the digest of the sources that its names were taken from."""
        return dict(self._database.execute("SELECT id, digest FROM article"))

    def replace(self, articles: Iterable[NamesOfArticle], gone: Collection[str] = ()) -> None:
        """Put the names of these articles in place of those that are known of them, and forget the articles `gone`."""
        articles = list(articles)
        former = [(id,) for id in (*gone, *(article.id for article in articles))]
        for table, column in (("article", "id"), ("name", "article"), ("cited", "article")):
            self._database.executemany(f"DELETE FROM {table} WHERE {column} = ?", former)
        heads = ((a.id, a.digest, a.instant, a.published, a.claims) for a in articles)
        self._database.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?)", heads)
        names = ((kind, name, article.id) for article in articles for kind, name in article.names)
        self._database.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
        cited = ((anchor, article.id, page) for article in articles for anchor, page in article.cited.items())
        self._database.executemany("INSERT INTO cited VALUES (?, ?, ?)", cited)

    def clear(self) -> None:
        """Forget everything."""
        for table in ("article", "name", "cited"):
            self._database.execute(f"DELETE FROM {table}")

    def has_claims(self) -> bool:
        """Whether any published article has a claim."""
        return self._database.execute("SELECT 1 FROM article WHERE published AND claims LIMIT 1").fetchone() is not None

    def having(self, kind: str, names: Collection[str]) -> set[str]:
        """The articles with a name of this kind among these."""
        query = "SELECT article FROM name WHERE kind = ? AND name IN ({marks})"
        return {article for some in _in_batches(names) for (article,) in self._ask(query, [kind], some)}

    def only_in_drafts(self, kind: str) -> set[str]:
        """The names of this kind that articles have, but no published one."""
        query = (
            "SELECT name FROM name JOIN article ON article.id = name.article WHERE kind = ? "
            "GROUP BY name HAVING NOT max(published)"
        )
        return {name for (name,) in self._database.execute(query, [kind])}

    def beside(self, id: str) -> list[str]:
        """The published articles directly before and after one by date; fewer at the ends."""
        near = (
            "SELECT id FROM article, (SELECT instant AS i, id AS d FROM article WHERE id = ?) "
            "WHERE published AND (instant, id) {sign} (i, d) ORDER BY instant {way}, id {way} LIMIT 1"
        )
        ways = (near.format(sign="<", way="DESC"), near.format(sign=">", way="ASC"))
        return [found for way in ways for (found,) in self._database.execute(way, [id])]

    def first_citing(self, anchors: Collection[str]) -> set[str]:
        """The oldest published article that cites each of these sources."""
        query = (
            "SELECT article, min(instant || ' ' || id) FROM cited JOIN article ON article.id = cited.article "
            "WHERE published AND anchor IN ({marks}) GROUP BY anchor"
        )
        return {article for some in _in_batches(anchors) for article, _ in self._ask(query, [], some)}

    def with_more_sources(self, pages: Collection[str], than: int, shared: Mapping[str, str]) -> set[str]:
        """The lists with more than so many sources. `shared` maps the anchors of shared sources to their lists: what is
        said of them counts before what articles say."""
        return {page for page in pages if self._count(page, than, shared) > than}

    def _count(self, page: str, most: int, shared: Mapping[str, str]) -> int:
        """How many sources stand in a list; counted up to one more than `most`."""
        found = {anchor for anchor, of_page in shared.items() if of_page == page}
        query = (
            "SELECT DISTINCT anchor FROM cited AS c JOIN article AS a ON a.id = c.article WHERE page = ? AND published "
            "AND NOT EXISTS (SELECT 1 FROM cited AS o JOIN article AS b ON b.id = o.article WHERE o.anchor = c.anchor "
            "AND b.published AND (b.instant, b.id) < (a.instant, a.id))"
        )
        for (anchor,) in self._database.execute(query, [page]):
            if len(found) > most:
                break
            if anchor not in shared:
                found.add(anchor)
        return len(found)

    def _ask(self, query: str, before: list[str], names: list[str]) -> Iterator[tuple[str, ...]]:
        return self._database.execute(query.format(marks=",".join("?" * len(names))), [*before, *names])


def _in_batches(names: Collection[str]) -> Iterator[list[str]]:
    listed = sorted(names)
    return (listed[n : n + _MOST_AT_ONCE] for n in range(0, len(listed), _MOST_AT_ONCE))
