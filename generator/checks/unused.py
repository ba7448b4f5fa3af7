"""Checks that what is described or laid down is used: speakers, sources and data files."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator import urls
from generator.checks.scope import ArchiveScope, Problems, Scope
from generator.checks.traits import DataLinks, Idle, links_in, may_be_data
from generator.checks.wording import quoted_list
from generator.diagnostics import Diagnostic, Location
from generator.linking.draft_names import NamesUsed, names_in_use
from generator.model import Speaker


def unused_speakers(scope: ArchiveScope) -> Problems:
    """Speakers that no text uses, drafts included."""
    articles = [one for _, one in scope.table.each(NamesUsed)]
    used, _ = names_in_use(scope.registry, articles)
    names = {urls.folded(article.publisher) for article in articles}
    unused = [id for id, speaker in scope.registry.speakers.items() if id not in used and not _is_named(speaker, names)]
    yield from _together("speaker", [(id, scope.at_speaker(id)) for id in unused])
    for filed, idle in scope.published(Idle):
        for entry in idle.entries:
            is_new = entry.speaker is not None and entry.id not in scope.registry.speakers
            if is_new and entry.speaker and entry.id not in used and not _is_named(entry.speaker, names):
                yield _unused(scope.at(filed, f"speakers/{entry.id}"), entry.id)


def unused_roles(scope: Scope) -> Problems:
    """Roles in sidecars that do not use the speaker."""
    for article in scope.articles:
        for entry in Idle.of(article).entries:
            if entry.speaker is None or entry.id in scope.registry.speakers:
                message = f"This article sets the role of “{entry.id}”, who does not speak in it."
                at = scope.at(article, f"speakers/{entry.id}")
                yield Diagnostic.of("speaker-unused", at, message, step="Remove the entry.")


def _is_named(speaker: Speaker, names: set[str]) -> bool:
    """Whether an article names the speaker as its publisher, by name."""
    return any(urls.folded(name) in names for name in (speaker.name, *speaker.also))


def _together(what: str, entries: list[tuple[str, Location]]) -> Problems:
    """One notice for each file, at the first of its unused entries."""
    by_file: dict[str, list[tuple[str, Location]]] = {}
    for entry in entries:
        by_file.setdefault(entry[1].path, []).append(entry)
    for (first, at), *others in by_file.values():
        if not others:
            yield _unused(at, first, what)
            continue
        further = quoted_list([id for id, _ in others[:_MOST_NAMED]])
        more = f", and {len(others) - _MOST_NAMED} more" if len(others) > _MOST_NAMED else ""
        message = f"{len(others) + 1} {what}s of this file are unused, from “{first}” on."
        step = "Remove the entries, or leave them for a later article."
        yield Diagnostic.of(f"{what}-unused", at, message, details=[f"The others: {further}{more}."], step=step)


_MOST_NAMED = 10


def _unused(at: Location, id: str, what: str = "speaker") -> Diagnostic:
    by = "is used by no article or speaker" if what == "speaker" else "is cited by no annotation"
    message = f"{what.capitalize()} “{id}” {by}."
    return Diagnostic.of(f"{what}-unused", at, message, step="Remove the entry, or leave it for a later article.")


def unused_sources(scope: ArchiveScope) -> Problems:
    """Shared sources that no annotation cites, drafts included."""
    _, cited = names_in_use(scope.registry, (one for _, one in scope.table.each(NamesUsed)))
    unused = [id for id in scope.registry.sources if id not in cited]
    yield from _together("source", [(id, scope.at_source(id)) for id in unused])


def unlinked_data(scope: ArchiveScope) -> Problems:
    """Data files that no text links to and that `files` does not name: they are published all the same.

    Those at the top of the output (`robots.txt`) have names that other programs know.
    """
    data = sorted(path for path in scope.copied if "/" in path and may_be_data(path))
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


def _links(scope: ArchiveScope) -> Iterator[str]:
    """The targets of all links in the texts of this build, of those that may lead to data."""
    articles = [one for _, one in scope.published(DataLinks)]
    yield from chain.from_iterable(article.targets for article in articles)
    yield from chain.from_iterable(page.links for page in (*scope.pages, *scope.draft_pages))
    for speaker in scope.registry.speakers.values():
        if speaker.description:
            yield from links_in(speaker.description, speaker.path)
    addresses = chain(
        chain.from_iterable(article.addresses for article in articles),
        (source.url for source in scope.registry.sources.values()),
    )
    site = scope.settings.url
    yield from (address.removeprefix(site) for address in addresses if site and address.startswith(site))
