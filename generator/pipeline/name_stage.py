"""Keeps the tables of names as the files are, and finds which articles an edit concerns: all that may be linked, shown
or checked otherwise. Links nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from generator.cache.derived_tables import DerivedTables
from generator.cache.name_tables import Name, NamesOfArticle, NameTables
from generator.checks.others import ALL, ALL_ARTICLES, ALL_PATHS, ALL_SPEAKERS
from generator.linking.names_had import ANCHORED, CALLED, DESCRIBES, REFERS
from generator.linking.neighbourhood import shared_lists
from generator.linking.sources import cut_lists
from generator.model import Registry


def update_names(
    names: NameTables, derived: DerivedTables, new: Sequence[NamesOfArticle], gone: Collection[str], registry: Registry
) -> set[str] | None:
    """Put these names in place of what is known of their articles, and forget those of the articles `gone`.

    Returns the articles that are to be linked again, among them those whose names these are; None where that may be
    all. The registry must be the one that all others were linked with.
    """
    now = {one.id: one for one in new}
    was = {id: one for id in (*now, *gone) if (one := names.of(id))}
    edit = _Edit(was, now)
    before, shared = _Surrounding(names, edit, registry), shared_lists(names, registry)
    names.replace(new, gone)
    after = _Surrounding(names, edit, registry)
    publishers = {source.publisher for source in registry.sources.values()}
    if edit.describes & publishers:
        return None  # each list of sources may be another
    if edit.cited and names.having(DESCRIBES, publishers - registry.speakers.keys()):
        return None  # a publisher that an article describes may have its list by another id, which only linking tells
    if shared != shared_lists(names, registry):
        return None
    changed = {*edit.names, *before.differing_from(after)}
    own = {name.partition("#")[0] for kind, name in changed if kind in (CALLED, REFERS)}  # no article notes its own
    owners = names.having(CALLED, own)
    concerned = {*now, *before.beside, *after.beside, *owners, *derived.using(changed)}
    return concerned - {*gone}


class _Edit:
    """What an edit changes: the names of articles as they were and as they are now, by id.

    `names` are those behind which something changed, `moved` the articles that came, went, have another date or look
    otherwise to others. `cited` are the anchors of sources that articles write out otherwise, with the lists that
    they belong to by that; `describes` the ids of speakers that have another description.
    """

    def __init__(self, was: dict[str, NamesOfArticle], now: dict[str, NamesOfArticle]) -> None:
        self.names: set[Name] = set()
        self.moved: set[str] = set()
        self.cited: dict[str, set[str]] = {}
        for id in {**was, **now}:
            self._compare(id, was.get(id), now.get(id))
        self.describes = {name for kind, name in self.names if kind == DESCRIBES}
        if self.describes:
            self.names.add((ALL, ALL_SPEAKERS))

    def _compare(self, id: str, was: NamesOfArticle | None, now: NamesOfArticle | None) -> None:
        before, after = was.names if was else {}, now.names if now else {}
        changed = {name for name in {**before, **after} if before.get(name) != after.get(name)}
        self.names |= changed
        if any(kind == CALLED for kind, _ in changed):
            self.moved.add(id)
        if _place_of(was) != _place_of(now):
            self.names |= {(ALL, ALL_ARTICLES), (ALL, ALL_PATHS)}
        for anchor, page, *_ in _said_by(was) ^ _said_by(now):
            self.cited.setdefault(anchor, set()).add(page)


def _place_of(one: NamesOfArticle | None) -> object:
    """Where an article is among all, and what it is called."""
    return one and (one.published, one.instant, {name for kind, name in one.names if kind == CALLED})


def _said_by(one: NamesOfArticle | None) -> set[tuple[str, str, str, bytes]]:
    return {(anchor, page, one.instant, said) for anchor, (page, said) in one.cited.items()} if one else set()


class _Surrounding:
    """What is around the articles of an edit at one time."""

    def __init__(self, names: NameTables, edit: _Edit, registry: Registry) -> None:
        shared = shared_lists(names, registry)
        pages = {page for pages in edit.cited.values() for page in pages}
        self.beside = {id for one in edit.moved for id in names.beside(one)}
        self._first = {anchor: (id, names.of(id)) for anchor, id in names.first_citing(edit.cited).items()}
        self._cut = cut_lists(names, pages, shared)
        self._on_pages = {page: names.on_page(page) | {a for a, of in shared.items() if of == page} for page in pages}

    def differing_from(self, other: _Surrounding) -> Iterator[Name]:
        """The anchors of sources that an other article is the first to say something of, or that stand in a list that
        is cut otherwise at the other time."""
        for anchor in {**self._first, **other._first}:
            if self._said_of(anchor) != other._said_of(anchor):
                yield ANCHORED, anchor
        for page in {**self._cut, **other._cut}:
            if self._cut.get(page) != other._cut.get(page):
                yield from ((ANCHORED, anchor) for anchor in self._on_pages[page] | other._on_pages[page])

    def _said_of(self, anchor: str) -> tuple[str, bytes, str] | None:
        id, first = self._first.get(anchor, ("", None))
        return (id, first.cited[anchor][1], first.instant) if first else None
