"""Finds which articles have to be known to link one: those that its pages name or show, and those that own a name.

Knows the names that articles have and use, and no store: `Names` answers for many names at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from generator import urls
from generator.linking.asked_names import AskedNames
from generator.linking.names_had import ANCHORED, CITES, sources_of
from generator.linking.sources import SourceCounts, cut_lists, source_list
from generator.linking.symbols import symbols_of
from generator.model import ArticleFacts, Registry, Settings, Source

LONGEST_WAY = 40
"""Rounds of looking names up, each for what the one before has found. Where answers to answers go through more articles
than that, one after the other, the whole archive is linked sooner."""


class Names(SourceCounts, Protocol):
    """The names of all articles: see `cache.name_tables.NameTables`."""

    def having(self, kind: str, names: Collection[str]) -> Collection[str]: ...

    def beside(self, id: str) -> Collection[str]: ...

    def only_in_drafts(self, kind: str) -> Collection[str]: ...

    def first_citing(self, anchors: Collection[str]) -> Mapping[str, str]: ...


class FactsOf(Protocol):
    """Gives the facts of those of the articles that there are, by id."""

    def __call__(self, ids: Collection[str]) -> Mapping[str, ArticleFacts]: ...


class Neighbourhood:
    """What linking one article reads: its symbols, and which lists of sources are `cut` (see `cut_lists`).

    What it says of the article, and of all that its pages show, is what the whole archive would say, if it `is_whole`:
    see `LONGEST_WAY`. `more` are names by kind that are looked up as well, such as those that checks ask for. Raises
    `KeyError` where there is no such article.
    """

    def __init__(
        self,
        id: str,
        names: Names,
        facts_of: FactsOf,
        registry: Registry,
        settings: Settings,
        more: Collection[tuple[str, str]] = (),
    ) -> None:
        self._names, self._more = names, more
        self._asked: dict[str, set[str]] = defaultdict(set)
        self._found: set[str] = set()
        beside = names.beside(id)
        known = dict(facts_of([id, *beside]))
        self.is_whole = False
        for _ in range(LONGEST_WAY):
            self.symbols = symbols_of(known.values(), registry, settings)
            self._ask(id, beside)
            found = facts_of(self._found - known.keys()) if self._found - known.keys() else {}
            if not found:
                self.is_whole = True
                break
            known |= found
        shared = shared_lists(names, self.symbols.present.of_registry(registry))
        said = [
            *shared.items(),
            *((at, source_list(one)) for of in known.values() for at, one in sources_of(of).items()),
        ]
        lists = {page for anchor, page in said if anchor in self._asked[ANCHORED]}
        self.cut = cut_lists(names, lists, shared)

    @property
    def asked(self) -> frozenset[tuple[str, str]]:
        """The names that were looked up, by kind, whether or not an article has them."""
        return frozenset((kind, name) for kind, names in self._asked.items() for name in names)

    def _ask(self, id: str, beside: Collection[str]) -> None:
        """Look for all that the pages of an article show, as far as it is known by now."""
        asked = AskedNames(self.symbols).by(id, beside, self._more)
        anchors = asked.pop(ANCHORED, set()) - self._asked[ANCHORED]
        self._found.update(self._names.first_citing(anchors).values())
        self._asked[ANCHORED] |= anchors
        for kind, names in asked.items():
            self._look_up(kind, names)

    def _look_up(self, kind: str, names: Iterable[str]) -> None:
        new = {*names} - self._asked[kind]
        self._found.update(self._names.having(kind, new) if new else ())
        self._asked[kind] |= new


def shared_lists(names: Names, registry: Registry) -> dict[str, str]:
    """The anchor of each shared source → the list that it stands in, without those that only drafts cite, by whichever
    of their ids. The registry has present ids."""
    in_drafts = set(names.only_in_drafts(CITES))

    def is_withheld(source: Source) -> bool:
        called = {source.id, *source.aliases}
        return bool(called & in_drafts) and not names.having(CITES, called - in_drafts)

    listed = (source for source in registry.sources.values() if not is_withheld(source))
    return {urls.source_anchor(source): source_list(source) for source in listed}
