"""The archive as the tables keep it: an article is loaded when it is first asked for. Links nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
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
    Claim,
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
from generator.outputs.members import ARTICLES, CLAIMS
from generator.values import Immutable, replace

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


def archive_kept(shared: SharedParts, derived: DerivedTables, lists: ListTables, facts_of: FactsOf) -> Archive:
    """The archive that the tables keep. Asking it for an article raises `CacheLostError` where they have lost it."""
    kept = _Kept(derived, facts_of)
    articles, statements, claims = _Found(kept.article), _Found(kept.statement), _Found(kept.claim)
    return Archive(
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


class _Loaded(Immutable):
    article: Article
    statements: Mapping[str, Statement]
    claims: Mapping[str, Claim]


class _Kept:
    """The articles loaded so far."""

    def __init__(self, derived: DerivedTables, facts_of: FactsOf) -> None:
        self._derived, self._facts_of = derived, facts_of
        self._known: dict[str, _Loaded | None] = {}

    def article(self, id: str) -> Article | None:
        loaded = self._of(id)
        return loaded.article if loaded else None

    def statement(self, ref: str) -> Statement | None:
        loaded = self._of(ref.partition("#")[0])
        return loaded.statements.get(ref) if loaded else None

    def claim(self, ref: str) -> Claim | None:
        loaded = self._of(ref.partition("#")[0])
        return loaded.claims.get(ref) if loaded else None

    def _of(self, id: str) -> _Loaded | None:
        """An article with what it says; None where no such article is published."""
        if id not in self._known:
            linked = self._derived.linked([id]).get(id)
            self._known[id] = self._load(id, linked) if linked else None
        return self._known[id]

    def _load(self, id: str, linked: bytes) -> _Loaded:
        one: LinkedArticle | None = loads_kept(linked, LinkedArticle)
        facts = self._facts_of([id]).get(id)
        if one is None or facts is None:
            raise CacheLostError
        article, statements = one.whole(facts)
        return _Loaded(article, {s.ref: s for s in statements}, {claim.ref: claim for claim in one.claims})


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

    def __init__(self, lists: ListTables, name: str, find: Callable[[str], _T]) -> None:
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
