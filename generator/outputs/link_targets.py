"""Link targets inside the site: the paths of the output and the fragments in them that a text may link to."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Archive
from generator.urls import article_at, article_fragments, page_path


class Destinations:
    """The set of all `path` and `path#fragment` of an archive's output that a text may link to."""

    def __init__(self, archive: Archive) -> None:
        pages = (page_path(page.id) for page in archive.pages) if "pages" in archive.settings.outputs else ()
        self._articles = archive.articles_by_id
        self._others = frozenset([*pages, *(old for old, _ in archive.aliases), *archive.files])

    def __contains__(self, target: str) -> bool:
        path, _, fragment = target.partition("#")
        article = self._articles.get(article_at(path))
        if article is None:
            return path in self._others and not fragment
        return not fragment or fragment in article_fragments(article.facts)

    def among(self, targets: Iterable[str]) -> frozenset[str]:
        """Those of the targets that exist, and the pages (without a fragment) that they are on or would be on."""
        wanted = {path for target in targets for path in (target, target.partition("#")[0])}
        return frozenset(target for target in wanted if target in self)
