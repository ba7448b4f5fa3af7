"""The sources of an archive: who published each, and on which page it is listed. Knows what is cited, not by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Protocol

from generator import urls
from generator.linking.queries import spelling
from generator.linking.symbols import Symbols
from generator.model import ArticleFacts, Citation, CitedSource, Publisher, Relation, Source
from generator.values import Immutable

MOST_BY_LETTERS = (200, 5_000, 50_000)
"""The most sources of one publisher on one page, with a page for each first letter of their titles, and for each two.
If there are more, each three letters have one."""


class SourceTable(Immutable):
    """The sources that the list of sources shows, by anchor; of two with the same anchor the shared one, else the older
    article's. `anchors` has that of every source as it is cited, `pages` the path by anchor; these are empty if the
    site has no such list."""

    symbols: Symbols
    sources: Mapping[str, Source]
    anchors: Mapping[Source, str]
    pages: Mapping[str, str]

    def cited(self, source: Source, locator: str = "", bearing: Relation | str = "") -> CitedSource:
        """A citation with all that is known of its source."""
        page = self.pages.get(self.anchors.get(source, ""), "")
        return CitedSource(source, locator, bearing, self.publisher(source), page)  # type: ignore[arg-type]

    def publisher(self, source: Source) -> Publisher | None:
        """Who published a source, as it is written there."""
        return publisher_named(source.publisher, self.symbols)


def publisher_named(name: str, symbols: Symbols) -> Publisher | None:
    """The publisher that is written so: a speaker if `name` is the id of one. None for an empty name."""
    if not name.strip():
        return None
    if speaker := symbols.speakers.get(name):
        return Publisher(speaker.name, speaker.id, speaker.id)
    return Publisher(spelling(name), urls.slug(name))


def cited_source(symbols: Symbols, cited: Citation) -> Source | None:
    """The source of a citation; None if its id is not known."""
    return symbols.sources.get(cited.source) if isinstance(cited.source, str) else cited.source


def title_in_list(source: Source) -> str:
    """What a source is sorted by: its title, else its address without what is the same in all."""
    return source.title or urls.bare_address(source.url) or source.url


def source_list(source: Source) -> str:
    """The list that a source stands in: the slug of its publisher, empty without one."""
    return urls.slug(source.publisher) if source.publisher.strip() else ""


class SourceCounts(Protocol):
    """How many sources lists have: see `cache.name_tables.NameTables`."""

    def count_sources(self, lists: Collection[str], most: int, shared: Mapping[str, str]) -> Mapping[str, int]: ...


def cut_of(sources: int) -> int:
    """How many letters of their titles tell so many sources of one publisher apart: none where all are on one page."""
    return sum(sources > most for most in MOST_BY_LETTERS)


def cut_lists(names: SourceCounts, lists: Collection[str], shared: Mapping[str, str]) -> dict[str, int]:
    """Those of these lists that have more sources than a page holds, with how many letters of their titles tell these
    apart. `shared` maps the anchors of shared sources to their lists."""
    counted = names.count_sources(lists, MOST_BY_LETTERS[-1], shared)
    return {name: letters for name, number in counted.items() if (letters := cut_of(number))}


def source_table(
    symbols: Symbols, newest_first: Iterable[ArticleFacts], *, listed: bool, cut: Mapping[str, int] | None = None
) -> SourceTable:
    """The sources that are shared or cited. Without `listed`, the site has no list of sources. `cut` are the lists with
    more sources than a page holds (see `cut_lists`); where it is not given, those here are counted."""
    if not listed:
        return SourceTable(symbols, {}, {}, {})
    shared = [source for source in symbols.sources.values() if source.id not in symbols.drafts_sources]
    anchors = {source: urls.source_anchor(source) for source in shared}
    sources = {anchors[source]: source for source in shared}
    lists: dict[str, set[str]] = defaultdict(set)
    for source in shared:
        lists[source_list(source)].add(anchors[source])
    for article in newest_first:
        own: dict[str, str] = {}
        for source in _cited(symbols, article):
            anchor = anchors.get(source) or anchors.setdefault(source, urls.source_anchor(source))
            if not sources.get(anchor, source).id:
                sources[anchor], own[anchor] = source, source_list(source)
        for anchor, name in own.items():
            lists[name].add(anchor)
    cut = {name: cut_of(len(of_list)) for name, of_list in lists.items()} if cut is None else cut
    return SourceTable(symbols, sources, anchors, dict(_pages(symbols, sources, cut)))


def _cited(symbols: Symbols, article: ArticleFacts) -> Iterator[Source]:
    for placed in article.annotations:
        yield from filter(None, (cited_source(symbols, cited) for cited in placed.annotation.sources))


def _pages(symbols: Symbols, sources: Mapping[str, Source], cut: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """The (anchor, path of its page) of each source."""
    for anchor, source in sources.items():
        publisher = publisher_named(source.publisher, symbols)
        slug = publisher.slug if publisher else ""
        yield anchor, urls.sources_path(slug, urls.letters_of(title_in_list(source), cut.get(slug, 0)))
