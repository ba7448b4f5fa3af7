"""`Scope`: everything that a check may look at, and where each value is in its source file. It reads no files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostic, Location, SourceLine
from generator.linking.symbols import Symbols
from generator.model import (
    Annotation,
    ArticleFacts,
    PageFacts,
    Registry,
    Settings,
)
from generator.values import Immutable

SPEAKERS = "content/speakers.yaml"
"""Where to point for a shared speaker whose own location is unknown."""
SHARED_SOURCES = "content/sources.yaml"
"""The same, for a shared source."""

Problems = Iterable[Diagnostic]
LazyLocation = Callable[[], Location]
"""Looks a location up. Called only where something is wrong, which is rare."""


class Scope(Immutable):
    """Everything that a check may look at.

    `articles` and `pages` are what this build shows, articles oldest first; `draft_pages` are the pages it leaves out.
    `locations` maps an article's id, or `pages/<id>`, to the locations of its values by key (`publisher`, `link/2`,
    `sidecar/only-cliches/to/0`). `settings_locations` has those of site.yaml (`navigation/0`). `files` are the output
    paths of copied files. `unreadable` holds keys of `locations` whose front matter is broken or whose files have wrong
    names, and `speakers:` or `sources:` where a file of shared ones has: that error is already reported, so references
    to them are not. `line_of` returns a line of a source file, to build pastes from. `copied` maps the
    output paths of copied files to their paths in the site. In all of these, speakers and sources have their present
    ids; `as_written` has the same articles, and `registry_as_written` the same entries, with the ids that were written.
    """

    articles: tuple[ArticleFacts, ...]
    registry: Registry
    settings: Settings
    pages: tuple[PageFacts, ...]
    draft_pages: tuple[PageFacts, ...]
    locations: Mapping[str, Mapping[str, Location]]
    settings_locations: Mapping[str, Location]
    files: frozenset[str]
    unreadable: frozenset[str]
    symbols: Symbols
    line_of: SourceLine
    copied: Mapping[str, str]
    as_written: tuple[ArticleFacts, ...]
    registry_as_written: Registry

    def annotations(self) -> Iterator[tuple[ArticleFacts, Annotation]]:
        """Every annotation of the articles that this build shows, with its article."""
        return ((article, placed.annotation) for article in self.articles for placed in article.annotations)

    def is_broken(self, kind: str, name: str) -> bool:
        """Whether a shared speaker or source has a broken description, or may have one in a file that is not read. That
        error is already reported. `kind` is `speakers` or `sources`.
        """
        if f"{kind}:" in self.unreadable or f"{kind}:" in self.registry.locations:
            return True
        return f"{kind}/{name}" in self.registry.locations and name not in getattr(self.registry, kind)

    def at(self, article: ArticleFacts, key: str) -> Location:
        """The location of a sidecar's value, or the nearest known: for `x/to/1`, `x/to`, then `x`, then the file."""
        path = article.sidecar_path or article.path
        return nearest_known(self.locations.get(article.id, {}), f"sidecar/{key}", path)

    def at_front(self, article: ArticleFacts, key: str) -> Location:
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


def nearest_known(locations: Mapping[str, Location], key: str, path: str) -> Location:
    """The location of a value, or of the nearest known above it: for `x/to/1`, `x/to`, then `x`, then `path`."""
    while key:
        if location := locations.get(key):
            return location
        key = key.rpartition("/")[0]
    return Location(path)
