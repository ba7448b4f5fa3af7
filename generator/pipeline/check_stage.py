"""Checks what linking resolved, and finds the places of its problems in the files. Knows no single check."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from generator.cache.name_tables import Name
from generator.checks.registry import Checked, basis_of, check_each, check_groups
from generator.checks.scope import Basis
from generator.checks.table import TableOfFacts
from generator.compiling.article import without_facts
from generator.diagnostics import Diagnostic, Location
from generator.linking.symbols import Symbols
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.derive_stage import looked_up_by
from generator.pipeline.site_data import SiteData
from generator.sources.read import Sources
from generator.sources.source_lines import source_lines
from generator.values import Immutable, replace

NOTHING_FOUND = (Checked(), frozenset[Name]())


class Findings(Immutable):
    """The problems that show only when all articles are known: those of each article that has any, with the names that
    were looked up for them, by id; and those that no single article owns. `unreadable`: see `checks.scope.Basis`."""

    of_articles: Mapping[str, tuple[Checked, frozenset[Name]]]
    of_groups: tuple[Diagnostic, ...]
    unreadable: tuple[str, ...]

    @property
    def in_articles(self) -> Iterator[Diagnostic]:
        return (problem for found, _ in self.of_articles.values() for problem in found.problems)


def check_linked(
    files: frozenset[str], symbols: Symbols, articles: list[CompiledArticle], site: SiteData, sources: Sources,
    compiler: Compiler,
) -> Findings:  # fmt: skip
    """The problems of all articles. `files` are the paths of the copied files."""
    compiled, pages = [article.facts for article in articles], [page.facts for page in site.pages]
    unreadable = without_facts(sources.articles, compiled) | without_facts(sources.pages, pages) | sources.unread
    known = {article.facts.id: article for article in articles if article.facts}
    as_written = basis_of_site(site, sources, files, unreadable, ArticleLocations(known.__getitem__, site, compiler))
    basis = replace(as_written, registry=symbols.present.of_registry(site.registry))
    table = TableOfFacts(symbols.articles)
    published = list(symbols.published)
    written = [facts for one in published if (facts := known[one.id].facts)]
    each = check_each(basis, published, symbols, table, written)
    checked = {id: (found, looked_up_by(asked)) for id, found, asked in each}
    of_groups = check_groups(basis, table, [found for found, _ in checked.values()], symbols.present)
    return Findings(
        {id: one for id, one in checked.items() if one != NOTHING_FOUND}, tuple(of_groups), tuple(sorted(unreadable))
    )


def basis_of_site(
    site: SiteData, sources: Sources, files: Collection[str], unreadable: Collection[str],
    locations: Mapping[str, Mapping[str, Location]],
) -> Basis:  # fmt: skip
    """What all checks of a build may look at, with the ids that are written; the arguments: see `basis_of`."""
    return basis_of(
        site.registry, site.settings, site.texts, locations, site.places, files, dict(site.copied), unreadable,
        source_lines(sources.root, sources.edits),
    )  # fmt: skip


class ArticleLocations(Mapping[str, Mapping[str, Location]]):
    """The locations of the values of articles and pages, by id, for `checks`.

    Those of an article are computed on first use: only an article with a problem needs them. `find` gives an article by
    its id; it raises `KeyError` where there is none.
    """

    def __init__(self, find: Callable[[str], CompiledArticle], site: SiteData, compiler: Compiler) -> None:
        self._find, self._compiler = find, compiler
        self._known = {f"pages/{page.facts.id}": page.locations for page in site.pages if page.facts}

    def __getitem__(self, key: str) -> Mapping[str, Location]:
        if key not in self._known:
            self._known[key] = self._compiler.locate_again(self._find(key))
        return self._known[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)
