"""Checks that what is described or laid down is used: speakers, sources and data files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator import urls
from generator.checks.scope import Problems, Scope
from generator.diagnostics import Diagnostic, Location
from generator.linking.draft_names import names_in_use
from generator.markdown.document import parse
from generator.markdown.origin import Origin
from generator.model import Source, Speaker

_DATA = (".csv", ".json", ".txt", ".zip")
"""Endings of data files, which are copied without being named in site.yaml."""


def unused_speakers(scope: Scope) -> Problems:
    """Speakers that no text uses, drafts included, and roles in sidecars that do not use the speaker."""
    entries = [(article, entry) for article in scope.articles for entry in article.speakers]
    used, _ = names_in_use(scope.registry, scope.symbols.articles.values())
    names = {urls.folded(article.front.publisher) for article in scope.symbols.articles.values()}
    for speaker_id, speaker in scope.registry.speakers.items():
        if speaker_id not in used and not _is_named(speaker, names):
            yield _unused(scope.at_speaker(speaker_id), speaker_id)
    for article, entry in entries:
        here = {who.id for placed in article.annotations for who in (placed.annotation.speaker, *placed.annotation.via)}
        is_new = entry.speaker is not None and entry.id not in scope.registry.speakers
        if entry.id in here or entry.id == article.front.publisher:
            continue
        if is_new and entry.speaker and (entry.id in used or _is_named(entry.speaker, names)):
            continue
        at = scope.at(article, f"speakers/{entry.id}")
        if is_new:
            yield _unused(at, entry.id)
        else:
            message = f"This article sets the role of “{entry.id}”, who does not speak in it."
            yield Diagnostic.of("speaker-unused", at, message, step="Remove the entry.")


def _is_named(speaker: Speaker, names: set[str]) -> bool:
    """Whether an article names the speaker as its publisher, by name."""
    return any(urls.folded(name) in names for name in (speaker.name, *speaker.also))


def _unused(at: Location, speaker_id: str) -> Diagnostic:
    message = f"Speaker “{speaker_id}” is used by no article or speaker."
    return Diagnostic.of("speaker-unused", at, message, step="Remove the entry, or leave it for a later article.")


def unused_sources(scope: Scope) -> Problems:
    """Shared sources that no annotation cites, drafts included."""
    _, cited = names_in_use(scope.registry, scope.symbols.articles.values())
    for source_id in scope.registry.sources:
        if source_id not in cited:
            message = f"Source “{source_id}” is cited by no annotation."
            step = "Remove the entry, or leave it for a later article."
            yield Diagnostic.of("source-unused", scope.at_source(source_id), message, step=step)


def unlinked_data(scope: Scope) -> Problems:
    """Data files that no text links to and that `files` does not name: they are published all the same.

    Those at the top of the output (`robots.txt`) have names that other programs know.
    """
    data = sorted(path for path in scope.copied if "/" in path and path.lower().endswith(_DATA))
    if not data:
        return
    linked = {link.partition("#")[0] for link in _links(scope)}
    named = {urls.file_path(f"content/{name}") for name in scope.settings.files}
    for path in data:
        if path not in linked and path not in named:
            source = scope.copied[path]
            message = f"`{source}` is published, although no page links to it."
            step = (
                f"Link to it, remove it, or name it under `files` in `site.yaml`: `{source.removeprefix('content/')}`."
            )
            yield Diagnostic.of("file-unlinked", Location(source), message, step=step)


def _links(scope: Scope) -> Iterator[str]:
    """The targets of all links in the texts of this build."""
    yield from chain.from_iterable(article.links for article in scope.articles)
    yield from chain.from_iterable(page.links for page in (*scope.pages, *scope.draft_pages))
    speakers = [entry.speaker for article in scope.articles for entry in article.speakers if entry.speaker]
    for speaker in (*scope.registry.speakers.values(), *speakers):
        if speaker.description:
            parsed = parse(speaker.description, speaker.path, Origin(speaker.path))
            yield from (link.target for link in parsed.links)
    site = scope.settings.url
    yield from (address.removeprefix(site) for address in _addresses(scope) if site and address.startswith(site))


def _addresses(scope: Scope) -> Iterator[str]:
    """The absolute addresses in texts and of sources."""
    yield from chain.from_iterable(article.addresses for article in scope.articles)
    yield from (source.url for source in scope.registry.sources.values())
    for _, annotation in scope.annotations():
        yield from (cited.source.url for cited in annotation.sources if isinstance(cited.source, Source))
