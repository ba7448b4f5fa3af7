"""Reads the histories of a site's articles from its repository, and remembers them by what they were read from.

Git answers twice: with its log, and with the contents that the log names. What was compared once is compared no more:
neither after a rebase, which gives commits other ids, nor after a change of who is named, and how.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Protocol, TypeVar

from msgspec import field

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache
from generator.cache.tables import CacheLostError
from generator.comparing.recorded import NO_HISTORY, ArticleHistory, Recorded, shared_key
from generator.formats.registry_versions import SharedKind
from generator.history.article_steps import Sides, StepChanges, StepReader, needs_sidecar, sides_of, to_read
from generator.history.blobs import contents, ids_at, missing_in
from generator.history.git import GitError
from generator.history.lineages import ArticleStep, lineages
from generator.history.repository import NO_REPOSITORY, Repository
from generator.history.shared_steps import SharedStep, SharedStepReader, shared_steps
from generator.history.site_log import NamedCommit, SiteLog, site_log
from generator.history.telling import history_of, shared_histories, told_once
from generator.linking.symbols import day_in
from generator.model import Naming
from generator.values import Immutable, replace

HISTORY = "history"
"""What the keys of all that is kept in the cache begin with."""
_ARTICLES = "content/articles"
_KINDS: tuple[SharedKind, ...] = ("speakers", "sources")
_PLACES = (_ARTICLES, *(f"content/{kind}{ending}" for kind in _KINDS for ending in ("", ".yaml")))
_HEAD, _LOG = f"{HISTORY}:", f"{HISTORY}:log"
_TOGETHER = 256
"""Articles whose values are put into the cache at once."""

_MANY = 128
"""Articles to be compared. Fewer are compared here: to send them to other processes would take longer."""
_T = TypeVar("_T")
_R = TypeVar("_R")

_ENDINGS = (".md", ".yaml")
"""Those of texts and sidecars, and of what they share."""


class HistoryInputs(Immutable):
    """What histories depend on besides the repository: the ids of the articles, each with its former ones; those of
    which readers see only passages; how people are named, and in which time zone a day is."""

    articles: Mapping[str, tuple[str, ...]]
    withheld: tuple[str, ...]
    people: Naming
    zone: str


class Spread(Protocol):
    """Does `work` for the `items`, a few at a time, in all processes of a build. The results come in order.

    It takes no item before these processes are there: items hold Git's pipes open, and a process that is forked
    meanwhile would keep them open.
    """

    def __call__(self, work: Callable[[Sequence[_T]], _R], items: Iterable[_T]) -> Iterator[_R]: ...


class KnownHistory(Immutable):
    """The digest of a history, and of all that makes it up (`source`). `is_cut`: this copy has no older changes."""

    source: str
    digest: str
    is_cut: bool


class KnownHistories(Immutable):
    """What is known of all histories: of each article that has one, by its id, and of what articles share, by its key.

    `strangers` are the keys of `people` that mean no author in the log. `refused` says in Git's words why there are
    none. `state` is the digest of what all of this was read from.
    """

    state: str = ""
    found: Mapping[str, KnownHistory] = field(default_factory=dict)
    is_partial: bool = False
    strangers: tuple[str, ...] = ()
    refused: str = ""

    @property
    def is_cut(self) -> bool:
        """Whether of some history this copy has no older changes."""
        return any(one.is_cut for one in self.found.values())


class _Compared(Immutable):
    """The changes of an article's steps, and the digest of what they were compared from."""

    source: str
    changes: tuple[StepChanges, ...]


class Histories:
    """The histories of a site's articles, and of what they share. Each is read from the cache when it is needed."""

    def __init__(self, cache: Cache, known: KnownHistories) -> None:
        self.known = known
        self._cache = cache

    def digest(self, article: str) -> str:
        """The digest of an article's history; empty where it has none."""
        known = self.known.found.get(article)
        return known.digest if known else ""

    def of(self, key: str) -> ArticleHistory:
        """The history of an article by its id, or of a shared speaker or source by its key (`shared_key`): of these,
        only if more is known of it than that it was added.

        Raises `CacheLostError` where the cache has lost it: what is known of the others is forgotten then, too.
        """
        if key not in self.known.found:
            return NO_HISTORY
        found: ArticleHistory | None = loads_kept(self._cache.get(_key(key)), ArticleHistory)
        if found is None:
            self._cache.put_all({_HEAD: b""})
            raise CacheLostError
        return found


def no_histories() -> Histories:
    """Those of a site that shows no history."""
    return Histories(Cache(), KnownHistories())


