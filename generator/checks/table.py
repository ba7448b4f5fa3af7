"""The values that checks read of all articles: `TraitTable`, and one that makes them from facts in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Protocol, TypeVar

from generator.checks.traits import Described, Filed
from generator.linking.names_had import ANNOTATED, CALLED, DESCRIBES, ids_annotated, ids_described, names_called
from generator.model import ArticleFacts, Registry, Speaker

_T = TypeVar("_T")
_NAMES = {CALLED: names_called, ANNOTATED: ids_annotated, DESCRIBES: ids_described}


class TraitTable(Protocol):
    """A value of each of `traits` for each article, and the names of articles: see `linking.neighbourhood.Names`."""

    def each(self, trait: type[_T]) -> Iterable[tuple[Filed, _T]]:
        """A value of each article, drafts included, oldest first."""

    def of(self, trait: type[_T], ids: Collection[str]) -> Mapping[str, _T]:
        """The values of those of these articles that there are, drafts included, by id; oldest first."""

    def having(self, kind: str, names: Collection[str]) -> Collection[str]:
        """The ids of the articles with a name of this kind among these, drafts included."""


class TableOfFacts:
    """The values of these articles (oldest first, by id), each made on request."""

    def __init__(self, articles: Mapping[str, ArticleFacts]) -> None:
        self._articles = articles
        self._names: dict[str, Mapping[str, list[str]]] = {}

    @cached_property
    def _filed(self) -> list[Filed]:
        return [Filed.of(article) for article in self._articles.values()]

    def each(self, trait: type[_T]) -> Iterator[tuple[Filed, _T]]:
        return zip(self._filed, map(trait.of, self._articles.values()), strict=True)  # type: ignore[attr-defined]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {id: n for n, id in enumerate(self._articles)}

    def of(self, trait: type[_T], ids: Collection[str]) -> dict[str, _T]:
        known = sorted((id for id in ids if id in self._articles), key=self._places.__getitem__)
        return {id: trait.of(self._articles[id]) for id in known}  # type: ignore[attr-defined]

    def having(self, kind: str, names: Collection[str]) -> set[str]:
        if kind not in self._names:
            having = defaultdict(list)
            for article in self._articles.values():
                for name in _NAMES[kind](article):
                    having[name].append(article.id)
            self._names[kind] = having
        return {id for name in names for id in self._names[kind].get(name, ())}


def published(table: TraitTable, trait: type[_T], drafts: bool) -> Iterator[tuple[Filed, _T]]:
    """A value of each article that a build shows, with `drafts` or without, oldest first."""
    return (one for one in table.each(trait) if drafts or not one[0].draft)


def speakers_in(table: TraitTable, registry: Registry, drafts: bool) -> dict[str, Speaker]:
    """The shared speakers, then those that sidecars describe; of two with one id, the older article's."""
    speakers = dict(registry.speakers)
    for _, described in published(table, Described, drafts):
        for entry in described.entries:
            if entry.speaker:
                speakers.setdefault(entry.id, entry.speaker)
    return speakers
