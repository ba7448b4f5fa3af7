"""Tables of what all articles are called and what they refer to. A query looks many names up at once.

Knows names as text and articles by their ids, and neither what a name means nor what an article holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from generator.cache.tables import Tables
from generator.values import Immutable

Name = tuple[str, str]
"""The kind of a name, and the name."""
_OF_ARTICLE = "WHERE variant = ? AND article = ?"
"""Its queries name their index: by itself SQLite takes the primary key, and walks through the names of all articles."""


class NamesOfArticle(Immutable):
    """The names of one article. `instant` is its date as a UTC time stamp; `published` says whether the build shows it,
    `claims` whether it has any.

    `names` are those that it has or refers to others by, each with the digest of what others may read of the article by
    that name. `cited` maps the anchor of each source that it cites to the list that the source stands in, and to the
    digest of what the article says of it; of one that is not published, it is left out.
    """

    id: str
    digest: str
    instant: str
    published: bool
    claims: bool
    names: Mapping[Name, bytes]
    cited: Mapping[str, tuple[str, bytes]]


class NameTables:
    """The names of all articles. Articles are given by their ids."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._counted: dict[tuple[str, int], int] = {}

    @staticmethod
    def in_memory() -> NameTables:
        """Empty tables, which are lost with the object."""
        return NameTables(Tables.in_memory())

    def digests(self) -> dict[str, str]:
        """Article id → what tells all that its names were made of."""
        return dict(self._tables.ask("SELECT id, digest FROM article WHERE variant = ?"))

    def of(self, id: str) -> NamesOfArticle | None:
        """The names of one article; None where it has none here."""
        heads = self._tables.ask("SELECT * FROM article WHERE variant = ? AND id = ?", id)
        names = self._tables.ask(f"SELECT kind, name, digest FROM name INDEXED BY name_of {_OF_ARTICLE}", id)
        cited = self._tables.ask(f"SELECT anchor, page, digest FROM cited INDEXED BY cited_by {_OF_ARTICLE}", id)
        for _, _, digest, instant, published, claims in heads:
            return NamesOfArticle(
                id, digest, instant, bool(published), bool(claims),
                {(kind, name): of_name for kind, name, of_name in names},
                {anchor: (page, of_source) for anchor, page, of_source in cited},
            )  # fmt: skip
        return None

    def replace(self, articles: Iterable[NamesOfArticle], gone: Collection[str] = ()) -> None:
        """Put the names of these articles in place of those that are known of them, and forget the articles `gone`."""
        articles = list(articles)
        self._counted.clear()
        self._tables.forget([*gone, *(article.id for article in articles)], "article", "name", "cited")
        self._tables.put("article", ((a.id, a.digest, a.instant, a.published, a.claims) for a in articles))
        names = ((*name, article.id, digest) for article in articles for name, digest in article.names.items())
        self._tables.put("name", names)
        published = (article for article in articles if article.published)
        cited = ((anchor, a.instant, a.id, *of) for a in published for anchor, of in a.cited.items())
        self._tables.put("cited", cited)

    def has_claims(self) -> bool:
        """Whether any published article has a claim."""
        return bool(self._tables.ask("SELECT 1 FROM article WHERE variant = ? AND published AND claims LIMIT 1"))

    def having(self, kind: str, names: Collection[str]) -> set[str]:
        """The articles with a name of this kind among these."""
        query = "SELECT article FROM name WHERE variant = ? AND kind = ? AND name IN ({marks})"
        return {article for (article,) in self._tables.ask_for(query, names, kind)}

    def only_in_drafts(self, kind: str) -> set[str]:
        """The names of this kind that articles have, but no published one."""
        query = (
            "SELECT DISTINCT name FROM name AS n JOIN article AS a ON a.variant = n.variant AND a.id = n.article "
            "WHERE a.variant = ? AND NOT a.published AND kind = ? AND NOT EXISTS (SELECT 1 FROM name AS o JOIN article "
            "AS b ON b.variant = o.variant AND b.id = o.article WHERE o.variant = n.variant AND o.kind = n.kind "
            "AND o.name = n.name AND b.published)"
        )
        return {name for (name,) in self._tables.ask(query, kind)}

    def beside(self, id: str) -> list[str]:
        """The published articles directly before and after one of them by date; fewer at the ends."""
        near = (
            "SELECT id FROM article, (SELECT variant AS v, instant AS i, id AS d FROM article WHERE variant = ? AND "
            "id = ? AND published) WHERE variant = v AND published AND (instant, id) {sign} (i, d) "
            "ORDER BY instant {way}, id {way} LIMIT 1"
        )
        ways = (near.format(sign="<", way="DESC"), near.format(sign=">", way="ASC"))
        return [found for way in ways for (found,) in self._tables.ask(way, id)]

    def first_citing(self, anchors: Collection[str]) -> dict[str, str]:
        """Anchor of a source → the oldest published article that cites it."""
        query = "SELECT article FROM cited WHERE variant = ? AND anchor = ? ORDER BY instant, article LIMIT 1"
        return {anchor: article for anchor in anchors for (article,) in self._tables.ask(query, anchor)}

    def on_page(self, page: str) -> set[str]:
        """The anchors of the sources that published articles cite and that stand in this list for one of them."""
        query = "SELECT DISTINCT anchor FROM cited WHERE variant = ? AND page = ?"
        return {anchor for (anchor,) in self._tables.ask(query, page)}

    def count_sources(self, lists: Collection[str], most: int, shared: Mapping[str, str]) -> dict[str, int]:
        """How many sources stand in these lists for some article; each counted up to one more than `most`. `shared`
        maps the anchors of shared sources, which are no others' anchors, to their lists."""
        query = "SELECT DISTINCT anchor FROM cited WHERE variant = ? AND page = ? LIMIT ?"
        for name in lists:
            if (name, most) not in self._counted:  # each article that cites a source asks again
                self._counted[name, most] = len(self._tables.ask(query, name, most + 1))
        own = Counter(name for name in shared.values() if name in lists)
        return {name: min(self._counted[name, most] + own[name], most + 1) for name in lists}
