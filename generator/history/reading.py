"""Reads the histories of a site's articles from its repository, and remembers them by what they were read from.

Git answers twice: with its log, and with the contents that the log names. What was compared once is compared no more:
neither after a rebase, which gives commits other ids, nor after a change of who is named, and how.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import field

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache
from generator.cache.tables import CacheLostError
from generator.comparing.recorded import NO_HISTORY, ArticleHistory, Recorded
from generator.history.article_steps import Sides, StepChanges, StepReader, needs_sidecar, sides_of, to_read
from generator.history.blobs import contents, ids_at, missing_in
from generator.history.commit_log import LoggedCommit, commit_log
from generator.history.git import GitError
from generator.history.lineages import ArticleStep, lineages
from generator.history.people import Namer
from generator.history.repository import NO_REPOSITORY, Repository
from generator.history.telling import history_of, told_once
from generator.linking.symbols import day_in
from generator.model import Naming
from generator.values import Immutable

HISTORY = "history"
"""What the keys of all that is kept in the cache begin with."""
_FOLDER = "content/articles"
_HEAD = f"{HISTORY}:"
_TOGETHER = 256
"""Articles whose values are put into the cache at once."""


class HistoryInputs(Immutable):
    """What histories depend on besides the repository: the ids of the articles, each with its former ones and whether
    readers see only passages of it; how people are named, and in which time zone a day is."""

    articles: Mapping[str, tuple[str, ...]]
    withheld: tuple[str, ...]
    people: Naming
    zone: str


class KnownHistories(Immutable):
    """What is known of all histories: of each article that has one, by its id, the digest of it.

    `is_cut`: of some, this copy has no older changes. `is_partial`: of some, it lacks versions. `strangers` are the
    keys of `people` that mean no author in the log. `refused` says in Git's words why there are none.
    """

    state: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    is_partial: bool = False
    strangers: tuple[str, ...] = ()
    refused: str = ""


class _Compared(Immutable):
    """The changes of an article's steps, and the digest of what they were compared from."""

    source: str
    changes: tuple[StepChanges, ...]


class Histories:
    """The histories of a site's articles. Each is read from the cache when it is needed."""

    def __init__(self, cache: Cache, known: KnownHistories) -> None:
        self.known = known
        self._cache = cache

    def digest(self, article: str) -> str:
        """The digest of an article's history; empty where it has none."""
        return self.known.digests.get(article, "")

    def of(self, article: str) -> ArticleHistory:
        """The history of an article, by its id.

        Raises `CacheLostError` where the cache has lost it: what is known of the others is forgotten then, too.
        """
        if article not in self.known.digests:
            return NO_HISTORY
        found: ArticleHistory | None = loads_kept(self._cache.get(_key(article)), ArticleHistory)
        if found is None:
            self._cache.put_all({_HEAD: b""})
            raise CacheLostError
        return found


def no_histories() -> Histories:
    """Those of a site that shows no history."""
    return Histories(Cache(), KnownHistories())


def read_histories(root: Path, repository: Repository, asked: HistoryInputs, cache: Cache) -> Histories:
    """The histories of the articles of the site in the folder `root`. Never raises: see `KnownHistories.refused`."""
    state = sha256_of_parts(dumps(repository), dumps(asked))
    known: KnownHistories | None = loads_kept(cache.get(_HEAD), KnownHistories)
    if known is None or known.state != state:
        known = _known(root, repository, asked, cache, state)
        cache.put_all({_HEAD: dumps(known)})
    return Histories(cache, known)


def _known(root: Path, repository: Repository, asked: HistoryInputs, cache: Cache, state: str) -> KnownHistories:
    if repository.refused or repository == NO_REPOSITORY:
        return KnownHistories(state, refused=repository.refused)
    try:
        return _Reading(root, repository, asked, cache).known(state)
    except GitError as error:
        return KnownHistories(state, refused=error.reason)


def _key(article: str) -> str:
    return f"{HISTORY}:of:{article}"


def _compared_key(article: str) -> str:
    return f"{HISTORY}:changes:{article}"


