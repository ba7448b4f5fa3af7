"""What a check may look at, and where each value is in its source file: for articles, `Scope`; for all that no single
article owns, `ArchiveScope`. Reads no files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TypeVar

from generator import urls
from generator.checks.others import Others
from generator.checks.table import TraitTable, published
from generator.checks.traits import Filed
from generator.diagnostics import Diagnostic, Location, SourceLine
from generator.linking.known_as import host_of_outlet, slugs_of
from generator.linking.present_names import PresentNames
from generator.linking.symbols import Symbols
from generator.model import (
    Annotation,
    ArticleFacts,
    PageFacts,
    Registry,
    Settings,
    Speaker,
)
from generator.values import Immutable

SPEAKERS = "content/speakers.yaml"
"""Where to point for a shared speaker whose own location is unknown."""
SHARED_SOURCES = "content/sources.yaml"
"""The same, for a shared source."""

Problems = Iterable[Diagnostic]
LazyLocation = Callable[[], Location]
"""Looks a location up. Called only where something is wrong, which is rare."""
_T = TypeVar("_T")


class SiteIndex:
    """What checks look up in that which a site has once: its registry and its ordinary pages. Worked out on first use,
    and shared by the scopes of all articles."""

    def __init__(
        self, registry: Registry, pages: Iterable[PageFacts], drafts: Iterable[PageFacts], unreadable: Iterable[str]
    ) -> None:
        self._registry, self._pages, self._drafts, self._unreadable = registry, pages, drafts, unreadable

    @cached_property
    def speakers_by_name(self) -> dict[str, tuple[str, ...]]:
        """Slug of a name → the shared speakers that have it."""
        return ids_by((slug, id) for id, one in self._registry.speakers.items() for slug in slugs_of(one))

    @cached_property
    def outlets_by_host(self) -> dict[str, tuple[str, ...]]:
        """Host of a site → the shared outlets whose site it is."""
        return ids_by((host, id) for id, one in self._registry.speakers.items() if (host := host_of_outlet(one)))

    @cached_property
    def sources_by_address(self) -> dict[str, str]:
        """Bare address → the last of the shared sources that have it."""
        return {urls.bare_address(one.url): id for id, one in self._registry.sources.items() if one.url}

    @cached_property
    def page_paths(self) -> frozenset[str]:
        """The output paths of ordinary pages, and of articles and pages that could not be read."""
        pages = (urls.page_path(name) for page in self._pages for name in (page.id, *page.aliases))
        unreadable = (
            urls.page_path(key.removeprefix("pages/")) if key.startswith("pages/") else urls.article_path(key)
            for key in self._unreadable
            if not key.endswith(":")
        )
        return frozenset((*pages, *unreadable))

    @cached_property
    def draft_paths(self) -> frozenset[str]:
        """The output paths that ordinary pages would have which this build leaves out."""
        return frozenset(urls.page_path(page.id) for page in self._drafts)


class SymbolIndex:
    """What checks look up in symbols besides single names. Worked out on first use, and shared by the scopes that have
    the same symbols: of a whole archive, these are many."""

    def __init__(self, symbols: Symbols, shared: Mapping[str, Speaker]) -> None:
        self._symbols, self._shared = symbols, shared

    @cached_property
    def speakers_of_sidecars(self) -> dict[str, Speaker]:
        """The speakers that only sidecars describe, as far as the symbols know them."""
        entries = (entry for article in self._symbols.published for entry in article.speakers if entry.speaker)
        known = self._symbols.speakers
        return {entry.id: known[entry.id] for entry in entries if entry.id not in self._shared}

    @cached_property
    def speakers_by_name(self) -> dict[str, tuple[str, ...]]:
        """Slug of a name → those of these that have it."""
        return ids_by((slug, id) for id, one in self.speakers_of_sidecars.items() for slug in slugs_of(one))

    @cached_property
    def outlets_by_host(self) -> dict[str, tuple[str, ...]]:
        """Host of a site → those of these that are the outlet whose site it is."""
        described = self.speakers_of_sidecars.items()
        return ids_by((host, id) for id, one in described if (host := host_of_outlet(one)))

    @cached_property
    def articles_by_path(self) -> dict[str, ArticleFacts]:
        """The articles that the build shows, by their output paths."""
        return {urls.article_path(article.id): article for article in self._symbols.published}

    @cached_property
    def article_paths(self) -> frozenset[str]:
        """The output paths that these have, or had."""
        aliases = (name for article in self._symbols.published for name in article.front.aliases)
        return frozenset((*self.articles_by_path, *map(urls.article_path, aliases)))

    @cached_property
    def draft_paths(self) -> frozenset[str]:
        """The output paths that articles would have which the build leaves out."""
        return frozenset(map(urls.article_path, self._symbols.drafts))


def ids_by(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Name → the different ids with it, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    for name, id in pairs:
        if id not in found.get(name, ()):
            found[name] = (*found.get(name, ()), id)
    return found


class Basis(Immutable):
    """What every check may look at: all that a site has once.

    `pages` are the ordinary pages that this build shows, `draft_pages` those that it leaves out. `locations` maps an
    article's id, or `pages/<id>`, to the locations of its values by key (`publisher`, `link/2`,
    `sidecar/only-cliches/to/0`). `settings_locations` has those of site.yaml (`navigation/0`). `files` are the output
    paths of copied files. `unreadable` holds keys of `locations` whose front matter is broken or whose files have wrong
    names, and `speakers:` or `sources:` where a file of shared ones has: that error is already reported, so references
    to them are not. `line_of` returns a line of a source file, to build pastes from. `copied` maps the
    output paths of copied files to their paths in the site. Speakers and sources have their present ids;
    `registry_as_written` has the same entries with the ids that were written.
    """

    registry: Registry
    settings: Settings
    pages: tuple[PageFacts, ...]
    draft_pages: tuple[PageFacts, ...]
    locations: Mapping[str, Mapping[str, Location]]
    settings_locations: Mapping[str, Location]
    files: frozenset[str]
    unreadable: frozenset[str]
    line_of: SourceLine
    copied: Mapping[str, str]
    index: SiteIndex
    registry_as_written: Registry

    def is_broken(self, kind: str, name: str) -> bool:
        """Whether a shared speaker or source has a broken description, or may have one in a file that is not read. That
        error is already reported. `kind` is `speakers` or `sources`.
        """
        if f"{kind}:" in self.unreadable or f"{kind}:" in self.registry.locations:
            return True
        return f"{kind}/{name}" in self.registry.locations and name not in getattr(self.registry, kind)

    def at(self, article: ArticleFacts | Filed, key: str) -> Location:
        """The location of a sidecar's value, or the nearest known: for `x/to/1`, `x/to`, then `x`, then the file."""
        path = article.sidecar_path or article.path
        return nearest_known(self.locations.get(article.id, {}), f"sidecar/{key}", path)

    def at_front(self, article: ArticleFacts | Filed, key: str) -> Location:
        """The location of a value or link of an article's Markdown file (`publisher`, `link/2`)."""
        return nearest_known(self.locations.get(article.id, {}), key, article.path)

    def at_page(self, page: PageFacts, key: str) -> Location:
        """The location of a value or link of an ordinary page (`aliases/0`, `link/2`)."""
        return nearest_known(self.locations.get(f"pages/{page.id}", {}), key, page.path)

    def at_speaker(self, speaker_id: str, key: str = "") -> Location:
        """The location of a shared speaker, or of one of its values (`roles/0/organization`)."""
        return nearest_known(self.registry.locations, f"speakers/{speaker_id}/{key}".rstrip("/"), SPEAKERS)

    def at_source(self, source_id: str, key: str = "") -> Location:
        """The location of a shared source, or of one of its values (`aliases/0`)."""
        return nearest_known(self.registry.locations, f"sources/{source_id}/{key}".rstrip("/"), SHARED_SOURCES)

    def at_setting(self, key: str) -> Location:
        """The location of a value of site.yaml (`navigation/0`)."""
        return nearest_known(self.settings_locations, key, "site.yaml")


