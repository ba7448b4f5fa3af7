"""Checks archives whose facts are all in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from generator.checks.others import Others
from generator.checks.registry import basis_of, check_articles, check_groups
from generator.checks.table import TableOfFacts
from generator.diagnostics import Diagnostic, Location, SourceLine, in_order
from generator.linking.symbols import Symbols, symbols_of
from generator.model import ArticleFacts, PageFacts, Registry, Settings


def check_archive(
    *,
    facts: Iterable[ArticleFacts],
    registry: Registry,
    settings: Settings,
    pages: Iterable[PageFacts] = (),
    locations: Mapping[str, Mapping[str, Location]] | None = None,
    settings_locations: Mapping[str, Location] | None = None,
    files: Collection[str] = frozenset(),
    copied: Mapping[str, str] | None = None,
    unreadable: Collection[str] = frozenset(),
    line_of: SourceLine = lambda path, line: None,
    symbols: Symbols | None = None,
) -> list[Diagnostic]:
    """All problems of an archive whose facts are all in memory, sorted by location: those of its articles and groups.

    `symbols` are those of these facts, computed here if not given. `basis_of` describes the other arguments.
    """
    facts = list(facts)
    symbols = symbols or symbols_of(facts, registry, settings)
    basis = basis_of(
        symbols.present.of_registry(registry), settings, pages, locations or {}, settings_locations or {}, files,
        copied or {}, unreadable, line_of, as_written=registry,
    )  # fmt: skip
    table = TableOfFacts(symbols.articles)
    as_written = sorted((one for one in facts if one.id not in symbols.drafts), key=lambda one: one.id)
    found = check_articles(basis, symbols.published, symbols, Others(table, basis.registry, settings), as_written)
    return in_order((*found.problems, *check_groups(basis, table, [found], symbols.present)))