class _Reading:
    def __init__(self, root: Path, repository: Repository, asked: HistoryInputs, cache: Cache) -> None:
        self._root, self._repository, self._asked, self._cache = root, repository, asked, cache
        self._withheld = frozenset(asked.withheld)
        self._log = list(commit_log(root, repository.commit, _FOLDER))
        self._parents = {commit.id: commit.parents for commit in self._log}
        self._namer = Namer(asked.people)
        self._missing = missing_in(root, repository.commit, _FOLDER)

    def known(self, state: str) -> KnownHistories:
        found = lineages(self._log, self._repository.prefix, self._asked.articles)
        steps = {id: found[id] for id in self._asked.articles if id in found}
        digests: dict[str, str] = {}
        is_cut = False
        waiting: dict[str, bytes] = {}
        for id, history in self._histories(steps):
            is_cut |= history.is_cut
            data = dumps(history)
            digests[id] = sha256_of_parts(data)
            waiting[_key(id)] = data
            if len(waiting) >= _TOGETHER:
                self._cache.put_all(waiting)
                waiting = {}
        self._cache.put_all(waiting)
        return KnownHistories(state, digests, is_cut, bool(self._missing), tuple(self._strangers()))

    def _strangers(self) -> Iterator[str]:
        seen = {self._namer.key_of(commit.author, commit.address) for commit in self._log}
        return (key for key, _ in self._asked.people.named if key not in seen)

    def _histories(self, steps: Mapping[str, Sequence[ArticleStep]]) -> Iterator[tuple[str, ArticleHistory]]:
        sides = self._sides({id: self._whole(of_one) for id, of_one in steps.items()})
        # a former picture that this copy lacks is no version of a text
        self._missing &= {id for of_one in sides.values() for step in of_one for one in step for id in one.wanted}
        compared = dict(self._remembered(sides))
        for id, changes in (
            *compared.items(),
            *self._read({id: one for id, one in sides.items() if id not in compared}),
        ):
            yield id, self._history(id, steps[id], changes)

    def _whole(self, steps: Iterable[ArticleStep]) -> list[ArticleStep]:
        """The steps of which this copy has what was before."""
        return [step for step in steps if self._log[step.number].id not in self._repository.cut]

    def _sides(self, steps: Mapping[str, Sequence[ArticleStep]]) -> dict[str, list[tuple[Sides, ...]]]:
        alone = [step for of_one in steps.values() for step in of_one if needs_sidecar(step)]
        places = (f"{self._log[step.number].id}:{self._repository.prefix}{_FOLDER}/{step.id}.yaml" for step in alone)
        there = dict(zip(alone, ids_at(self._root, places), strict=True))
        return {id: [sides_of(step, there.get(step, "")) for step in of_one] for id, of_one in steps.items()}

    def _remembered(
        self, sides: Mapping[str, Sequence[tuple[Sides, ...]]]
    ) -> Iterator[tuple[str, tuple[StepChanges, ...]]]:
        ids = list(sides)
        for some in (ids[n : n + _TOGETHER] for n in range(0, len(ids), _TOGETHER)):
            kept = self._cache.get_all([_compared_key(id) for id in some])
            for id in some:
                known: _Compared | None = loads_kept(kept.get(_compared_key(id)), _Compared)
                if known and known.source == self._source(sides[id]):
                    yield id, known.changes

    def _source(self, sides: Sequence[tuple[Sides, ...]]) -> str:
        lacking = sorted(self._missing.intersection(id for of_step in sides for one in of_step for id in one.wanted))
        return sha256_of_parts(*("|".join(one.key for one in of_step) for of_step in sides), *lacking)

    def _read(self, sides: Mapping[str, Sequence[tuple[Sides, ...]]]) -> Iterator[tuple[str, tuple[StepChanges, ...]]]:
        """Compares what is not remembered, article by article, so that few contents are in memory at once."""
        groups = [group for of_one in sides.values() for group in to_read(of_one, self._missing)]
        waiting: dict[str, bytes] = {}
        found = contents(self._root, groups) if any(groups) else iter([{}] * len(groups))
        for id, of_one in sides.items():
            reader = StepReader(id, self._missing)
            changes = tuple(reader.changes(of_step, next(found)) for of_step in of_one)
            waiting[_compared_key(id)] = dumps(_Compared(self._source(of_one), changes))
            if len(waiting) >= _TOGETHER:
                self._cache.put_all(waiting)
                waiting = {}
            yield id, changes
        next(found, None)  # so that Git's end is waited for
        self._cache.put_all(waiting)

    def _history(self, id: str, steps: Collection[ArticleStep], changes: Sequence[StepChanges]) -> ArticleHistory:
        whole = self._whole(steps)
        entries = [self._recorded(self._log[step.number], one) for step, one in zip(whole, changes, strict=True)]
        told = told_once(entries, self._parents)
        return history_of(told, is_cut=len(whole) < len(steps), is_withheld=id in self._withheld)

    def _recorded(self, commit: LoggedCommit, changes: StepChanges) -> Recorded:
        stamp = _stamp(commit.time)
        day = day_in(self._asked.zone, stamp) if stamp else ""
        return Recorded(commit.id, stamp, day, self._namer.name(commit.author, commit.address), changes)


def _stamp(time: int | None) -> str:
    """A time as `2015-12-23T00:00:00Z`; empty for one that no calendar has."""
    try:
        return dt.datetime.fromtimestamp(time, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if time is not None else ""
    except (OverflowError, OSError, ValueError):
        return ""
