"""Puts the present id in place of a former one, wherever an article or the registry names a speaker or a source.

So linking knows present ids alone. What was written is left to `checks`, which asks for the present id instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from generator.model import (
    RESERVED_VOICES,
    Annotation,
    ArticleFacts,
    Citation,
    LocalSpeaker,
    Registry,
    Source,
    Speaker,
    SpeakerRef,
)
from generator.values import Immutable, replace


class PresentNames(Immutable):
    """Former id → present id, of speakers and of sources. No id that is in use is a former one."""

    speakers: Mapping[str, str]
    sources: Mapping[str, str]

    def __bool__(self) -> bool:
        return bool(self.speakers or self.sources)

    def of_article(self, article: ArticleFacts) -> ArticleFacts:
        """The facts with present ids; the same value where nothing changes."""
        if not self or not any(True for _ in self.former_in(article)):
            return article
        return replace(
            article,
            front=replace(article.front, publisher=self._speaker(article.front.publisher)),
            speakers=tuple(map(self._entry, article.speakers)),
            annotations=tuple(replace(p, annotation=self._annotation(p.annotation)) for p in article.annotations),
        )

    def of_registry(self, registry: Registry) -> Registry:
        """The registry with present ids."""
        if not self.speakers:
            return registry
        return replace(
            registry,
            speakers={id: self.of_speaker(one) for id, one in registry.speakers.items()},
            sources={id: self._source(one) for id, one in registry.sources.items()},
        )

    def of_speaker(self, speaker: Speaker) -> Speaker:
        """The speaker with present ids of organizations."""
        roles = tuple(replace(role, organization=self._speaker(role.organization)) for role in speaker.roles)
        return replace(speaker, organization=self._speaker(speaker.organization), roles=roles)

    def former_in(self, article: ArticleFacts) -> Iterator[tuple[str, str, str]]:
        """Each former id in an article: the key of its place, as `Scope.locations` has it, the id, and the present one.

        The key of `publisher` is that alone; all others begin with `sidecar/`.
        """
        yield from self._old("publisher", article.front.publisher)
        for entry in article.speakers:
            yield from self._old(f"sidecar/speakers/{entry.id}", entry.id)
            for key, id in organizations_in(entry):
                yield from self._old(f"sidecar/speakers/{entry.id}/{key}", id)
        for placed in article.annotations:
            yield from self._in_annotation(placed.annotation)

    def former_in_registry(self, registry: Registry) -> Iterator[tuple[str, str, str]]:
        """The same for the registry; the keys are those of `Registry.locations`."""
        for id, speaker in registry.speakers.items():
            for key, organization in organizations_of(speaker):
                yield from self._old(f"speakers/{id}/{key}", organization)
        for id, source in registry.sources.items():
            yield from self._old(f"sources/{id}/publisher", source.publisher)

    def _in_annotation(self, annotation: Annotation) -> Iterator[tuple[str, str, str]]:
        at = f"sidecar/{annotation.id}"
        yield from self._old(f"{at}/speaker", annotation.speaker.id)
        for n, who in enumerate(annotation.via):
            yield from self._old(f"{at}/via/{n}", who.id)
        for n, cited in enumerate(annotation.sources):
            if isinstance(cited.source, Source):
                yield from self._old(f"{at}/sources/{n}/publisher", cited.source.publisher)
            elif present := self.sources.get(cited.source):
                yield f"{at}/sources/{n}", cited.source, present

    def _old(self, key: str, id: str) -> Iterator[tuple[str, str, str]]:
        if present := self.speakers.get(id):
            yield key, id, present

    def _speaker(self, id: str) -> str:
        return self.speakers.get(id, id)

    def _entry(self, entry: LocalSpeaker) -> LocalSpeaker:
        speaker = self.of_speaker(entry.speaker) if entry.speaker else None
        if speaker and entry.id in self.speakers:
            speaker = replace(speaker, id=self._speaker(entry.id))
        organization = self._speaker(entry.organization)
        return replace(entry, id=self._speaker(entry.id), speaker=speaker, organization=organization)

    def _annotation(self, annotation: Annotation) -> Annotation:
        return replace(
            annotation,
            speaker=self._voice(annotation.speaker),
            via=tuple(map(self._voice, annotation.via)),
            sources=tuple(map(self._citation, annotation.sources)),
        )

    def _voice(self, who: SpeakerRef) -> SpeakerRef:
        return replace(who, id=self._speaker(who.id)) if who.id in self.speakers else who

    def _citation(self, cited: Citation) -> Citation:
        if isinstance(cited.source, str):
            return replace(cited, source=self.sources.get(cited.source, cited.source))
        return replace(cited, source=self._source(cited.source))

    def _source(self, source: Source) -> Source:
        return replace(source, publisher=self._speaker(source.publisher))


def present_names(registry: Registry, published: Iterable[ArticleFacts]) -> PresentNames:
    """The former ids of all speakers and sources, those that articles describe included; of two with one former id,
    the first has it."""
    speakers = dict(registry.speakers)
    for article in published:
        for entry in article.speakers:
            if entry.speaker and entry.speaker.aliases:
                speakers.setdefault(entry.id, entry.speaker)
    return PresentNames(_former(speakers, RESERVED_VOICES), _former(registry.sources))


def _former(named: Mapping[str, Speaker] | Mapping[str, Source], taken: Iterable[str] = ()) -> dict[str, str]:
    found: dict[str, str] = {}
    for id, one in named.items():
        for alias in one.aliases:
            if alias not in named and alias not in taken:
                found.setdefault(alias, id)
    return found


def organizations_in(entry: LocalSpeaker) -> list[tuple[str, str]]:
    """The organizations that an entry of a sidecar names, each with its key in the entry (`roles/0/organization`)."""
    return organizations_of(entry.speaker) if entry.speaker else [("organization", entry.organization)]


def organizations_of(speaker: Speaker) -> list[tuple[str, str]]:
    """The organizations of a speaker, each with its key in the entry; some may be empty."""
    roles = ((f"roles/{n}/organization", role.organization) for n, role in enumerate(speaker.roles))
    return [("organization", speaker.organization), *roles]