def read_histories(
    root: Path, repository: Repository, asked: HistoryInputs, cache: Cache, spread: Spread | None = None
) -> Histories:
    """The histories of the articles of the site in the folder `root`. Never raises: see `KnownHistories.refused`.

    Many articles are compared by means of `spread`, where it is given.
    """
    state = sha256_of_parts(dumps(repository), dumps(asked))
    before: KnownHistories = loads_kept(cache.get(_HEAD), KnownHistories) or KnownHistories()
    if before.state == state:
        return Histories(cache, before)
    known = replace(_known(root, repository, asked, cache, before, spread), state=state)
    cache.put_all({_HEAD: dumps(known)})
    return Histories(cache, known)


def _known(
    root: Path,
    repository: Repository,
    asked: HistoryInputs,
    cache: Cache,
    before: KnownHistories,
    spread: Spread | None,
) -> KnownHistories:
    if repository.refused or repository == NO_REPOSITORY:
        return KnownHistories(refused=repository.refused)
    try:
        return _Reading(root, repository, asked, cache, spread).known(before)
    except GitError as error:
        return KnownHistories(refused=error.reason)


def _key(article: str) -> str:
    return f"{HISTORY}:of:{article}"


def _compared_key(article: str) -> str:
    return f"{HISTORY}:changes:{article}"


class _Unread(Immutable):
    """An article whose changes are to be compared: what its steps compare, and for each the contents that the step
    before it did not need. This copy lacks the ids `missing`."""

    id: str
    steps: tuple[tuple[Sides, ...], ...]
    contents: tuple[Mapping[str, bytes | None], ...]
    missing: frozenset[str]


def _compared(articles: Sequence[_Unread]) -> list[tuple[StepChanges, ...]]:
    """The changes of the steps of each article."""
    return list(map(_changes_of, articles))


def _changes_of(article: _Unread) -> tuple[StepChanges, ...]:
    reader = StepReader(article.id, article.missing)
    return tuple(reader.changes(*step) for step in zip(article.steps, article.contents, strict=True))


def _here(work: Callable[[Sequence[_T]], _R], items: Iterable[_T]) -> Iterator[_R]:
    return (work([item]) for item in items)


