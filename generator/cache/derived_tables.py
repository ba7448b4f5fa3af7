"""The tables of what linking and checking found about each article, and of the names that it looked up for that.

So a build finds which articles an edit concerns, and what is known of all others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from generator.cache.name_tables import Name
from generator.cache.tables import Tables
from generator.values import Immutable


class KeptArticle(Immutable):
    """What is kept of a published article: the names by kind that it looked up, whether or not an article has them; how
    it is linked, and what is wrong in it, as bytes (empty if nothing is); and a digest of both."""

    id: str
    used: frozenset[Name]
    linked: bytes
    found: bytes
    digest: str


class DerivedTables:
    """What is known of all published articles, by their ids."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    @staticmethod
    def in_memory() -> DerivedTables:
        """Empty tables, which are lost with the object."""
        return DerivedTables(Tables.in_memory())

    def digests(self) -> dict[str, str]:
        """Article id → the digest of what is kept of it."""
        return dict(self._tables.ask("SELECT article, digest FROM derived WHERE variant = ?"))

    def replace(self, derived: Iterable[KeptArticle], gone: Collection[str] = ()) -> None:
        """Put these articles in place of what is known of them, and forget the articles `gone`."""
        derived = list(derived)
        self._tables.forget([*gone, *(one.id for one in derived)], "derived", "used")
        self._tables.put("derived", ((one.id, one.linked, one.found, one.digest) for one in derived))
        self._tables.put("used", ((*name, one.id) for one in derived for name in one.used))

    def using(self, names: Iterable[Name]) -> set[str]:
        """The articles that looked up one of these names."""
        by_kind: dict[str, set[str]] = defaultdict(set)
        for kind, name in names:
            by_kind[kind].add(name)
        query = "SELECT article FROM used WHERE variant = ? AND kind = ? AND name IN ({marks})"
        return {id for kind, some in by_kind.items() for (id,) in self._tables.ask_for(query, some, kind)}

    def linked(self, ids: Collection[str]) -> dict[str, bytes]:
        """How those of these articles that are known are linked, by id."""
        query = "SELECT article, linked FROM derived WHERE variant = ? AND article IN ({marks})"
        return dict(self._tables.ask_for(query, ids))

    def found(self) -> dict[str, bytes]:
        """What is wrong in articles, by id, where something is."""
        query = "SELECT article, found FROM derived INDEXED BY derived_with_problem WHERE variant = ? AND found != x''"
        return dict(self._tables.ask(query))
