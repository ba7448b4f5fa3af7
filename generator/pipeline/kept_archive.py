"""The archive as the tables keep it: an article is loaded when it is first read, and with it those that a list gave
last and that follow it there. Links nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TypeVar, overload

from generator.cache.derived_tables import DerivedTables
from generator.cache.list_tables import ListTables
from generator.cache.serialize import loads_kept
from generator.cache.tables import CacheLostError
from generator.linking.linked_article import LinkedArticle
from generator.linking.neighbourhood import FactsOf
from generator.model import (
    Archive,
    Article,
    ArticleFacts,
    Claim,
    Member,
    PageFacts,
    PictureFile,
    Publisher,
    Settings,
    SourceRecord,
    SpeakerRecord,
    Statement,
    Tag,
)
from generator.outputs.dated_lists import FIRST_DAY, LAST_DAY
from generator.outputs.members import ARTICLES, CLAIMS, Lists
from generator.values import Immutable, replace

_AT_ONCE = 100
"""Articles loaded by one query."""
_T = TypeVar("_T")


class SharedParts(Immutable):
    """What an archive has besides its articles and what they say. Speakers, publishers and tags lack the articles and
    statements that involve them: lists have these."""

    settings: Settings
    speakers: tuple[SpeakerRecord, ...]
    sources: tuple[SourceRecord, ...]
    publishers: tuple[Publisher, ...]
    tags: tuple[Tag, ...]
    pages: tuple[PageFacts, ...]
    aliases: tuple[tuple[str, str], ...]
    files: tuple[str, ...]
    pictures: Mapping[str, PictureFile]

    @staticmethod
    def of(archive: Archive) -> SharedParts:
        return SharedParts(
            settings=archive.settings,
            speakers=tuple(SpeakerRecord(one.speaker, people=one.people) for one in archive.speakers),
            sources=archive.sources,
            publishers=tuple(replace(one, articles=()) for one in archive.publishers),
            tags=tuple(Tag(one.name, one.slug) for one in archive.tags),
            pages=archive.pages,
            aliases=archive.aliases,
            files=tuple(sorted(archive.files)),
            pictures=archive.pictures,
        )


def archive_kept(
    shared: SharedParts, derived: DerivedTables, tables: ListTables, facts_of: FactsOf
) -> tuple[Archive, Lists]:
    """The archive that the tables keep, and its lists. Asking it for an article raises `CacheLostError` where they have
    lost it."""
    kept = _Kept(derived, facts_of)
    lists = _Foreseen(tables, kept.foresee)
    articles, statements, claims = _Found(kept.article), _Found(kept.statement), _Found(kept.claim)
    archive = Archive(
        settings=shared.settings,
        articles=_Listed(lists, ARTICLES, articles.__getitem__),  # type: ignore[arg-type]
        statements=statements,
        claims=_Listed(lists, CLAIMS, claims.__getitem__),  # type: ignore[arg-type]
        speakers=shared.speakers,
        sources=shared.sources,
        publishers=shared.publishers,
        tags=shared.tags,
        pages=shared.pages,
        aliases=shared.aliases,
        articles_by_id=articles,
        claims_by_ref=claims,
        speakers_by_id={record.speaker.id: record for record in shared.speakers},
        files=frozenset(shared.files),
        pictures=shared.pictures,
    )
    return archive, lists


class WholeArticle(Immutable):
    """An article with what it says: its statements, and the claims that begin in it, by reference."""

    article: Article
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]

    @staticmethod
    def of(linked: bytes, facts: ArticleFacts | None) -> WholeArticle:
        """The article from how it was linked, as `DerivedTables` keep that, and from the facts that compiling gave.
        Raises `CacheLostError` where one of them is lost."""
        one: LinkedArticle | None = loads_kept(linked, LinkedArticle)
        if one is None or facts is None:
            raise CacheLostError
        article, statements = one.whole(facts)
        return WholeArticle(article, {s.ref: s for s in statements}, {claim.ref: claim for claim in one.claims})


class _Kept:
    """The articles loaded so far."""

    def __init__(self, derived: DerivedTables, facts_of: FactsOf) -> None:
        self._derived, self._facts_of = derived, facts_of
        self._known: dict[str, WholeArticle | None] = {}
        self._ahead: list[str] = []

    def foresee(self, ids: Iterable[str]) -> None:
        """Note that these articles may be read next, in this order."""
        self._ahead = list(dict.fromkeys(ids))

    def article(self, id: str) -> Article | None:
        loaded = self._of(id)
        return loaded.article if loaded else None

    def statement(self, ref: str) -> Statement | None:
        loaded = self._of(ref.partition("#")[0])
        return loaded.statements.get(ref) if loaded else None

    def claim(self, ref: str) -> Claim | None:
        loaded = self._of(ref.partition("#")[0])
        return loaded.claims.get(ref) if loaded else None

    def _of(self, id: str) -> WholeArticle | None:
        """An article with what it says; None where no such article is published."""
        if id not in self._known:
            self._load([id, *self._following(id)])
        return self._known[id]

    def _following(self, id: str) -> list[str]:
        """The articles foreseen behind one of these; none for any other."""
        if id not in self._ahead:
            return []
        behind = self._ahead[self._ahead.index(id) + 1 :]
        return list(islice((one for one in behind if one not in self._known), _AT_ONCE - 1))

    def _load(self, ids: Sequence[str]) -> None:
        linked = self._derived.linked(ids)
        facts = self._facts_of([id for id in ids if linked.get(id)])
        self._known |= {id: WholeArticle.of(linked[id], facts.get(id)) if linked.get(id) else None for id in ids}


class _Foreseen:
    """Lists whose entries are foreseen: the articles that these are from may be read next."""

    def __init__(self, lists: ListTables, foresee: Callable[[Iterable[str]], None]) -> None:
        self._lists, self._foresee = lists, foresee
        self.days, self.last_changes, self.counts = lists.days, lists.last_changes, lists.counts

    def between(self, lists: Sequence[str], first: str, last: str) -> list[Member]:
        return self._told(self._lists.between(lists, first, last))

    def newest(self, name: str, most: int) -> list[Member]:
        return self._told(self._lists.newest(name, most))

    def latest(self, lists: Sequence[str], most: int) -> list[Member]:
        return self._told(self._lists.latest(lists, most))

    def _told(self, members: list[Member]) -> list[Member]:
        self._foresee(member.article for member in members)
        return members


class _Found(Mapping[str, _T]):
    """What `find` knows by an id or a reference. It can't be walked through: lists say what there is."""

    def __init__(self, find: Callable[[str], _T | None]) -> None:
        self._find = find

    def __getitem__(self, key: str) -> _T:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        raise TypeError("the tables of lists say what there is")

    def __len__(self) -> int:
        raise TypeError("the tables of lists say what there is")


class _Listed(Sequence[_T]):
    """What stands in a list, the newest first."""

    def __init__(self, lists: Lists, name: str, find: Callable[[str], _T]) -> None:
        self._lists, self._name, self._find = lists, name, find

    @cached_property
    def _refs(self) -> list[str]:
        return [member.ref for member in self._lists.between([self._name], FIRST_DAY, LAST_DAY)]

    @overload
    def __getitem__(self, index: int) -> _T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[_T]: ...

    def __getitem__(self, index: int | slice) -> _T | Sequence[_T]:
        if isinstance(index, slice):
            return [self._find(ref) for ref in self._refs[index]]
        return self._find(self._refs[index])

    def __len__(self) -> int:
        return len(self._refs)

    def __bool__(self) -> bool:
        return bool(self._lists.newest(self._name, 1))
