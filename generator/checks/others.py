"""What the check of an article asks about all others where a name was not found; it notes what that was."""

from __future__ import annotations

from generator import urls
from generator.checks.table import TraitTable, published, speakers_in
from generator.checks.traits import ArticleAliases, Filed, Outline
from generator.linking.names_had import ANNOTATED
from generator.model import ArticleFacts, Registry, Settings, Speaker

ALL = "all"
"""The kind of whole sets of names:"""
ALL_ARTICLES = "articles"
"""All articles that a build shows."""
ALL_PATHS = "paths"
"""All that a link may lead to: the paths of articles, former ones included, of ordinary pages and of copied files."""
ALL_SPEAKERS = "speakers"
"""All speakers."""
ALL_FILES = "files"
"""All copied files."""


class Others:
    """The other articles, as a table knows them.

    `asked` holds the names that were looked up, by kind, whether or not an article has them; of the kind `ALL`, the
    sets that were read. `read` holds the ids of the articles of which more than a name was read.
    """

    def __init__(self, table: TraitTable, registry: Registry, settings: Settings) -> None:
        self.asked: set[tuple[str, str]] = set()
        self.read: set[str] = set()
        self._table, self._registry, self._drafts = table, registry, settings.drafts

    def article_ids(self) -> list[str]:
        """All articles that this build shows, oldest first."""
        self.asked.add((ALL, ALL_ARTICLES))
        return [filed.id for filed, _ in published(self._table, Filed, self._drafts)]

    def article_paths(self) -> list[str]:
        """The output paths of all articles that this build shows, their former ones included."""
        self.asked.add((ALL, ALL_PATHS))
        former = published(self._table, ArticleAliases, self._drafts)
        return [urls.article_path(name) for filed, one in former for name in (filed.id, *one.aliases)]

    def note_files(self) -> None:
        """Note that all copied files were read, to suggest one."""
        self.asked.add((ALL, ALL_FILES))

    def speakers(self) -> dict[str, Speaker]:
        """All speakers: the shared ones, then those that sidecars describe."""
        self.asked.add((ALL, ALL_SPEAKERS))
        return speakers_in(self._table, self._registry, self._drafts)

    def annotated_as(self, id: str) -> list[ArticleFacts]:
        """The outlines of the articles that this build shows and that have a claim or a counter-point with this id,
        oldest first."""
        self.asked.add((ANNOTATED, id))
        found = self._table.of(Outline, self._table.having(ANNOTATED, [id]))
        self.read.update(found)
        return [one.facts for one in found.values() if self._drafts or not one.facts.front.draft]

    def outline(self, article: str) -> ArticleFacts:
        """The outline of an article that there is."""
        self.read.add(article)
        return self._table.of(Outline, [article])[article].facts
