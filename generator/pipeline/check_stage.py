"""Checks what linking resolved, and finds the places of its problems in the files. Knows no single check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.checks.registry import check_archive
from generator.compiling.article import CompiledPage, without_facts
from generator.diagnostics import Diagnostic, Location
from generator.linking.symbols import Symbols
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.site_data import SiteData
from generator.sources.read import Sources
from generator.sources.source_lines import source_lines


def check_linked(
    files: frozenset[str], symbols: Symbols, articles: list[CompiledArticle], site: SiteData, sources: Sources,
    compiler: Compiler,
) -> list[Diagnostic]:  # fmt: skip
    """The problems that show only when all articles are known. `files` are the paths of the copied files."""
    facts, pages = [article.facts for article in articles], [page.facts for page in site.pages]
    return check_archive(
        facts=filter(None, facts), pages=filter(None, pages), symbols=symbols, registry=site.registry, files=files,
        settings=site.settings, settings_locations=site.places, copied=dict(site.copied),
        locations=ArticleLocations(articles, site.pages, compiler), line_of=source_lines(sources.root, sources.edits),
        unreadable=without_facts(sources.articles, facts) | without_facts(sources.pages, pages) | sources.unread,
    )  # fmt: skip


class ArticleLocations(Mapping[str, Mapping[str, Location]]):
    """The locations of the values of all articles and pages, by id, for `checks`.

    Those of an article are computed on first use: only an article with a problem needs them.
    """

    def __init__(self, articles: Iterable[CompiledArticle], pages: Iterable[CompiledPage], compiler: Compiler) -> None:
        self._articles = {article.facts.id: article for article in articles if article.facts}
        self._known = {f"pages/{page.facts.id}": page.locations for page in pages if page.facts}
        self._compiler = compiler

    def __getitem__(self, key: str) -> Mapping[str, Location]:
        if key not in self._known:
            self._known[key] = self._compiler.locate_again(self._articles[key])
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter((*self._articles, *(key for key in self._known if key not in self._articles)))

    def __len__(self) -> int:
        return sum(1 for _ in self)
