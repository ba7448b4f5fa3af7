"""What changed in an archive between two times: every change as a line with its place, and what was lost as problems.

Takes both as values: the articles whose files differ, and all shared speakers and sources. Knows neither files nor Git.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial
from typing import Literal

from generator.comparing.article_pair import ArticlePair, article_pair
from generator.comparing.article_state import ArticleState
from generator.comparing.change_lines import ChangeLine, change_lines
from generator.comparing.changes import (
    ADDED,
    PASSAGE,
    READABLE,
    REMOVED,
    RENAMED,
    FieldChange,
    renamed_from,
)
from generator.comparing.lost_passages import lost_passages
from generator.comparing.lost_updates import lost_updates
from generator.comparing.registry_changes import source_changes, speaker_changes
from generator.comparing.since import Loss, Since
from generator.comparing.unexplained_verdicts import VerdictShown, unexplained_verdicts
from generator.comparing.vanished_ids import (
    vanished_annotations,
    vanished_articles,
    vanished_shared,
)
from generator.comparing.versions import ARTICLE, SOURCE_PREFIX, SPEAKER_PREFIX, Version
from generator.diagnostics import Location
from generator.formats.registry_versions import SharedVersion
from generator.model import Registry, Speaker
from generator.urls import folded
from generator.values import Immutable, replace

ChangeSign = Literal["+", "-", "~", "!"]
"""Whether an entry was added, was taken out, or changed; or whether it lost its passage."""

_REFERRING = frozenset({"to", "repeats"})
_NAMING = frozenset({"speaker", "via", "publisher", "organization", "sources"}) | _REFERRING
"""The fields that name speakers, sources and annotations by their ids."""


class ArchiveChange(Immutable):
    """One change: its place now, where it has one, or else where it was; the article's id, empty for what is shared."""

    location: Location
    article: str
    sign: ChangeSign
    line: ChangeLine


class ArchivePair(Immutable):
    """An archive before and now: the articles whose files differ, each with its changes, and what all of them share."""

    articles: tuple[ArticlePair, ...]
    before: Registry
    now: Registry


def archive_pair(
    before: Iterable[ArticleState],
    now: Iterable[ArticleState],
    registries: tuple[Registry, Registry],
) -> ArchivePair:
    """Pairs the states of articles by id, or else by alias: an article that was renamed is one article.

    `before` and `now` are the articles that are not the same in both. `registries` are those before and now.
    """
    then = {state.id: state for state in before}
    later = {state.id: state for state in now}
    former = dict(_renamed(then, later))
    pairs = [article_pair(then.get(former.get(id, id)), state) for id, state in later.items()]
    gone = then.keys() - later.keys() - {*former.values()}
    pairs += [article_pair(then[id], None) for id in then if id in gone]
    names = _NewNames.of(pairs, *registries)
    return ArchivePair(tuple(names.without_what_follows(one) for one in pairs), *registries)


class _NewNames(Immutable):
    """What has another id now, by its former one: shared speakers and sources, articles, and annotations by reference
    (with the present id of the article)."""

    speakers: Mapping[str, str]
    sources: Mapping[str, str]
    articles: Mapping[str, str]
    annotations: Mapping[str, str]

    @staticmethod
    def of(pairs: Iterable[ArticlePair], before: Registry, now: Registry) -> _NewNames:
        pairs = list(pairs)
        speakers = renamed_from(before.speakers.keys(), {id: one.aliases for id, one in now.speakers.items()})
        sources = renamed_from(before.sources.keys(), {id: one.aliases for id, one in now.sources.items()})
        renamed = ((one.id, change) for one in pairs for change in one.changes if change.field == RENAMED)
        return _NewNames(
            {former: id for id, former in speakers.items()},
            {former: id for id, former in sources.items()},
            {one.before.id: one.id for one in pairs if one.before and one.before.id != one.id},
            {f"{id}#{change.before}": f"{id}#{change.after}" for id, change in renamed if "/" not in change.id},
        )

    def without_what_follows(self, pair: ArticlePair) -> ArticlePair:
        """The pair without changes that only follow something to the id that it has now, since there is a change of
        that itself."""
        return replace(pair, changes=tuple(one for one in pair.changes if not self._only_follows(one)))

    def _only_follows(self, change: FieldChange) -> bool:
        if change.field not in _NAMING:
            return False
        before, name = change.before, partial(self._present, change.field)
        if isinstance(before, str):
            return name(before) == change.after
        return tuple(tuple(map(name, record)) for record in before) == change.after

    def _present(self, field: str, text: str) -> str:
        """What a text under one of the fields names now."""
        if field not in _REFERRING:
            return (self.sources if field == "sources" else self.speakers).get(text, text)
        article, sign, id = text.partition("#")
        reference = f"{self.articles.get(article, article)}{sign}{id}"
        return self.annotations.get(reference, reference)


def archive_changes(pair: ArchivePair, since: Since) -> tuple[ArchiveChange, ...]:
    """All changes: those of articles by their files, then those of shared speakers and sources."""
    return (*_of_articles(pair, since), *_of_registries(pair, since))