class Scope(Basis):
    """What the checks of articles may look at.

    `articles` are those to check: one, or several. `symbols` hold all that linking them reads: those of a
    neighbourhood, or of the whole archive; articles oldest first; `known` is their index. `others` are asked only where
    a name was not found. `as_written` has the same articles with the ids of speakers and sources that were written.
    """

    articles: tuple[ArticleFacts, ...]
    symbols: Symbols
    known: SymbolIndex
    others: Others
    as_written: tuple[ArticleFacts, ...]

    def annotations(self) -> Iterator[tuple[ArticleFacts, Annotation]]:
        """Every annotation of the articles, with its article."""
        return ((article, placed.annotation) for article in self.articles for placed in article.annotations)


class ArchiveScope(Basis):
    """What the checks of all that no single article owns may look at: of the articles, only the values in a table.

    `speakers` are the shared ones and those that sidecars describe; `drafts_speakers` are the shared ones that only
    drafts use. `present` has the present ids of former ones.
    """

    table: TraitTable
    speakers: Mapping[str, Speaker]
    drafts_speakers: frozenset[str]
    present: PresentNames

    def published(self, trait: type[_T]) -> Iterator[tuple[Filed, _T]]:
        """A value of each article that this build shows, oldest first."""
        return published(self.table, trait, self.settings.drafts)


def nearest_known(locations: Mapping[str, Location], key: str, path: str) -> Location:
    """The location of a value, or of the nearest known above it: for `x/to/1`, `x/to`, then `x`, then `path`."""
    while key:
        if location := locations.get(key):
            return location
        key = key.rpartition("/")[0]
    return Location(path)
