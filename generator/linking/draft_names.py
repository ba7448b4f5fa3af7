"""Finds which shared speakers and sources are used, and which of them only by drafts: these are published no more than
the drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import ArticleFacts, Registry, Source, Speaker
from generator.values import Immutable


class NamesUsed(Immutable):
    """Whom an article names and what it cites: who publishes it, who speaks, the organizations of those that it
    describes (not these themselves: `entries`), who publishes the sources that it writes out; and the ids of the shared
    sources that it cites."""

    publisher: str
    voices: tuple[str, ...]
    entries: tuple[str, ...]
    cited: tuple[str, ...]

    @staticmethod
    def of(article: ArticleFacts) -> NamesUsed:
        annotations = [placed.annotation for placed in article.annotations]
        voices = {who.id for one in annotations for who in (one.speaker, *one.via)}
        for entry in article.speakers:
            voices |= {entry.organization, *(_organizations_of(entry.speaker) if entry.speaker else ())}
        sources = [one.source for annotation in annotations for one in annotation.sources]
        voices |= {one.publisher for one in sources if isinstance(one, Source)}
        return NamesUsed(
            article.front.publisher,
            tuple(sorted(voices - {""})),
            tuple(entry.id for entry in article.speakers),
            tuple(sorted({one for one in sources if isinstance(one, str)})),
        )


def names_of_drafts(
    registry: Registry, drafts: Iterable[NamesUsed], published: Iterable[NamesUsed]
) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of these speakers and of these sources. One that no text uses is not among them: it may be shown."""
    drafts = list(drafts)
    if not drafts:
        return frozenset(), frozenset()
    published = list(published)
    of_drafts = _with_organizations(registry, (id for used in drafts for id in _speakers_in(registry, used)))
    cited = {id for used in published for id in used.cited}
    only_drafts_cite = {id for used in drafts for id in used.cited if id in registry.sources} - cited
    others = registry.speakers.keys() - of_drafts
    listed = (source.publisher for id, source in registry.sources.items() if id not in only_drafts_cite)
    in_published = (id for used in published for id in _speakers_in(registry, used))
    shown = _with_organizations(registry, (*others, *listed, *in_published))
    return frozenset(of_drafts - shown), frozenset(only_drafts_cite)


def names_in_use(registry: Registry, articles: Iterable[NamesUsed]) -> tuple[set[str], set[str]]:
    """The ids that articles and sources name as speakers or publishers, with the organizations of all speakers; and the
    ids of the sources that articles cite."""
    speakers = {id for speaker in registry.speakers.values() for id in _organizations_of(speaker)}
    speakers.update(source.publisher for source in registry.sources.values())
    sources: set[str] = set()
    for used in articles:
        speakers.add(used.publisher)
        speakers.update(used.voices)
        sources.update(used.cited)
    return speakers, sources


def _with_organizations(registry: Registry, ids: Iterable[str]) -> set[str]:
    """The shared speakers among `ids`, and all organizations that they belong to, directly or through others."""
    found: set[str] = set()
    waiting = list(ids)
    while waiting:
        id = waiting.pop()
        if id in registry.speakers and id not in found:
            found.add(id)
            waiting += _organizations_of(registry.speakers[id])
    return found


def _organizations_of(speaker: Speaker) -> Iterator[str]:
    yield from (speaker.organization, *(role.organization for role in speaker.roles))


def _speakers_in(registry: Registry, used: NamesUsed) -> Iterator[str]:
    cited = (registry.sources[id].publisher for id in used.cited if id in registry.sources)
    yield from (used.publisher, *used.voices, *used.entries, *cited)