def losses(pair: ArchivePair, since: Since, shown: VerdictShown, known_speakers: Collection[str]) -> Iterator[Loss]:
    """What was published and is lost, or changed without a reason, as errors.

    `shown` gives the verdict that readers see now at a reference; `known_speakers` are the ids of all speakers now.
    """
    yield from vanished_articles(pair.articles, since)
    for one in pair.articles:
        yield from vanished_annotations(one, since)
        yield from lost_passages(one, since)
        yield from unexplained_verdicts(one, since, shown)
        yield from lost_updates(one, since)
    if _is_whole(pair.now, SPEAKER_PREFIX):
        yield from _vanished_speakers(pair, since, known_speakers)
    if _is_whole(pair.now, SOURCE_PREFIX):
        places = _places(pair.before, SOURCE_PREFIX)
        yield from vanished_shared(pair.before.sources, pair.now.sources, places, (), since)


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _renamed(then: Mapping[str, ArticleState], later: Mapping[str, ArticleState]) -> Iterator[tuple[str, str]]:
    """The present and the former id of each new article that names a former one which is gone.

    One that differs in case only, or in how an accent is encoded, need not be named: both can't be addresses.
    """
    alike = {folded(id): id for id in then}
    taken: set[str] = set()
    for id, state in later.items():
        aliases = state.facts.front.aliases if state.facts and id not in then else ()
        names = (alike.get(folded(id), ""), *aliases)
        former = next((one for one in names if one in then and one not in later and one not in taken), "")
        if former:
            taken.add(former)
            yield id, former


def _of_articles(pair: ArchivePair, since: Since) -> Iterator[ArchiveChange]:
    for one in sorted(pair.articles, key=lambda one: one.id):
        for line in change_lines(one.changes, since.vocabulary):
            yield ArchiveChange(_location(one, line.change), one.id, _sign(line.change), line)


def _location(pair: ArticlePair, change: FieldChange) -> Location:
    state = pair.now or pair.before
    assert state, "an article is there before or now"
    if change.field == READABLE and change.id == ARTICLE:
        return state.annotations_at if state.facts else Location(state.source.path)
    if change.id == ARTICLE:
        return state.locations.get(change.field, Location(state.source.path))
    if change.field == REMOVED:
        return state.annotations_at
    field = "quote" if change.field == PASSAGE else change.field
    return state.at(f"{change.id}/{field}", change.id)


def _sign(change: FieldChange) -> ChangeSign:
    if change.field in (ADDED, REMOVED):
        return "+" if change.field == ADDED else "-"
    if change.id.startswith(SOURCE_PREFIX) and not (change.before and change.after):
        return "+" if change.after else "-"
    return "!" if change.field == PASSAGE and not change.after else "~"


# ── what articles share ──────────────────────────────────────────────────────────────────────────────────────────────


def _of_registries(pair: ArchivePair, since: Since) -> Iterator[ArchiveChange]:
    before, now = (SharedVersion(one.speakers, one.sources) for one in (pair.before, pair.now))
    changes = [
        *(speaker_changes(before, now) if _is_whole(pair.now, SPEAKER_PREFIX) else ()),
        *(source_changes(before, now) if _is_whole(pair.now, SOURCE_PREFIX) else ()),
    ]
    for line in change_lines(changes, since.vocabulary):
        id, field = line.change.id, line.change.field
        places = (registry.locations.get(key) for key in (f"{id}/{field}", id) for registry in (pair.now, pair.before))
        location = next(filter(None, places), Location(f"content/{id.partition('/')[0]}.yaml"))
        yield ArchiveChange(location, "", _sign(line.change), line)


def _vanished_speakers(pair: ArchivePair, since: Since, known: Collection[str]) -> Iterator[Loss]:
    before, now = dict(pair.before.speakers), dict(pair.now.speakers)
    places = dict(_places(pair.before, SPEAKER_PREFIX))
    for one in pair.articles:
        if one.before is None or one.now is None or not one.before.is_published or not one.now.is_readable:
            continue  # its speakers went with it, or can't be read
        for id, speaker in _own_speakers(one.before):
            before.setdefault(id, speaker)
            places.setdefault(id, one.now.annotations_at)
    for one in pair.articles:
        now |= dict(_own_speakers(one.now)) if one.now else {}
    invalid = {id for one in pair.articles if one.now and one.now.facts for id in _unread_speakers(one.now)}
    yield from vanished_shared(before, now, places, {*known, *invalid}, since)


def _own_speakers(state: ArticleState) -> Iterator[tuple[str, Speaker]]:
    """The speakers that a sidecar adds to the archive."""
    for local in state.facts.speakers if state.facts else ():
        if local.speaker:
            yield local.id, local.speaker


def _unread_speakers(state: ArticleState) -> Iterator[str]:
    version = state.version(with_places=False)
    if isinstance(version, Version):
        yield from (id.removeprefix(SPEAKER_PREFIX) for id in version.unread | version.keys)


def _is_whole(registry: Registry, prefix: str) -> bool:
    """Whether all entries of a kind are valid. Where one is not, or a file can't be read, others may be missing with
    it: its error comes first."""
    valid = registry.speakers.keys() if prefix == SPEAKER_PREFIX else registry.sources.keys()
    return prefix.replace("/", ":") not in registry.locations and _ids(registry, prefix) <= valid


def _places(registry: Registry, prefix: str) -> Mapping[str, Location]:
    return {id: registry.locations[f"{prefix}{id}"] for id in _ids(registry, prefix)}


def _ids(registry: Registry, prefix: str) -> frozenset[str]:
    """The ids of all entries of a kind, invalid ones among them."""
    keys = (key.removeprefix(prefix) for key in registry.locations if key.startswith(prefix))
    return frozenset(key for key in keys if "/" not in key)
