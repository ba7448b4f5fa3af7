"""What the checks look at: all facts at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Location, SourceLine
from generator.linking.symbols import Symbols
from generator.model import (
    Annotation,
    ArticleFacts,
    PageFacts,
    Registry,
    Settings,
)

SPEAKERS = "content/speakers.yaml"
"""Where shared speakers are described, if nothing tells it better."""

Problems = Iterable[Diagnostic]
LazyLocation = Callable[[], Location]
"""A location that is looked up only if something is wrong there: nearly always nothing is."""


@dataclass(frozen=True, slots=True)
class Scope:
    """All that a check may look at. `articles` are those that this build shows, oldest first.

    `locations` leads from an article's id, or `pages/<id>`, to where its values stand, by key (`publisher`,
    `link/2`, `sidecar/only-cliches/to/0`); `unreadable` are the keys of those whose front matter is broken, which has
    been reported and explains what leads to them; `line_of` gives a line of a source file, so that one can be mended.
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
    names: Symbols
    line_of: SourceLine

    def annotations(self) -> Iterator[tuple[ArticleFacts, Annotation]]:
        return ((article, placed.annotation) for article in self.articles for placed in article.annotations)

    def is_broken(self, kind: str, name: str) -> bool:
        """Whether a shared speaker or source was described, but wrongly: that error is the one to mend."""
        return f"{kind}/{name}" in self.registry.locations and name not in getattr(self.registry, kind)

    def at(self, article: ArticleFacts, key: str) -> Location:
        """Where a value of a sidecar stands: as near as is known (`x/to/1`, else `x/to`, else `x`)."""
        path = article.sidecar_path or article.path
        return _nearest_known(self.locations.get(article.id, {}), f"sidecar/{key}", path)

    def at_front(self, article: ArticleFacts, key: str) -> Location:
        return _nearest_known(self.locations.get(article.id, {}), key, article.path)

    def at_page(self, page: PageFacts, key: str) -> Location:
        return _nearest_known(self.locations.get(f"pages/{page.id}", {}), key, page.path)

    def at_speaker(self, speaker_id: str, key: str = "") -> Location:
        """Where a value of a shared speaker stands."""
        return _nearest_known(self.registry.locations, f"speakers/{speaker_id}/{key}".rstrip("/"), SPEAKERS)

    def at_setting(self, key: str) -> Location:
        return _nearest_known(self.settings_locations, key, "site.yaml")


def _nearest_known(locations: Mapping[str, Location], key: str, path: str) -> Location:
    while key:
        if found := locations.get(key):
            return found
        key = key.rpartition("/")[0]
    return Location(path)