class _Reading:
    def __init__(
        self, root: Path, repository: Repository, asked: HistoryInputs, cache: Cache, spread: Spread | None
    ) -> None:
        self._root, self._repository, self._asked, self._cache = root, repository, asked, cache
        self._spread = spread
        self._about = sha256_of_parts(dumps(replace(repository, commit="")), dumps(asked.people), asked.zone)
        begun = SiteLog(self._about, repository.commit)
        places = tuple(f"{repository.prefix}{place}" for place in _PLACES)
        log = site_log(root, places, begun, asked.people, cache, _LOG)
        self._log, self._authors = log.commits, log.authors
        self._parents = {commit.id: commit.parents for commit in self._log}
        self._cut, self._withheld = frozenset(repository.cut), frozenset(asked.withheld)
        self._missing = missing_in(root, repository.commit, _PLACES) & self._texts()
        self._all_about = sha256_of_parts(self._about, *sorted(self._missing))

    def _texts(self) -> frozenset[str]:
        """The ids of all versions of texts and sidecars: a former picture that this copy lacks is none of them."""
        files = (file for commit in self._log for file in commit.files if file.path.endswith(_ENDINGS))
        return frozenset(id for file in files for id in (*file.before, file.after))

    def known(self, before: KnownHistories) -> KnownHistories:
        """What is known now. A history that is made up of the same as `before` is not touched."""
        files = (commit.files for commit in self._log)
        found = lineages(files, self._repository.prefix, self._asked.articles)
        steps = {id: found[id] for id in self._asked.articles if id in found}
        sources = {id: self._source_of(of_one, id, str(id in self._withheld)) for id, of_one in steps.items()}
        known = {id: one for id, one in before.found.items() if one.source == sources.get(id)}
        waiting: dict[str, bytes] = {}
        for id, history in self._histories({id: of_one for id, of_one in steps.items() if id not in known}):
            data = dumps(history)
            known[id] = KnownHistory(sources[id], sha256_of_parts(data), history.is_cut)
            waiting[_key(id)] = data
            if len(waiting) >= _TOGETHER:
                self._cache.put_all(waiting)
                waiting = {}
        self._cache.put_all(waiting)
        for kind in _KINDS:
            known |= self._known_shared(kind, before)
        return KnownHistories("", known, bool(self._missing), tuple(self._strangers()))

    def _source_of(self, steps: Iterable[ArticleStep | SharedStep], *further: str) -> str:
        """The digest of all that makes up these histories. What led to a commit is known by the id of that."""
        named = [(self._log[step.number].id, replace(step, number=0)) for step in steps]
        return sha256_of_parts(self._all_about, *further, dumps(named))

    def _strangers(self) -> Iterator[str]:
        return (key for key, _ in self._asked.people.named if key not in self._authors)

    def _histories(self, steps: Mapping[str, Sequence[ArticleStep]]) -> Iterator[tuple[str, ArticleHistory]]:
        sides = self._sides({id: self._whole(of_one) for id, of_one in steps.items()})
        unread = dict(sides)
        for id, changes in self._remembered(sides):
            del unread[id]
            yield id, self._history(id, steps[id], changes)
        for id, changes in self._read(unread):
            yield id, self._history(id, steps[id], changes)

    def _whole(self, steps: Iterable[ArticleStep]) -> list[ArticleStep]:
        """The steps of which this copy has what was before."""
        return [step for step in steps if self._log[step.number].id not in self._cut]

    def _sides(self, steps: Mapping[str, Sequence[ArticleStep]]) -> dict[str, list[tuple[Sides, ...]]]:
        alone = [step for of_one in steps.values() for step in of_one if needs_sidecar(step)]
        places = (f"{self._log[step.number].id}:{self._repository.prefix}{_ARTICLES}/{step.id}.yaml" for step in alone)
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
        """Compares what is not remembered, a few articles at a time, so that few contents are in memory at once."""
        waiting: dict[str, bytes] = {}
        spread = self._spread if self._spread and len(sides) >= _MANY else _here
        results = chain.from_iterable(spread(_compared, self._unread(sides)))
        for (id, of_one), changes in zip(sides.items(), results, strict=True):
            waiting[_compared_key(id)] = dumps(_Compared(self._source(of_one), changes))
            if len(waiting) >= _TOGETHER:
                self._cache.put_all(waiting)
                waiting = {}
            yield id, changes
        self._cache.put_all(waiting)

    def _unread(self, sides: Mapping[str, Sequence[tuple[Sides, ...]]]) -> Iterator[_Unread]:
        groups = [group for of_one in sides.values() for group in to_read(of_one, self._missing)]
        found = contents(self._root, groups) if any(groups) else iter([{}] * len(groups))
        for id, of_one in sides.items():
            missing = self._missing.intersection(id for of_step in of_one for one in of_step for id in one.wanted)
            yield _Unread(id, tuple(of_one), tuple(islice(found, len(of_one))), missing)
        next(found, None)  # so that Git's end is waited for

    def _history(self, id: str, steps: Collection[ArticleStep], changes: Sequence[StepChanges]) -> ArticleHistory:
        whole = self._whole(steps)
        entries = [self._recorded(self._log[step.number], one) for step, one in zip(whole, changes, strict=True)]
        told = told_once(entries, self._parents)
        return history_of(told, self._parents, is_cut=len(whole) < len(steps), is_withheld=id in self._withheld)

    def _recorded(self, commit: NamedCommit, changes: StepChanges) -> Recorded:
        stamp = _stamp(commit.time)
        day = day_in(self._asked.zone, stamp) if stamp else ""
        return Recorded(commit.id, stamp, day, commit.by, changes)

    # ── what articles share ──

    def _known_shared(self, kind: SharedKind, before: KnownHistories) -> dict[str, KnownHistory]:
        """What is known of the shared entries of a kind."""
        steps = shared_steps((commit.files for commit in self._log), self._repository.prefix, kind)
        source = self._source_of(steps, kind)
        if known := {key: one for key, one in before.found.items() if one.source == source}:
            return known
        whole = [step for step in steps if self._log[step.number].id not in self._cut]
        whole = [step for step in whole if not step.is_missing(self._missing)]
        changes = self._shared_changes(kind, whole)
        entries = [self._recorded(self._log[step.number], one) for step, one in zip(whole, changes, strict=True)]
        is_cut = len(whole) < len(steps)
        found = shared_histories(told_once(entries, self._parents), self._parents, is_cut=is_cut)
        data = {shared_key(id): dumps(history) for id, history in found.items()}
        self._cache.put_all({_key(key): one for key, one in data.items()})
        return {key: KnownHistory(source, sha256_of_parts(one), is_cut) for key, one in data.items()}

    def _shared_changes(self, kind: SharedKind, steps: Sequence[SharedStep]) -> tuple[StepChanges, ...]:
        key, source = _compared_key(shared_key(f"{kind}/")), sha256_of_parts(*(dumps(step.files) for step in steps))
        kept: _Compared | None = loads_kept(self._cache.get(key), _Compared)
        if kept and kept.source == source:
            return kept.changes
        reader = SharedStepReader(kind)
        found = contents(self._root, [step.wanted for step in steps]) if steps else iter(())
        changes = tuple(reader.changes(step, read) for step, read in zip(steps, found, strict=True))
        self._cache.put_all({key: dumps(_Compared(source, changes))})
        return changes


def _stamp(time: int | None) -> str:
    """A time as `2015-12-23T00:00:00Z`; empty for one that no calendar has."""
    if time is None:
        return ""
    try:
        return f"{dt.datetime.fromtimestamp(time, dt.UTC).replace(tzinfo=None).isoformat()}Z"
    except (OverflowError, OSError, ValueError):
        return ""
