"""Finds which shared speakers and sources are used, and which of them only by drafts: these are published no more than
the drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.model import ArticleFacts, Registry, Speaker


def names_of_drafts(
    registry: Registry, drafts: Iterable[ArticleFacts], published: Iterable[ArticleFacts]
) -> tuple[frozenset[str], frozenset[str]]:
    """The ids of these speakers and of these sources. One that no text uses is not among them: it may be shown."""
    drafts = list(drafts)
    if not drafts:
        return frozenset(), frozenset()
    published = list(published)
    of_drafts = _with_organizations(registry, (id for article in drafts for id in _speakers_in(registry, article)))
    cited = {id for article in published for id in _sources_in(article)}
    only_drafts_cite = {id for article in drafts for id in _sources_in(article)} - cited
    others = registry.speakers.keys() - of_drafts
    listed = (source.publisher for id, source in registry.sources.items() if id not in only_drafts_cite)
    in_published = (id for article in published for id in _speakers_in(registry, article))
    shown = _with_organizations(registry, (*others, *listed, *in_published))
    return frozenset(of_drafts - shown), frozenset(only_drafts_cite)


def names_in_use(registry: Registry, articles: Iterable[ArticleFacts]) -> tuple[set[str], set[str]]:
    """The ids that articles and sources name as speakers or publishers, with the organizations of all speakers; and the
    ids of the sources that articles cite."""
    speakers = {id for speaker in registry.speakers.values() for id in _organizations_of(speaker)}
    speakers.update(source.publisher for source in registry.sources.values())
    sources: set[str] = set()
    for article in articles:
        speakers.update(_voices_in(registry, article))
        sources.update(_sources_in(article))
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


def _speakers_in(registry: Registry, article: ArticleFacts) -> Iterator[str]:
    yield from _voices_in(registry, article)
    yield from (entry.id for entry in article.speakers)


def _voices_in(registry: Registry, article: ArticleFacts) -> Iterator[str]:
    """The publishers of the article and of its sources, who speaks, and the organizations of speakers described here:
    not those described as such."""
    yield article.front.publisher
    for entry in article.speakers:
        yield from (entry.organization, *(_organizations_of(entry.speaker) if entry.speaker else ()))
    for placed in article.annotations:
        yield from (who.id for who in (placed.annotation.speaker, *placed.annotation.via))
        for cited in placed.annotation.sources:
            source = registry.sources.get(cited.source) if isinstance(cited.source, str) else cited.source
            yield source.publisher if source else ""


def _sources_in(article: ArticleFacts) -> Iterator[str]:
    for placed in article.annotations:
        yield from (cited.source for cited in placed.annotation.sources if isinstance(cited.source, str))
